package dev.freshet.model.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Each mistake of {@code src/test/faults} makes the test fail that it names, and that test passes without it. */
@Tag("planted-faults")
class PlantedFaultsTest {
    private static final Path FAULTS = Path.of("src/test/faults");

    static List<Fault> faults() throws IOException {
        try (Stream<Path> patches = Files.list(FAULTS)) {
            return patches.sorted().map(Fault::read).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isCaught(Fault fault, @TempDir Path overlay) throws Exception {
        assertThat(run(fault.caughtBy(), List.of()).getTotalFailureCount())
                .as("without the fault")
                .isZero();

        compile(fault, overlay);

        TestExecutionSummary summary = run(fault.caughtBy(), List.of(overlay));
        assertThat(summary.getTestsFailedCount()).as("with the fault").isPositive();
        System.out.println(fault + ": caught by " + summary.getTestsFailedCount() + " of "
                + summary.getTestsFoundCount() + " tests of " + fault.caughtBy());
    }

    private static void compile(Fault fault, Path overlay) throws IOException {
        Path planted = overlay.resolve(fault.source().getFileName());
        Files.writeString(planted, fault.planted());
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        overlay.toString(),
                        planted.toString());
        assertThat(exit).as("exit code of javac").isZero();
    }

    private static TestExecutionSummary run(String testClass, List<Path> overlay) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (OverlayLoader loader = OverlayLoader.of(overlay)) {
            thread.setContextClassLoader(loader);
            var request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(loader.loadClass(testClass)))
                    .build();
            var listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request, listener);
            assertThat(listener.getSummary().getTestsFoundCount()).isPositive();
            return listener.getSummary();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
