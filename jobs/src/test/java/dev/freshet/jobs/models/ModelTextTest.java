package dev.freshet.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Header;
import dev.freshet.wire.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told of a model that was published, sound or not. */
class ModelTextTest {
    @TempDir
    Path directory;

    @Test
    void aModelsLineSaysItsStepFingerprintReasonBytesTimeAndPlace() throws IOException {
        Trained trained = new Trained(directory, "standard").learn(10);

        assertThat(ModelText.line(published(trained)))
                .isEqualTo("k  step 2  fingerprint "
                        + HexFormat.of().toHexDigits(trained.state().fingerprint()) + "  steps  "
                        + String.format(Locale.ROOT, "%,d", trained.snapshot().length)
                        + " bytes  1970-01-01T00:00:01Z  at 2:17");
    }

    @Test
    void aModelIsShownWithItsCountsItsLayersNormsAndItsHistory() throws IOException {
        Trained trained = new Trained(directory, "standard").learn(4);
        Published before = published(trained);
        OpenedModel model = trained.learn(6).open();
        float[] params = trained.state().parameters();
        double squares = 0;
        for (int i = 0; i < 6; i++) {
            squares += (double) params[i] * params[i];
        }

        List<String> lines = ModelText.full(model, List.of(before, model.published()));

        assertThat(lines)
                .contains("key        k")
                .contains("source     p.events:0:9, the last record that it has taken in")
                .contains("sha256     " + Sha256.hex(trained.snapshot()))
                .contains("examples   10 predicted = 8 trained + 0 refused + 0 unlabelled + 2 waiting")
                .contains("newest     1970-01-01T00:00:01.009Z, time of its event")
                .contains("began at   the learner's own initial weights")
                .contains("history    2 published")
                .noneMatch(line -> line.startsWith("commands"))
                .noneMatch(line -> line.contains("the pipeline says"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("layer 1 "))
                .singleElement()
                .asString()
                .startsWith(String.format(
                        Locale.ROOT, "layer 1    tanh, 2 x 3: norm of W %.6g, largest ", Math.sqrt(squares)));
        assertThat(lines).filteredOn(line -> line.startsWith("  step ")).hasSize(2);
    }

    @Test
    void aCommandThatHoldsAModelStillIsTold() throws IOException {
        OpenedModel frozen =
                new Trained(directory, "standard").learn(4).freeze().open();

        assertThat(ModelText.full(frozen, List.of())).contains("commands   frozen, rate x 1.0, 0 waiting");
    }

    @Test
    void whatAHeaderSaysCannotMoveTheTerminal() {
        Published hostile = Objects.requireNonNull(Published.of(Trained.record(
                List.of(Header.of("step", "1\u001b[2J"), new Header("fingerprint", null)), new byte[] {1})));

        assertThat(ModelText.line(hostile)).contains("step 1\\u001b[2J  fingerprint unknown  unknown  1 bytes");
    }

    @Test
    void bytesThatTheirHeaderDoesNotNameAreRefused() throws IOException {
        Trained trained = new Trained(directory, "standard").learn(10);
        byte[] bytes = trained.snapshot();
        bytes[bytes.length / 2] ^= 1;

        assertThatThrownBy(() -> OpenedModel.of(trained.pipeline.learnerSource().reader(), published(trained), bytes))
                .isInstanceOf(LocalRunException.class)
                .hasMessageStartingWith("the model of key k at 2:17 of topic p.models is damaged: its sha256 is ");
        Published unnamed = Objects.requireNonNull(Published.of(Trained.record(List.of(), bytes)));
        assertThatThrownBy(() -> OpenedModel.of(trained.pipeline.learnerSource().reader(), unnamed, bytes))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("CRC-32C");
    }

    @Test
    void aModelOfAnotherPipelineIsRefusedWithTheLineThatDiffers() throws IOException {
        Trained trained = new Trained(directory, "standard").learn(10);
        LearnerSpec other = new Trained(directory, "none").pipeline.learner();

        assertThatThrownBy(() -> OpenedModel.of(new Learner(other), published(trained), trained.snapshot()))
                .isInstanceOf(LocalRunException.class)
                .hasMessageContaining("is another model than the pipeline's: ")
                .hasMessageEndingWith("; name the pipeline file by which it learned");
    }

    private static Published published(Trained trained) {
        return Objects.requireNonNull(Published.of(trained.record()));
    }
}
