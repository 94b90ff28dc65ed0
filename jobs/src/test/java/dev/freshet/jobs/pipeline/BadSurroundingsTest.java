package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each bad setting of topics, delivery and events gets, word for word. */
class BadSurroundingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "a/b", "a b", "ä"})
    void aTopicHasALegalName(String topic) {
        assertThat(Sample.problems(Sample.SMALL + "kafka: {topics: {events: \"" + topic + "\"}}\n"))
                .containsExactly("9:26 kafka.topics.events: expected a topic name of 1 to 249 letters, digits, '.', '_'"
                        + " and '-', neither '.' nor '..', found string \"" + topic + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    events: t, predictions: t   | 9:42 kafka.topics.predictions: is also the topic of events: the job would read what it writes; name another
                    predictions: p.events       | 9:31 kafka.topics.predictions: is also the topic of events: the job would read what it writes; name another
                    events: p.drift             | 9:26 kafka.topics.events: is also the topic of drift: the job would read what it writes; name another
                    metrics: m, drift: m        | 9:37 kafka.topics.drift: is also the topic of metrics; name another
                    """)
    void noTopicIsBothInputAndOutputOrTwoOutputs(String topics, String problem) {
        assertThat(Sample.problems(Sample.SMALL + "kafka: {topics: {" + topics + "}}\n"))
                .containsExactly(problem);
    }

    @Test
    void lateLabelsHaveTheirOwnDuplicatesAndATimeToLive() {
        assertThat(Sample.problems(Sample.SMALL + "labels: {ttl: 0s}\n"))
                .containsExactly("9:15 labels.ttl: must be > 0 ms, found 0s");
        assertThat(Sample.problems(Sample.SMALL
                        + "labels: {}\nevents: {id: id, dedupe: {ids: 5}, late: {after: 1h, then: drop}}\n"))
                .containsExactly(
                        "10:26 events.dedupe: must not stand beside labels: features of one id are told apart for"
                                + " labels.ttl, and none are late",
                        "10:42 events.late: must not stand beside labels: features of one id are told apart for"
                                + " labels.ttl, and none are late");
    }

    @Test
    void theTransactionalPrefixIsThereAndShortEnough() {
        assertThat(Sample.problems(delivery("\"\"")))
                .containsExactly("9:37 delivery.transactional-id-prefix: must have at least 1 character, found 0");
        assertThat(Sample.problems(delivery("\"  \"")))
                .containsExactly(
                        "9:37 delivery.transactional-id-prefix: transactional id prefix must be there, one of its"
                                + " own for each job: got \"  \"");
        assertThat(Sample.problems(delivery("p".repeat(1000)))).isEmpty();
        assertThat(Sample.problems(delivery("p".repeat(64_001))))
                .singleElement()
                .asString()
                .startsWith("9:37 delivery.transactional-id-prefix: transactional id prefix must be <= ")
                .endsWith(" bytes in UTF-8: got 64001; shorten it");
    }

    private static String delivery(String prefix) {
        return Sample.SMALL + "delivery: {transactional-id-prefix: " + prefix + "}\n";
    }

    @Test
    void exactlyOnceNeedsCheckpointsAndATransactionThatOutlivesThem() {
        assertThat(Sample.problems(Sample.SMALL + "checkpoint: {interval: 0s}\n"))
                .containsExactly("9:24 checkpoint.interval: checkpoint interval must be > 0 ms: got 0 ms");
        assertThat(Sample.problems(Sample.SMALL + "delivery: {transaction-timeout: 1min, guarantee: at-most-once}\n"))
                .containsExactly(
                        "9:50 delivery.guarantee: must be one of exactly-once, at-least-once, found string \"at-most-once\", did you mean at-least-once?");
        assertThat(Sample.problems(Sample.SMALL + "delivery: {transaction-timeout: 1min}\n"))
                .singleElement()
                .asString()
                .startsWith("9:33 delivery.transaction-timeout: transaction timeout must be >= 3 x (");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bootstrap: nowhere                       | 9:20 kafka.bootstrap: expected one or more host:port, separated by commas, found string "nowhere"
                    bootstrap: "a:99999"                     | 9:20 kafka.bootstrap: expected one or more host:port, separated by commas, found string "a:99999"
                    properties: {bootstrap.servers: "a:1"}   | 9:41 kafka.properties.bootstrap.servers: kafka.properties.bootstrap.servers is not yours to set: allowed are names that begin with security., sasl., ssl. or client.
                    properties: {ssl.x: [1]}                 | 9:29 kafka.properties.ssl.x: expected string or number or true or false, found a list
                    start: never                             | 9:16 kafka.start: must be one of earliest, latest, committed, found string "never"
                    """)
    void kafkaIsReachedByLegalSettings(String kafka, String problem) {
        assertThat(Sample.problems(Sample.SMALL + "kafka: {" + kafka + "}\n")).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {key: k, label: k}     | 9:9 events: mapping.label and mapping.key must be separate fields: got /k and /k
                    {key: /a~2}            | 9:9 events: mapping.key must write '~' as ~0 and '/' in a name as ~1: got /a~2
                    {keys: k}              | 9:10 events.keys: unknown key, did you mean key? Allowed: key, id, time, label, weight, features, dedupe, late
                    {dedupe: {ids: 0}}     | 9:24 events.dedupe.ids: must lie in [1, 10000000], found 0
                    {dedupe: {}}           | 9:18 events.dedupe.ids: is required
                    {key: k, dedupe: {ids: 9}} | 9:26 events.dedupe: needs events.id beside it: an event without an id has no duplicates
                    {late: {after: 0s}}    | 9:24 events.late.after: must be > 0 ms, found 0s
                    """)
    void eventFieldsAreSeparate(String events, String problem) {
        assertThat(Sample.problems(Sample.SMALL + "events: " + events + "\n")).containsExactly(problem);
    }
}
