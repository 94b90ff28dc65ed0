package dev.freshet.jobs.score;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What became of the snapshots that came, in Flink's metrics: {@code models.taken}, {@code models.refused.damaged} … */
final class ModelCounts {
    private final Counter taken;
    private final Counter retired;
    private final Map<ModelGate.Refusal, Counter> refused = new EnumMap<>(ModelGate.Refusal.class);

    ModelCounts(MetricGroup metrics) {
        MetricGroup models = metrics.addGroup("models");
        taken = models.counter("taken");
        retired = models.counter("retired");
        MetricGroup group = models.addGroup("refused");
        for (ModelGate.Refusal why : ModelGate.Refusal.values()) {
            refused.put(why, group.counter(why.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
    }

    void taken() {
        taken.inc();
    }

    void retired() {
        retired.inc();
    }

    void refused(ModelGate.Refusal why) {
        Objects.requireNonNull(refused.get(why)).inc();
    }
}
