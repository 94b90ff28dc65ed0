package dev.freshet.jobs.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.LearnerSpec;
import dev.freshet.wire.Decoded;
import dev.freshet.wire.Header;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.Outbound;
import dev.freshet.wire.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/**
 * Features and labels of a seed, which meet in three ways, each cut in three and gone on with elsewhere: what comes of them is
 * what the plain core makes of the labels in their order.
 */
public final class LateScenario {
    private static final int[] PARALLELISM = {1, 3, 2};

    private LateScenario() {}

    /**
     * Runs one seed.
     *
     * @param backend a {@link Backend}'s name
     * @throws AssertionError if a law is broken
     */
    public static void run(long seed, String backend) throws Exception {
        run(new SplittableRandom(seed), Backend.valueOf(backend));
    }

    static void run(SplittableRandom random, Backend backend) throws Exception {
        LearnerSpec spec = RandomSpecs.draw(random);
        LabelRules rules = new LabelRules(random.nextInt(600), random.nextInt(1, 1_500));
        LateInput input = LateInput.draw(random, spec);
        for (int meeting = 0; meeting < 3; meeting++) {
            List<Outbound> all = run(rules, spec, backend, input.met(random), random);

            PlainLabels plain = new PlainLabels(rules, spec, input, served(all));
            assertThat(models(all)).as("models").isEqualTo(texts(plain.models));
            assertThat(letters(all)).as("dead letters").isEqualTo(plain.dead);
            requireBalance(fates(all), plain, input);
            assertThat(delays(all)).as("delays").isEqualTo(plain.joined);
        }
    }

    private static List<Outbound> run(
            LabelRules rules, LearnerSpec spec, Backend backend, List<Decoded> records, SplittableRandom random)
            throws Exception {
        List<Outbound> outputs = new ArrayList<>();
        OperatorSubtaskState snapshot = null;
        int from = 0;
        for (int i = 0; i < PARALLELISM.length; i++) {
            boolean last = i == PARALLELISM.length - 1;
            int to = last ? records.size() : random.nextInt(from, records.size() + 1);
            int before = i == 0 ? 1 : PARALLELISM[i - 1];
            try (Subtasks subtasks = Subtasks.joining(rules, spec, backend, PARALLELISM[i], snapshot, before)) {
                subtasks.process(records.subList(from, to));
                subtasks.beforeBarrier(i + 1);
                if (last) {
                    subtasks.finish();
                } else {
                    snapshot = subtasks.snapshot();
                }
                outputs.addAll(subtasks.everything());
            }
            from = to;
        }
        return outputs;
    }

    private static Map<Long, Prediction> served(List<Outbound> all) {
        Map<Long, Prediction> served = new HashMap<>();
        for (Outbound output : Outputs.of(all, "predictions")) {
            Prediction p = JsonOutputReader.prediction(Objects.requireNonNull(output.value()));
            assertThat(p.src().topic()).isEqualTo("features");
            assertThat(served.put(p.src().offset(), p)).isNull();
        }
        return served;
    }

    private static Map<String, String> models(List<Outbound> all) {
        Map<String, String> models = new TreeMap<>();
        for (Outbound model : Outputs.of(all, "models")) {
            models.put(new String(Objects.requireNonNull(model.key()), UTF_8), Outputs.bytes(model.value()));
        }
        return models;
    }

    private static Map<String, String> texts(Map<String, byte[]> models) {
        return models.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, model -> Outputs.bytes(model.getValue()), (a, b) -> a, TreeMap::new));
    }

    private static List<String> letters(List<Outbound> all) {
        return Outputs.of(all, "dead-letters").stream()
                .map(letter -> header(letter, "__connect.errors.topic") + "/"
                        + header(letter, "__connect.errors.offset") + " " + header(letter, "freshet.error.code"))
                .sorted()
                .toList();
    }

    private static String header(Outbound letter, String name) {
        return letter.headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .map(value -> new String(Objects.requireNonNull(value), UTF_8))
                .collect(Collectors.joining());
    }

    private static LedgerRow.Fates fates(List<Outbound> all) {
        return Outputs.of(all, "ledger").stream()
                .map(row -> JsonLedger.read(Objects.requireNonNull(row.value())))
                .map(row -> Objects.requireNonNull(row.fates()))
                .reduce(LedgerRow.Fates.NONE, LedgerRow.Fates::plus);
    }

    private static void requireBalance(LedgerRow.Fates fates, PlainLabels plain, LateInput input) {
        LedgerRow.Labels labels = fates.labels();
        assertThat(fates.answered())
                .as("features with a fate")
                .isEqualTo(input.features().size());
        assertThat(labels.taken()).isEqualTo(input.labels().size());
        assertThat(fates.predicted()).isEqualTo(plain.predicted);
        assertThat(fates.duplicates()).isEqualTo(plain.duplicateFeatures);
        assertThat(fates.dead() + labels.dead()).as("dead letters").isEqualTo(plain.dead.size());
        assertThat(labels.joined()).as("labels joined").isEqualTo(plain.joined);
        assertThat(labels.duplicates()).isEqualTo(plain.duplicateLabels);
        assertThat(labels.waiting()).isEqualTo(plain.waitingLabels);
        assertThat(fates.predicted())
                .isEqualTo(fates.trained() + fates.refused() + fates.unlabelled() + fates.open() + fates.waiting());
        assertThat(fates.waiting()).isNotNegative();
    }

    private static long delays(List<Outbound> all) {
        return Outputs.of(all, "metrics").stream()
                .map(record -> JsonOutputReader.metrics(Objects.requireNonNull(record.value())))
                .filter(metrics -> metrics.scope().equals("final"))
                .map(MetricsRecord::delays)
                .mapToLong(delays -> Objects.requireNonNull(delays).count())
                .sum();
    }
}
