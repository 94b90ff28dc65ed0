package dev.freshet.jobs.local;

import dev.freshet.kafka.BrokerCheck;
import dev.freshet.kafka.KafkaSettings;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks the brokers every few seconds whether they are there, and has a line for a person when that changes. */
final class BrokerWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "freshet-broker-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile LocalTime answered = LocalTime.now(ZoneId.systemDefault());
    private volatile boolean away;
    private boolean told;

    BrokerWatch(KafkaSettings kafka) {
        this.kafka = kafka;
        var unused =
                looking.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        LocalTime asked = LocalTime.now(ZoneId.systemDefault());
        boolean here;
        try {
            here = BrokerCheck.answers(kafka, ANSWER_WITHIN);
        } catch (RuntimeException e) {
            // Refused, or interrupted at the end: nobody is away.
            here = true;
        }
        if (here) {
            answered = asked;
        }
        away = !here;
    }

    /** Whether they did not answer when they were asked last. */
    boolean away() {
        return away;
    }

    /** The one line that says that they have gone, or that they are back; empty while nothing changes. */
    Optional<String> news() {
        if (away == told) {
            return Optional.empty();
        }
        told = away;
        return Optional.of(told ? silence() + "; the job goes on when it does" : where() + " answers again");
    }

    /** Since when nobody answers. */
    String silence() {
        return where() + " does not answer since " + answered.truncatedTo(ChronoUnit.SECONDS);
    }

    private String where() {
        return "Kafka at " + kafka.bootstrap();
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
