package dev.freshet.jobs;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A Compose file, and the schema of the Compose Specification. */
final class ComposeFile {
    private static final String SCHEMA = "/dev/freshet/jobs/compose/compose-spec.json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode document;

    private ComposeFile(String yaml) {
        document = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    static ComposeFile parse(String yaml) {
        return new ComposeFile(yaml);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the specification forbids of it, a line each. */
    List<String> problems() {
        return Holder.VALIDATOR.validate(document).stream().map(Error::toString).toList();
    }

    Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        document.path("services").forEachEntry(services::put);
        return services;
    }

    JsonNode service(String name) {
        JsonNode service = document.path("services").path(name);
        if (service.isMissingNode()) {
            throw new IllegalArgumentException(
                    "no service " + name + " among " + services().keySet());
        }
        return service;
    }

    /** Mounts of one type, of all services or of one. */
    static Stream<JsonNode> mounts(JsonNode service, String type) {
        return service.path("volumes")
                .valueStream()
                .filter(mount -> mount.path("type").asString().equals(type));
    }

    /** Flink's settings in an environment of the Flink image. */
    static Map<String, String> flinkProperties(JsonNode service) {
        Map<String, String> properties = new LinkedHashMap<>();
        service.path("environment").path("FLINK_PROPERTIES").asString().lines().forEach(line -> {
            String[] pair = line.split(": ", 2);
            properties.put(pair[0], pair[1]);
        });
        return properties;
    }

    /** Every string in it, keys aside. */
    List<String> strings() {
        return strings(document).toList();
    }

    private static Stream<String> strings(JsonNode node) {
        return node.isString() ? Stream.of(node.asString()) : node.valueStream().flatMap(ComposeFile::strings);
    }

    private static final class Holder {
        private static final Schema VALIDATOR = read();

        private static Schema read() {
            try (InputStream in = ComposeFile.class.getResourceAsStream(SCHEMA)) {
                ObjectNode schema = (ObjectNode) JSON.readTree(in);
                // It names its dialect by an address that is not the dialect's, and itself by half an address.
                schema.remove(List.of("$schema", "$id"));
                return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(schema);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
