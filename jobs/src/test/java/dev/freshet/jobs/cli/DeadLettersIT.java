package dev.freshet.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.kafka.DeadLetters;
import dev.freshet.kafka.EmbeddedBroker;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.TopicReader;
import dev.freshet.kafka.TopicSpec;
import dev.freshet.kafka.Topics;
import dev.freshet.wire.Header;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.RawRecord;
import dev.freshet.wire.Rejection;
import dev.freshet.wire.RejectionCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code freshet dead-letters} against a broker: rows 73 and 74. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadLettersIT {
    private static final DeadLetters LETTERS = DeadLetters.of("p", "p.dead-letters");
    private static final byte[] HOSTILE = "{\"x\":\u001b[31m\u202e".getBytes(UTF_8);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void lettersAreListedShownCountedAndSentBackAsTheyWere() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.in(directory.resolve("kafka"))
                .log(directory.resolve("log"))
                .start()) {
            var unused = Topics.ensure(
                    broker.settings(),
                    List.of(
                            TopicSpec.of("p.events", 4),
                            TopicSpec.of("p.dead-letters", 2).upTo(2 << 20)));
            Path config = pipeline(broker.bootstrap());
            write(
                    broker,
                    letter(RejectionCode.MALFORMED, null, 17, HOSTILE, Header.of("__connect.errors.topic", "forged")),
                    letter(RejectionCode.TYPE, "/x/a", 18, "{}".getBytes(UTF_8), Header.of("freshet.replays", "1")),
                    letter(RejectionCode.TYPE, "/x/a", 19, "{}".getBytes(UTF_8), Header.of("freshet.replays", "3")),
                    letter(RejectionCode.TOO_LONG, "/x/a", 20, new byte[3 << 20]));

            assertThat(run("stats", config)).isZero();
            assertThat(lines())
                    .containsExactly(
                            "         2  TYPE               /x/a",
                            "         1  MALFORMED          -",
                            "         1  TOO_LONG           /x/a",
                            "         4  letters on p.dead-letters");

            assertThat(run("list", config, "--code", "MALFORMED")).isZero();
            String line = lines().get(0);
            assertThat(line).contains("MALFORMED  p.events 2:17  {\"x\":\\u001b[31m\\u202e");
            assertThat(lines()).last().isEqualTo("1 of 1 letters on p.dead-letters");
            assertThat(run("list", config, "--newest", "2")).isZero();
            assertThat(lines()).hasSize(3).last().isEqualTo("2 of 4 letters on p.dead-letters");

            assertThat(run("show", config, line.substring(0, line.indexOf(' '))))
                    .isZero();
            assertThat(lines())
                    .contains(
                            "code     MALFORMED",
                            "record   p.events 2:17, sent back 0 times",
                            "header   freshet.orig.__connect.errors.topic = forged",
                            "{\"x\":\\u001b[31m\\u202e");
            assertThat(run("show", config, line.substring(0, line.indexOf(' ')), "--hex"))
                    .isZero();
            assertThat(lines())
                    .anyMatch(l -> l.startsWith("00000000  7b 22 78 22 3a 1b 5b 33") && l.endsWith("{\"x\":.[31m..."));
            assertThat(run("show", config, "0:999")).isEqualTo(1);
            assertThat(err.toString()).contains("holds no letter at 0:999");

            assertThat(run("replay", config)).isZero();
            assertThat(lines())
                    .containsExactly(
                            "2 records would be sent back to p.events",
                            "1 kept: the record was too long for a letter, its end is lost",
                            "1 kept: REPLAY_LIMIT, its record was sent back 3 times before",
                            "nothing was sent: add --send to do it");
            assertThat(TopicReader.readAll(broker.settings(), "p.events")).isEmpty();

            assertThat(run("replay", config, "--send", "--partition", "2", "--from-offset", "17", "--to-offset", "17"))
                    .isZero();
            assertThat(lines()).containsExactly("1 records sent back to p.events");
            assertThat(TopicReader.readAll(broker.settings(), "p.events"))
                    .singleElement()
                    .satisfies(back -> {
                        assertThat(back.partition()).isEqualTo(2);
                        assertThat(back.timestamp()).isEqualTo(1_700_000_000_000L);
                        assertThat(back.key()).asString(UTF_8).isEqualTo("k");
                        assertThat(back.value()).isEqualTo(HOSTILE);
                        assertThat(back.headers())
                                .contains(
                                        Header.of("freshet.orig.__connect.errors.topic", "forged"),
                                        Header.of("freshet.replays", "1"))
                                .noneMatch(h -> h.name().startsWith("freshet.error.")
                                        || h.name().startsWith("__connect."));
                    });

            whatWasSentBackIsKeptUnlessAskedForAgain(config, broker);
        }
    }

    private void whatWasSentBackIsKeptUnlessAskedForAgain(Path config, EmbeddedBroker broker) throws Exception {
        assertThat(run("replay", config, "--send", "--code", "MALFORMED")).isZero();
        assertThat(lines())
                .containsExactly(
                        "0 records sent back to p.events",
                        "1 kept: it was sent back before; --again sends it once more");
        assertThat(run("replay", config, "--send")).isZero();
        assertThat(lines())
                .contains(
                        "1 records sent back to p.events",
                        "1 kept: it was sent back before; --again sends it once more");
        assertThat(run("replay", config)).isZero();
        assertThat(lines())
                .contains("0 records would be sent back to p.events")
                .contains("2 kept: it was sent back before; --again sends it once more");
        assertThat(TopicReader.readAll(broker.settings(), "p.events")).hasSize(2);

        assertThat(run("replay", config, "--send", "--again", "--code", "MALFORMED"))
                .isZero();
        assertThat(lines()).containsExactly("1 records sent back to p.events");
        assertThat(TopicReader.readAll(broker.settings(), "p.events")).hasSize(3);

        deleteEvents(broker, 2, 25);
        assertThat(run("replay", config, "--code", "MALFORMED")).isZero();
        assertThat(lines())
                .containsExactly(
                        "0 records would be sent back to p.events",
                        "1 kept: topic p.events no longer tells whether it was sent back before; --again sends it");
    }

    /** As retention does; {@code to} records besides are written first. */
    private static void deleteEvents(EmbeddedBroker broker, int partition, int to) throws Exception {
        try (EventProducer producer = new EventProducer(broker.settings())) {
            for (int i = 0; i < to; i++) {
                producer.send(new Outbound("p.events", null, new byte[1], Outbound.NOW, List.of()), partition);
            }
        }
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", broker.settings().bootstrap()))) {
            admin.deleteRecords(Map.of(new TopicPartition("p.events", partition), RecordsToDelete.beforeOffset(to)))
                    .all()
                    .get();
        }
    }

    @Test
    void aWrongTimeOrPlaceIsExplained() throws Exception {
        Path config = pipeline("localhost:1");
        assertThat(run("list", config, "--since", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("--since must be a time such as 2026-01-31T08:00:00Z: got yesterday");
        assertThat(run("show", config, "17")).isEqualTo(2);
        assertThat(err.toString()).contains("PARTITION:OFFSET must be two numbers as 2:17: got 17");
        assertThat(Main.commands().setErr(new PrintWriter(err)).execute("dead-letters"))
                .isEqualTo(2);
    }

    private int run(String command, Path config, String... more) {
        out.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of("dead-letters", command, "-c", config.toString()));
        line.addAll(Arrays.asList(more));
        CommandLine commands = Main.commands().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commands.execute(line.toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    private static Rejection letter(
            RejectionCode code, @Nullable String field, long offset, byte[] value, Header... headers) {
        RawRecord raw =
                new RawRecord("p.events", 2, offset, 1_700_000_000_000L, "k".getBytes(UTF_8), value, List.of(headers));
        return new Rejection(code, field, "got it", raw);
    }

    private static void write(EmbeddedBroker broker, Rejection... rejections) {
        try (EventProducer producer = new EventProducer(broker.settings())) {
            for (Rejection rejection : rejections) {
                producer.send(LETTERS.letter(rejection, DeadLetters.Stage.DECODE));
            }
        }
    }

    private Path pipeline(String bootstrap) throws Exception {
        return Files.writeString(directory.resolve("p.yaml"), """
                name: p
                task: {classes: [down, up]}
                kafka: {bootstrap: "%s"}
                features: [{numeric: [a]}]
                model:
                  network: [{dense: 1, activation: sigmoid}]
                  optimizer: {sgd: {rate: 0.1}}
                  batch: {size: 32}
                """.formatted(bootstrap));
    }
}
