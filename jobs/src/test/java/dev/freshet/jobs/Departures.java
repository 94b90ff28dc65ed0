package dev.freshet.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.FlightRows;
import dev.freshet.jobs.replay.LaterLabels;
import dev.freshet.jobs.replay.Replay;
import dev.freshet.jobs.replay.Rows;
import dev.freshet.kafka.EventProducer;
import dev.freshet.wire.Outbound;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Flights of a few airports: departures go to the features topic, and landings, as their time comes, to that of labels. */
final class Departures implements AutoCloseable {
    private final EventProducer producer;
    private final Rows flights;
    private final LaterLabels landings;
    private long departed;

    Departures(Pipeline pipeline, Set<String> airports) throws IOException {
        producer = new EventProducer(pipeline.kafka());
        flights = new Of(FlightRows.withArrivals(), airports);
        landings = LaterLabels.of(
                flights.header(),
                pipeline.events(),
                pipeline.learner().features().schema(),
                pipeline.learner().task(),
                FlightRows.ARRIVAL,
                null,
                to(pipeline.topics().features()),
                to(pipeline.topics().labels()));
    }

    private Replay.Target to(String topic) {
        return (key, value) -> producer.send(new Outbound(topic, key, value, Outbound.NOW, List.of()));
    }

    /** Sends the next departures, and the landings up to the last of them. */
    void send(int departures) throws IOException {
        assertThat(new Replay(flights, landings, 0, departures).run()).isEqualTo(departures);
        producer.flush();
        departed += departures;
    }

    long departed() {
        return departed;
    }

    long landed() {
        return landings.sent();
    }

    private record Of(FlightRows all, Set<String> airports) implements Rows {
        @Override
        public List<String> header() {
            return all.header();
        }

        @Override
        public String[] next() throws IOException {
            String[] flight = Objects.requireNonNull(all.next(), "a flight");
            while (!airports.contains(flight[1])) {
                flight = Objects.requireNonNull(all.next(), "a flight");
            }
            return flight;
        }

        @Override
        public void close() throws IOException {
            all.close();
        }
    }

    @Override
    public void close() throws IOException {
        try (flights) {
            producer.close();
        }
    }
}
