package dev.freshet.jobs;

import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.KafkaSettings;
import dev.freshet.wire.EventWriter;
import dev.freshet.wire.Label;
import dev.freshet.wire.Outbound;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A seeded stream of 50 keys for the learners of {@code RandomSpecs.network}; some events lack the label, or weigh 0. */
public final class GeneratedEvents {
    private static final int KEYS = 50;
    private static final long START = 1_700_000_000_000L;

    private final SplittableRandom random;
    private final EventWriter writer = new EventWriter(List.of("a", "b"), List.of("c"));
    private long count;
    private long idle;

    public GeneratedEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Lets time go by, in milliseconds, without an event. */
    void later(long millis) {
        idle += millis;
    }

    /** The next event. */
    public Outbound next(String topic) {
        String key = "station " + random.nextInt(KEYS);
        double a = random.nextDouble(-2, 2);
        double b = random.nextInt(20) == 0 ? Double.NaN : random.nextDouble(-2, 2);
        Label label = random.nextInt(10) == 0 ? null : new Label.OfClass(a + random.nextDouble() > 0.5 ? "yes" : "no");
        double weight = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(3);
        byte[] value = writer.write(
                "e-" + count,
                key,
                START + idle + count++,
                new double[] {a, b},
                Arrays.asList(random.nextInt(20) == 0 ? null : "day " + random.nextInt(7)),
                label,
                weight);
        return new Outbound(topic, key.getBytes(StandardCharsets.UTF_8), value, Outbound.NOW, List.of());
    }

    void send(KafkaSettings kafka, String topic, int events) {
        try (EventProducer producer = new EventProducer(kafka)) {
            for (int i = 0; i < events; i++) {
                producer.send(next(topic));
            }
        }
    }
}
