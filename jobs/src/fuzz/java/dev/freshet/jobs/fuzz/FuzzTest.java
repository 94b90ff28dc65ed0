package dev.freshet.jobs.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs each target for {@code fuzz.seconds}, in a JVM of its own, from the corpus in the repository. */
class FuzzTest {
    private static final Path FOUND = Path.of("target", "fuzz");

    @ParameterizedTest
    @CsvSource({
        "command, dev.freshet.jobs.fuzz.CommandTarget",
        "event, dev.freshet.jobs.fuzz.EventTarget",
        "letter, dev.freshet.jobs.fuzz.LetterTarget",
        "snapshot, dev.freshet.jobs.fuzz.SnapshotTarget",
        "pipeline, dev.freshet.jobs.pipeline.PipelineTarget"
    })
    void noBytesBreakWhatATargetStatesOfThem(String corpus, String target) throws Exception {
        Path found = Files.createDirectories(FOUND.resolve(corpus));
        Path log = FOUND.resolve(corpus + ".log");
        Process fuzzer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + target,
                        "--instrumentation_includes=dev.freshet.**",
                        "--custom_hook_includes=dev.freshet.**",
                        "--reproducer_path=" + FOUND,
                        "-artifact_prefix=" + FOUND + "/",
                        "-max_total_time=" + Integer.getInteger("fuzz.seconds", 8),
                        "-max_len=20000",
                        "-timeout=20",
                        "-print_final_stats=1",
                        found.toString(),
                        Path.of("src", "fuzz", "corpus", corpus).toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(fuzzer.waitFor()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).containsPattern("stat::number_of_executed_units: [1-9][0-9]+");
    }
}
