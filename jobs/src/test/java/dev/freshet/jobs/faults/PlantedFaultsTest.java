package dev.freshet.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.learn.Scenario;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each mistake of {@code src/test/faults} is found by the simulation within 1,000 seeds. What is expected of a seed comes
 * from the plain learner without the mistake, so that mistakes of the learner are found too.
 */
@Tag("planted-faults")
class PlantedFaultsTest {
    private static final Path FAULTS = Path.of("src/test/faults");
    private static final int SEEDS = 1_000;

    /** What a fault names in place of a backend that is to be found where labels come later. */
    private static final String LATE_LABELS = "LATE_LABELS";

    /** All of them, or with {@code -Dfault} those whose name holds it. */
    static List<Fault> faults() throws IOException {
        String some = System.getProperty("fault", "");
        try (Stream<Path> patches = Files.list(FAULTS)) {
            return patches.sorted()
                    .map(Fault::read)
                    .filter(fault -> fault.name().contains(some))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFoundWithinAThousandSeeds(Fault fault, @TempDir Path overlay) throws Exception {
        compile(fault, overlay);

        Finding finding = firstFailure(overlay, fault.backend(), SEEDS)
                .orElseThrow(() -> new AssertionError("one of " + SEEDS + " seeds must fail: all held"));

        System.out.println(
                "| " + fault + " | " + fault.backend() + " | " + finding.seed() + " | " + finding.what() + " |");
    }

    @Test
    void withoutAFaultNoSeedFails(@TempDir Path overlay) throws Exception {
        assertThat(firstFailure(overlay, "HEAP", 100)).isEmpty();
        assertThat(firstFailure(overlay, "ROCKSDB_CACHE_1", 3)).isEmpty();
        assertThat(firstFailure(overlay, LATE_LABELS, 100)).isEmpty();
    }

    private record Finding(long seed, String what) {}

    private static Optional<Finding> firstFailure(Path overlay, String backend, int seeds) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (OverlayLoader loader = OverlayLoader.of(overlay)) {
            thread.setContextClassLoader(loader);
            Method run = backend.equals(LATE_LABELS)
                    ? loader.loadClass("dev.freshet.jobs.learn.LateScenario").getMethod("run", long.class, String.class)
                    : loader.loadClass("dev.freshet.jobs.learn.Simulation")
                            .getMethod("run", long.class, String.class, Map.class);
            for (long seed = 1; seed <= seeds; seed++) {
                String failure = failure(run, seed, backend);
                if (failure != null) {
                    return Optional.of(new Finding(seed, failure));
                }
            }
            return Optional.empty();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What a broken law says; an error of another kind is no finding, but a fault that does not fit. */
    private static @Nullable String failure(Method run, long seed, String backend) throws Exception {
        try {
            if (backend.equals(LATE_LABELS)) {
                run.invoke(null, seed, "HEAP");
            } else {
                run.invoke(null, seed, backend, Scenario.expected(seed));
            }
            return null;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof AssertionError broken) {
                String message = String.valueOf(broken.getMessage());
                return message.lines().findFirst().orElse("").replaceAll(" must be .*| ?<.*", "");
            }
            throw e;
        }
    }

    private static void compile(Fault fault, Path overlay) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", overlay.toString()));
        for (Map.Entry<Path, String> source : fault.planted().entrySet()) {
            Path planted = overlay.resolve(source.getKey().getFileName());
            Files.writeString(planted, source.getValue());
            arguments.add(planted.toString());
        }
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        assertThat(exit).as("exit code of javac").isZero();
    }
}
