package dev.freshet.jobs;

import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One broker for all tests of this JVM; it ends with the JVM. Each test takes topics of its own. */
public final class TestBroker {
    private static @Nullable EmbeddedBroker broker;

    private TestBroker() {}

    public static synchronized KafkaSettings settings() {
        if (broker == null) {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                broker = EmbeddedBroker.in(Files.createTempDirectory(target, "broker-"))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return broker.settings();
    }
}
