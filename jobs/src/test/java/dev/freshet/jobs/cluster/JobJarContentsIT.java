package dev.freshet.jobs.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.Poms;
import dev.freshet.jobs.TrainOnCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the job jar may hold: our modules and what they need beyond Flink, nothing that the cluster brings. */
class JobJarContentsIT {
    private static final long MIB = 1 << 20;

    @SuppressWarnings("NullAway.Init") // opened before all tests
    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(Path.of("target", "freshet-job.jar").toFile());
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void itsOnlyClassesOfFlinkAreTheKafkaConnectors() throws IOException {
        String connector = "flink-connector-kafka-" + Poms.property("flink.kafka.version") + ".jar";
        try (JarFile own = new JarFile(Path.of("target", "lib", connector).toFile())) {
            assertThat(startingWith("org/apache/flink/")).isNotEmpty().allMatch(name -> own.getEntry(name) != null);
        }
    }

    @Test
    void itHoldsKafkasClientsAndNoBroker() {
        assertThat(startingWith("kafka/", "dev/freshet/broker/")).containsExactly("kafka/kafka-version.properties");
        assertThat(startingWith("org/apache/kafka/"))
                .anyMatch(name -> name.startsWith("org/apache/kafka/clients/"))
                .noneMatch(
                        name -> name.matches(
                                "org/apache/kafka/(controller|coordinator|image|metadata|network|raft|security|storage|timeline)/.*"));
        // Four packages of interfaces that a broker's plug-ins implement come with the clients.
        assertThat(startingWith("org/apache/kafka/server/"))
                .allMatch(name -> name.matches("org/apache/kafka/server/(authorizer|policy|quota|telemetry)/.*"));
    }

    @Test
    void itHoldsNoLoggingAndNoSettingsOfIt() {
        assertThat(startingWith("org/slf4j/", "org/apache/logging/", "org/apache/log4j/", "ch/qos/", "log4j"))
                .isEmpty();
    }

    @Test
    void itHoldsNeitherTheDemoNorTheCommandLine() {
        assertThat(startingWith("dev/freshet/jobs/")).isNotEmpty();
        assertThat(startingWith("dev/freshet/demo/", "dev/freshet/jobs/cli/", "picocli/", "de/siegmar/"))
                .isEmpty();
    }

    @Test
    void noEntryIsThereTwiceAndNoneIsASignature() {
        List<String> names = jar.stream().map(JarEntry::getName).toList();
        assertThat(names)
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"))
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    @Test
    void itsManifestNamesTheEntryPointAndLetsNewerJvmsTakeNewerClasses() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo(TrainOnCluster.class.getName());
        assertThat(manifest.getValue(Attributes.Name.MULTI_RELEASE)).isEqualTo("true");
        assertThat(startingWith("META-INF/versions/17/")).isNotEmpty();
    }

    @Test
    void everyServiceThatItOffersIsInIt() throws IOException {
        List<String> services = startingWith("META-INF/services/");
        assertThat(services).isNotEmpty();
        for (String service : services) {
            assertThat(providers(service)).as(service).allMatch(provider -> jar.getEntry(provider) != null);
        }
    }

    @Test
    void itIsSmall() {
        assertThat(Path.of(jar.getName())).matches(file -> file.toFile().length() < 35 * MIB, "below 35 MiB");
        assertThat(jar.stream()
                        .filter(entry -> entry.getName().startsWith("dev/freshet/"))
                        .mapToLong(JarEntry::getSize)
                        .sum())
                .isBetween(100_000L, 4 * MIB);
    }

    /** Files, no directories. */
    private static List<String> startingWith(String... prefixes) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(JarEntry::getName)
                .filter(name -> List.of(prefixes).stream().anyMatch(name::startsWith))
                .toList();
    }

    private static List<String> providers(String service) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(service))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(name -> name.replace('.', '/') + ".class")
                    .toList();
        }
    }
}
