package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials that the build writes. */
class SbomIT {
    private static final Path TARGET = Path.of("target");

    @Test
    void everyJarThatIsShippedIsListed() throws IOException {
        List<String> listed = listed("%2$s-%3$s.jar");

        try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).filter(name -> name.endsWith(".jar")))
                    .hasSizeGreaterThan(30)
                    .allMatch(listed::contains);
        }
    }

    @Test
    void everythingThatIsShadedIntoTheJobJarIsListed() throws IOException {
        List<String> listed = listed("%s:%s:%s");
        List<String> shaded = new ArrayList<>();
        try (ZipFile jar = new ZipFile(TARGET.resolve("freshet-job.jar").toFile())) {
            for (var entry : jar.stream()
                    .filter(e -> e.getName().endsWith("pom.properties"))
                    .toList()) {
                Properties pom = new Properties();
                pom.load(jar.getInputStream(entry));
                shaded.add(pom.getProperty("groupId") + ":" + pom.getProperty("artifactId") + ":"
                        + pom.getProperty("version"));
            }
        }
        assertThat(shaded)
                .hasSizeGreaterThan(5)
                .filteredOn(artifact -> !artifact.startsWith("dev.freshet:freshet-jobs:"))
                .allMatch(listed::contains);
    }

    @Test
    void theSameCommitGivesTheSameBill() throws IOException {
        JsonNode bill = bill();

        assertThat(bill.has("serialNumber")).as("a random number").isFalse();
        assertThat(bill.path("metadata").path("component").path("name").asString())
                .isEqualTo("freshet-jobs");
    }

    private static List<String> listed(String form) throws IOException {
        List<String> all = new ArrayList<>();
        bill().path("components")
                .forEach(c -> all.add(form.formatted(
                        c.path("group").asString(),
                        c.path("name").asString(),
                        c.path("version").asString())));
        return all;
    }

    private static JsonNode bill() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(TARGET.resolve("freshet-sbom.json")));
    }
}
