package dev.freshet.dashboards.store;

import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.MetricsRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the topics tell of one model key: its newest window, its curve, its newest drifts, its model. Bounded. */
final class KeyState {
    static final int DRIFTS = 16;
    static final int METRICS = 64;

    /** Bounds of label delays: a record of ours has fewer. */
    static final int BUCKETS = 128;

    private static final int[] QUANTILES = {50, 90, 99};

    /** Windows in a row below the baseline that make a model bad: one may be chance. */
    static final int PATIENCE = 2;

    private final String name;
    private final Yardstick yardstick;
    private final int window;
    private final KeyCurve curve;
    private final Deque<Drifts.Mark> drifts = new ArrayDeque<>();
    private @Nullable MetricsRecord newest;
    private @Nullable ModelInfo model;
    private long written;
    private int worseWindows;
    private long worseSince;
    private long refusedSince;
    private Drifts.@Nullable Mark alarm;
    private long alarms;

    KeyState(String name, Yardstick yardstick, int window) {
        this.name = name;
        this.yardstick = yardstick;
        this.window = window;
        curve = new KeyCurve(yardstick.curves().size());
    }

    void take(MetricsRecord record, long time) {
        MetricsRecord before = newest;
        // A key that was refused something long before this dashboard began is not ill for that.
        long unseen = record.at() > window ? record.counts().refused() : 0;
        long refusedBefore = before == null ? unseen : before.counts().refused();
        newest = bounded(record);
        written = time;
        refusedSince = record.counts().refused() <= refusedBefore ? 0 : refusedSince == 0 ? time : refusedSince;
        if (record.scope().equals("window")) {
            double[] means = yardstick.window(record);
            curve.add(record.at(), time, means);
            boolean worse = yardstick.skill(means) < 0;
            worseSince = !worse ? 0 : worseWindows == 0 ? time : worseSince;
            worseWindows = worse ? worseWindows + 1 : 0;
        }
    }

    /** Anyone may write to a topic: a record of ours has some twenty metrics. */
    private static MetricsRecord bounded(MetricsRecord r) {
        Map<String, MetricsRecord.Value> kept = new LinkedHashMap<>();
        r.metrics().entrySet().stream()
                .filter(m -> m.getKey().length() <= METRICS)
                .limit(METRICS)
                .forEach(m -> kept.put(m.getKey(), m.getValue()));
        MetricsRecord.Delays delays = r.delays() == null || r.delays().buckets().size() > BUCKETS ? null : r.delays();
        return new MetricsRecord("", "", r.at(), r.step(), r.counts(), kept, delays);
    }

    /** How long the key's labels took; null where they come with their events. */
    MetricsRecord.@Nullable Delays delays() {
        return newest == null ? null : newest.delays();
    }

    void take(Drifts.Mark mark) {
        drifts.add(mark);
        if (drifts.size() > DRIFTS) {
            drifts.remove();
        }
        if (mark.isAlarm()) {
            alarm = mark;
            alarms++;
        }
    }

    void take(@Nullable ModelInfo info) {
        model = info;
    }

    String name() {
        return name;
    }

    long predicted() {
        return newest == null ? 0 : newest.at();
    }

    double skill() {
        return newest == null ? Double.NaN : yardstick.skill(yardstick.window(newest));
    }

    double curveValue(int column) {
        return newest == null
                ? Double.NaN
                : yardstick.curves().get(column).shown(yardstick.window(newest)[column]);
    }

    long alarms() {
        return alarms;
    }

    @Nullable
    ModelInfo model() {
        return model;
    }

    Health health() {
        if (newest == null) {
            return alarm == null ? Health.UNKNOWN : drifted(alarm);
        }
        if (refusedSince != 0) {
            return new Health(
                    Health.Level.BAD,
                    "updates refused, by the guard or a command: the last good weights stand",
                    refusedSince);
        }
        if (worseWindows >= PATIENCE) {
            return new Health(Health.Level.BAD, worseThanNoChange(newest), worseSince);
        }
        return alarm != null && newest.at() < alarm.record().at() + window ? drifted(alarm) : Health.OK;
    }

    private String worseThanNoChange(MetricsRecord record) {
        double[] both = yardstick.against(yardstick.window(record));
        return String.format(
                Locale.ROOT,
                "worse than predicting no change: %s %.4g against %.4g, %d windows in a row",
                yardstick.score(),
                both[0],
                both[1],
                worseWindows);
    }

    private static Health drifted(Drifts.Mark alarm) {
        DriftRecord d = alarm.record();
        String why = "drift in " + d.target() + ", seen by " + d.detector();
        return new Health(Health.Level.WARN, why, alarm.time());
    }

    /** A row of a table. */
    void writeRow(Json json) {
        json.text("key", name).number("predicted", predicted()).number("alarms", alarms);
        json.object("health", health()::writeTo);
        MetricsRecord record = newest;
        if (record != null) {
            json.number("written", written).number("skill", skill()).number("step", record.step());
            json.object("window", w -> writeMeans(w, yardstick.window(record)));
        }
    }

    /** Milliseconds; a bound that no delay is known to keep is left out. */
    static void writeDelays(Json json, MetricsRecord.Delays delays) {
        json.number("count", delays.count());
        for (int percent : QUANTILES) {
            long bound = delays.quantile(percent / 100.0);
            if (bound != MetricsRecord.Delays.BEYOND) {
                json.number("p" + percent, bound);
            }
        }
    }

    private void writeMeans(Json json, double[] means) {
        for (int i = 0; i < means.length; i++) {
            Yardstick.Curve each = yardstick.curves().get(i);
            json.number(each.name(), each.shown(means[i]));
        }
    }

    /** Everything, with the points of the chosen curves whose event lies in {@code [from, to]}. */
    void writeTo(Json json, long from, long to, Set<String> chosen) {
        writeRow(json);
        json.array("curves", array -> {
            for (int k = 0; k < curve.size(); k++) {
                if (curve.at(k) >= from && curve.at(k) <= to) {
                    int point = k;
                    array.item(o -> writePoint(o, point, chosen));
                }
            }
        });
        json.array("drifts", array -> drifts.forEach(d -> array.item(d::writeTo)));
        if (newest != null) {
            writeDetails(json, newest);
        }
        if (model != null) {
            json.object("model", model::writeTo);
        }
    }

    private void writePoint(Json json, int k, Set<String> chosen) {
        json.number("at", curve.at(k)).number("time", curve.time(k));
        for (int i = 0; i < yardstick.curves().size(); i++) {
            Yardstick.Curve each = yardstick.curves().get(i);
            if (chosen.contains(each.name())) {
                json.number(each.name(), each.shown(curve.value(k, i)));
            }
        }
    }

    private static void writeDetails(Json json, MetricsRecord record) {
        MetricsRecord.Delays delays = record.delays();
        if (delays != null) {
            json.object("delays", o -> writeDelays(o, delays));
        }
        json.object(
                "counts",
                c -> c.number("predicted", record.counts().predicted())
                        .number("trained", record.counts().trained())
                        .number("refused", record.counts().refused())
                        .number("unlabelled", record.counts().unlabelled())
                        .number("open", record.counts().open()));
        json.object(
                "metrics",
                all -> record.metrics()
                        .forEach((metric, value) -> all.object(
                                metric,
                                m -> m.number("window", value.window())
                                        .number("fading", value.fading())
                                        .number("cumulative", value.cumulative()))));
    }
}
