package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same streams, trained in JVMs of other vector widths and other compilers, give the same bytes. */
class SameBitsTest {
    private static final String VECTOR = "--add-modules=jdk.incubator.vector";

    @TempDir
    private static Path directory;

    private static List<String> plain = List.of();

    @BeforeAll
    static void trainOnPlainKernels() throws Exception {
        plain = train();
    }

    static Stream<Arguments> machines() {
        return Stream.of(
                Arguments.of("Vector API, 128 bits", List.of(VECTOR, "-XX:MaxVectorSize=16")),
                Arguments.of("Vector API, (128|256) bits", List.of(VECTOR, "-XX:MaxVectorSize=32")),
                Arguments.of("Vector API, (128|256|512) bits", List.of(VECTOR, "-XX:MaxVectorSize=64")),
                Arguments.of("plain Java.*", List.of(VECTOR, "-Xint")),
                Arguments.of("plain Java.*", List.of(VECTOR, "-XX:TieredStopAtLevel=1")),
                Arguments.of("plain Java.*", List.of("-XX:-UseSuperWord", "-Duser.language=tr")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("machines")
    void theSameStreamsGiveTheSameSnapshots(String kernels, List<String> options) throws Exception {
        List<String> found = train(options.toArray(String[]::new));

        assertThat(found.get(0)).matches("kernels: " + kernels);
        assertThat(found.subList(1, found.size())).isEqualTo(plain.subList(1, plain.size()));
    }

    @Test
    void withoutTheModuleTheKernelsArePlainJava() {
        assertThat(plain.get(0)).startsWith("kernels: plain Java");
        assertThat(plain)
                .hasSize(1 + TrainedBits.specs().size() + TrainedBits.WIDTHS.length)
                .doesNotHaveDuplicates();
    }

    /** What {@link TrainedBits} prints in a JVM of its own. */
    private static List<String> train(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TrainedBits.class.getName()));
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(err, StandardCharsets.UTF_8))
                .isZero();
        return Files.readAllLines(out, StandardCharsets.UTF_8);
    }
}
