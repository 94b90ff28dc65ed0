package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.LearnerState;
import dev.freshet.model.SnapshotCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorSettingsTest {
    @TempDir
    Path directory;

    private String fingerprint = "";

    @BeforeEach
    void learnAPrior() throws IOException {
        LearnerSpec spec =
                PipelineFile.parse("p.yaml", Sample.SMALL, Sample.ENV).learner();
        Learner learner = new Learner(spec);
        LearnerState state = learner.init("prior");
        for (int i = 0; i < 64; i++) {
            var unused = learner.observe(state, Example.of(i, i % 2, i % 2, i % 3));
        }
        Files.write(directory.resolve("prior.frsh"), new SnapshotCodec(learner).encode(state));
        fingerprint = HexFormat.of().toHexDigits(state.fingerprint());
    }

    private Path pipeline(String prior) throws IOException {
        return Files.writeString(directory.resolve("pipeline.yaml"), Sample.SMALL + "prior: " + prior + "\n");
    }

    @Test
    void aPipelineFindsItsPriorBesideItself() throws IOException {
        Pipeline pipeline = PipelineFile.load(pipeline("{snapshot: prior.frsh, fingerprint: \"" + fingerprint + "\"}"));

        PriorSettings prior = Objects.requireNonNull(pipeline.prior());
        assertThat(prior.file()).isEqualTo("prior.frsh");
        assertThat(prior.shrinkage()).isZero();
        assertThat(HexFormat.of()
                        .toHexDigits(pipeline.learnerSource().open().init("k").prior()))
                .isEqualTo(fingerprint);
        assertThat(pipeline.describe()).anyMatch(line -> line.equals("begins    a new key at prior " + fingerprint));
    }

    @Test
    void whatTheWriterWritesReadsBackEqual() throws IOException {
        String file = directory.resolve("prior.frsh").toString();
        Pipeline pipeline = PipelineFile.load(
                pipeline("{snapshot: \"" + file + "\", fingerprint: \"" + fingerprint + "\", shrinkage: 20}"));

        assertThat(PipelineFile.parse("p.yaml", PipelineWriter.write(pipeline), Sample.ENV))
                .isEqualTo(pipeline);
    }

    @Test
    void theFileMustHoldTheModelThatIsNamed() throws IOException {
        Path other = pipeline("{snapshot: prior.frsh, fingerprint: \"0123456789abcdef\"}");

        assertThatThrownBy(() -> PipelineFile.load(other))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("prior.frsh, whose fingerprint is " + fingerprint + ": got 0123456789abcdef");
    }

    @Test
    void aFileThatIsNotThereOrIsNoSnapshotIsNamed() throws IOException {
        Path missing = pipeline("{snapshot: none.frsh, fingerprint: \"0123456789abcdef\"}");
        assertThatThrownBy(() -> PipelineFile.load(missing))
                .hasMessageContaining("none.frsh")
                .hasMessageContaining("freshet prior makes one");

        Files.writeString(directory.resolve("text.frsh"), "this is not a snapshot");
        Path text = pipeline("{snapshot: text.frsh, fingerprint: \"0123456789abcdef\"}");
        assertThatThrownBy(() -> PipelineFile.load(text)).hasMessageContaining("does not begin with FRSH");

        Files.write(directory.resolve("huge.frsh"), new byte[1 << 20]);
        Path huge = pipeline("{snapshot: huge.frsh, fingerprint: \"0123456789abcdef\"}");
        assertThatThrownBy(() -> PipelineFile.load(huge)).hasMessageContaining("must name a regular file of at most");
    }

    @Test
    void aPriorOfAnotherNetworkIsRefusedWithTheLayerThatDiffers() throws IOException {
        Path file = pipeline("{snapshot: prior.frsh, fingerprint: \"" + fingerprint + "\"}");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("[{dense: 1, activation", "[{dense: 3, activation: relu}, {dense: 1, activation"));

        assertThatThrownBy(() -> PipelineFile.load(file)).hasMessageContaining("layer: dense 1 SIGMOID");
    }

    @Test
    void aFingerprintIsSixteenDigitsAndAShrinkageACount() throws IOException {
        assertThatThrownBy(() -> PipelineFile.load(pipeline("{snapshot: prior.frsh, fingerprint: abc}")))
                .hasMessageContaining("16 hexadecimal digits");
        assertThatThrownBy(() -> PipelineFile.load(
                        pipeline("{snapshot: prior.frsh, fingerprint: \"" + fingerprint + "\", shrinkage: -1}")))
                .hasMessageContaining("shrinkage");
    }
}
