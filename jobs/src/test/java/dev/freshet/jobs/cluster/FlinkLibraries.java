package dev.freshet.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the {@code lib} folder of a Flink distribution holds, picked from this build's: Flink and what it needs, nothing of
 * ours, no Kafka, and the YAML engine in Flink's version, not in the job jar's.
 */
final class FlinkLibraries {
    private static final Pattern FLINKS_OWN = Pattern.compile("(flink-(?!connector-kafka).*|frocksdbjni-.*"
            + "|commons-.*|kryo-.*|minlog-.*|objenesis-.*|reflectasm-.*|javassist-.*|jsr305-.*|snappy-java-.*"
            + "|log4j-.*|slf4j-.*)\\.jar");
    private static final Path BUILT = Path.of("target");

    private FlinkLibraries() {}

    /** As {@code java -cp} takes it. */
    static String classPath() {
        List<Path> jars = new ArrayList<>(jars(BUILT.resolve("cluster-lib")));
        jars(BUILT.resolve("lib")).stream().filter(FlinkLibraries::isFlinks).forEach(jars::add);
        return jars.stream()
                .map(jar -> jar.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jars(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no libraries in " + directory.toAbsolutePath() + ": run mvn verify", e);
        }
    }

    private static boolean isFlinks(Path jar) {
        return FLINKS_OWN.matcher(String.valueOf(jar.getFileName())).matches();
    }
}
