package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret that a pipeline takes from a file. */
class SecretFileTest {
    private static final String CANARY = "canary-77af";

    @TempDir
    Path directory;

    @Test
    void itIsTheFilesTextWithoutItsLastLineBreakAndShowsNowhere() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), CANARY + "\n");

        Pipeline pipeline = Sample.parse(yaml("ssl.key.password", secret));

        assertThat(pipeline.kafka().properties()).containsEntry("ssl.key.password", CANARY);
        assertThat(pipeline.toString() + pipeline.describe()).doesNotContain(CANARY);
    }

    @Test
    void whereItIsRefusedItsTextIsNotShown() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), CANARY + ".Module required;");

        assertThat(Sample.problems(yaml("sasl.jaas.config", secret)))
                .singleElement()
                .asString()
                .contains("must name one of the login modules")
                .doesNotContain(CANARY);
        assertThat(Sample.problems(Sample.SMALL + "kafka: {bootstrap: \"${file:" + secret + "}\"}\n"))
                .singleElement()
                .asString()
                .contains("expected one or more host:port")
                .doesNotContain(CANARY);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        Path none = directory.resolve("none");

        assertThat(Sample.problems(yaml("ssl.key.password", none)))
                .singleElement()
                .asString()
                .endsWith("file " + none + " cannot be read");
    }

    @Test
    void aFileThatIsTooLongIsNamed() throws IOException {
        Path large = Files.writeString(directory.resolve("large"), "x".repeat((64 << 10) + 1));

        assertThat(Sample.problems(yaml("ssl.key.password", large)))
                .singleElement()
                .asString()
                .endsWith("must have at most 65536 characters: it has more");
    }

    private static String yaml(String property, Path file) {
        return Sample.SMALL + "kafka: {properties: {" + property + ": \"${file:" + file + "}\"}}\n";
    }
}
