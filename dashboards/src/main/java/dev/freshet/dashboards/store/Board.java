package dev.freshet.dashboards.store;

import dev.freshet.wire.DriftRecord;
import dev.freshet.wire.JsonLedger;
import dev.freshet.wire.JsonOutputReader;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.MetricsRecord;
import dev.freshet.wire.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the output topics tell, newest state and bounded history. Holds at most {@link #KEYS} keys of {@link KeyCurve#MOST}
 * points and {@link KeyState#DRIFTS} drifts each, {@link #BUCKETS} buckets of time, {@link Drifts#MOST} drifts,
 * {@link Letters#MOST} letters. Anyone may write to a topic: what is none of our records is counted and changes nothing else.
 * For any thread.
 */
public final class Board {
    static final int KEYS = 5_000;
    static final int BUCKETS = 720;
    private static final long BUCKET_MILLIS = 1_000;
    private static final int MARKS = 300;
    private static final int WORST = 5;

    private final PipelineInfo pipeline;
    private final EventLog log;
    private final Keys keys;
    private final Buckets curves;
    private final Buckets answered;
    private final Drifts drifts = new Drifts();
    private final Letters letters = new Letters();
    private final LedgerSums ledger = new LedgerSums();
    private long records;
    private long unreadable;
    private long newest;
    private FeedState feed = FeedState.STARTING;

    public Board(PipelineInfo pipeline) {
        this(pipeline, KEYS);
    }

    Board(PipelineInfo pipeline, int mostKeys) {
        this.pipeline = pipeline;
        log = new EventLog();
        keys = new Keys(mostKeys, pipeline.yardstick(), pipeline.window());
        curves = new Buckets(BUCKETS, pipeline.yardstick().curves().size(), BUCKET_MILLIS);
        answered = new Buckets(BUCKETS, 1, BUCKET_MILLIS);
    }

    /** What happens from now on. */
    public EventLog log() {
        return log;
    }

    /** Names of the curves that a key has. */
    public List<String> curveNames() {
        return pipeline.yardstick().names();
    }

    /** Takes one committed record of an output topic. */
    public synchronized void take(RawRecord record) {
        records++;
        newest = Math.max(newest, record.timestamp());
        PipelineInfo.Topics topics = pipeline.topics();
        try {
            if (record.topic().equals(topics.deadLetters())) {
                letter(record);
            } else if (record.topic().equals(topics.models())) {
                model(record);
            } else if (record.value() == null) {
                unreadable++;
            } else if (record.topic().equals(topics.metrics())) {
                metrics(JsonOutputReader.metrics(record.value()), record.timestamp());
            } else if (record.topic().equals(topics.drift())) {
                drift(JsonOutputReader.drift(record.value()), record.timestamp());
            } else if (record.topic().equals(topics.ledger())) {
                ledger(JsonLedger.read(record.value()), record.timestamp());
            }
        } catch (IllegalArgumentException e) {
            unreadable++;
        }
    }

    private void metrics(MetricsRecord record, long time) {
        if (record.scope().equals("window")) {
            curves.add(time, 1, pipeline.yardstick().window(record));
        }
        KeyState key = keys.of(record.key(), record.at());
        if (key != null) {
            key.take(record, time);
            log.append("metrics", Json.object(key::writeRow));
        }
    }

    private void drift(DriftRecord record, long time) {
        Drifts.Mark mark = Drifts.Mark.of(record, time);
        drifts.add(mark);
        KeyState key = keys.of(record.key(), record.at());
        if (key != null) {
            key.take(mark);
        }
        log.append("drift", Json.object(mark::writeTo));
    }

    private void letter(RawRecord record) {
        Letters.Letter letter = Letters.Letter.of(record);
        letters.add(letter);
        log.append("dead-letter", Json.object(letter::writeTo));
    }

    private void model(RawRecord record) {
        byte[] name = record.key();
        if (name == null) {
            unreadable++;
            return;
        }
        byte[] value = record.value();
        KeyState key = keys.of(new String(name, StandardCharsets.UTF_8), 0);
        if (key != null) {
            key.take(value == null ? null : ModelInfo.of(record, value.length));
            log.append("model", Json.object(key::writeRow));
        }
    }

    private void ledger(LedgerRow row, long time) {
        ledger.add(row);
        if (row.fates() != null && !row.role().scores()) {
            answered.add(time, 1, (double) row.fates().answered());
        }
        log.append(
                "ledger",
                Json.object(j -> j.number("checkpoint", row.checkpoint()).number("gap", ledger.gap())));
    }

    /** When the newest record was written, in epoch milliseconds; 0 before the first. */
    public synchronized long newest() {
        return newest;
    }

    /** What the feed says of itself. */
    public synchronized void feed(FeedState state) {
        if (!state.equals(feed)) {
            feed = state;
            log.append("feed", Json.object(state::writeTo));
        }
    }

    /** Events that no checkpoint holds yet, given where the partitions of the events topic end. */
    public synchronized long waiting(Map<Integer, Long> ends) {
        String events = pipeline.topics().events();
        return ends.entrySet().stream()
                .mapToLong(e -> Math.max(0, e.getValue() - ledger.consumedTo(events, e.getKey())))
                .sum();
    }

    /** Everything of the first view; of the curves what lies in {@code [from, to]}, epoch milliseconds. */
    public synchronized byte[] overview(long from, long to) {
        return Json.object(json -> {
            json.text("pipeline", pipeline.name())
                    .text("task", pipeline.yardstick().name().toLowerCase(Locale.ROOT))
                    .number("window", pipeline.window())
                    .number("event", log.last())
                    .number("newest", newest)
                    .number("records", records)
                    .number("unreadable", unreadable);
            json.array("classes", a -> pipeline.classes().stream().limit(WORST).forEach(a::item));
            json.object("feed", feed::writeTo).object("verdict", this::verdict);
            json.object("keys", o -> o.number("kept", keys.size()).number("letGo", keys.letGo()));
            json.object(
                    "ledger",
                    o -> ledger.writeTo(o.flag("any", !ledger.isEmpty())
                            .flag("whole", feed.ledgerWhole())
                            .flag("exactlyOnce", pipeline.exactlyOnce())));
            json.object("deadLetters", o -> o.number("count", letters.count()).object("byCode", letters::writeCodes));
            MetricsRecord.Delays delays = delays();
            if (delays.count() > 0) {
                json.object("delays", o -> KeyState.writeDelays(o, delays));
            }
            json.number("alarms", drifts.alarms());
            json.array("marks", a -> drifts.writeTo(a, between(from, to).and(Drifts.Mark::isAlarm), MARKS));
            json.array("curves", a -> points(a, from, to)).number("bucket", curves.width());
            json.array(
                    "throughput",
                    a -> answered.visit(
                            from,
                            to,
                            (time, means, weights) ->
                                    a.item(o -> o.number("time", time).number("events", means[0] * weights[0]))));
        });
    }

    /** Of the labels of all keys that are kept; none where labels come with their events. */
    private MetricsRecord.Delays delays() {
        return MetricsRecord.Delays.sum(keys.all().stream()
                .map(KeyState::delays)
                .filter(Objects::nonNull)
                .toList());
    }

    private static Predicate<Drifts.Mark> between(long from, long to) {
        return mark -> mark.time() >= from && mark.time() <= to;
    }

    private void points(Json array, long from, long to) {
        Yardstick yardstick = pipeline.yardstick();
        curves.visit(
                from,
                to,
                (time, means, weights) -> array.item(o -> {
                    o.number("time", time).number("windows", weights[0]).number("skill", yardstick.skill(means));
                    for (int i = 0; i < means.length; i++) {
                        Yardstick.Curve curve = yardstick.curves().get(i);
                        o.number(curve.name(), curve.shown(means[i]));
                    }
                }));
    }

    private void verdict(Json json) {
        List<KeyState> unwell = keys.all().stream()
                .filter(k -> k.health().level().compareTo(Health.Level.UNKNOWN) < 0)
                .sorted(KeyOrder.WORST.order())
                .toList();
        long bad = unwell.stream()
                .filter(k -> k.health().level() == Health.Level.BAD)
                .count();
        long judged = keys.all().stream()
                .filter(k -> k.health().level() != Health.Level.UNKNOWN)
                .count();
        boolean lost = feed.caughtUp() && judgesLedger() && ledger.gap() != 0;
        json.text("level", level(bad, unwell.size(), judged, lost).word())
                .number("judged", judged)
                .number("bad", bad)
                .number("drifting", unwell.size() - bad)
                .flag("lost", lost);
        json.array(
                "worst",
                a -> unwell.stream()
                        .limit(WORST)
                        .forEach(k -> a.item(o -> k.health().writeTo(o.text("key", k.name())))));
    }

    /** At least once, rows of an attempt that failed stand beside those of the one that did its work again. */
    private boolean judgesLedger() {
        return feed.ledgerWhole() && pipeline.exactlyOnce();
    }

    private static Health.Level level(long bad, int unwell, long judged, boolean lost) {
        if (bad > 0 || lost) {
            return Health.Level.BAD;
        }
        return unwell > 0 ? Health.Level.WARN : judged > 0 ? Health.Level.OK : Health.Level.UNKNOWN;
    }

    /** At most {@code limit} keys whose name holds {@code search}, in the case of neither. */
    public synchronized byte[] keys(KeyOrder order, String search, int limit) {
        List<KeyState> found = matching(search, order.order()).toList();
        return Json.object(json -> json.number("found", found.size())
                .number("kept", keys.size())
                .number("letGo", keys.letGo())
                .array("keys", a -> found.stream().limit(limit).forEach(k -> a.item(k::writeRow))));
    }

    private Stream<KeyState> matching(String search, Comparator<KeyState> order) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return keys.all().stream()
                .filter(k -> k.name().toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(order);
    }

    /**
     * Everything about one key; null of a key that is not kept.
     *
     * @param from first event of the curves' points
     * @param to last event of the curves' points
     * @param curves names of {@link #curveNames}
     */
    public synchronized byte @Nullable [] key(String name, long from, long to, Set<String> curves) {
        KeyState key = keys.get(name);
        return key == null ? null : Json.object(json -> key.writeTo(json, from, to, curves));
    }

    /** The newest changes of level, of one key or of all. */
    public synchronized byte[] drift(@Nullable String key, int limit) {
        return Json.object(json -> json.number("alarms", drifts.alarms())
                .array(
                        "drifts",
                        a -> drifts.writeTo(
                                a, m -> key == null || m.record().key().equals(key), limit)));
    }

    /** Published models, by name. */
    public synchronized byte[] models(String search, int limit) {
        List<KeyState> found = matching(search, KeyOrder.NAME.order())
                .filter(k -> k.model() != null)
                .toList();
        return Json.object(json -> json.number("found", found.size())
                .array("models", a -> found.stream().limit(limit).forEach(k -> a.item(o -> model(o, k)))));
    }

    private static void model(Json json, KeyState key) {
        ModelInfo model = key.model();
        json.text("key", key.name());
        if (model != null) {
            model.writeTo(json);
        }
    }

    /** The newest dead letters, of one code or of all. */
    public synchronized byte[] deadLetters(@Nullable String code, int limit) {
        return Json.object(json -> json.number("count", letters.count())
                .object("byCode", letters::writeCodes)
                .array("letters", a -> letters.writeTo(a, code, limit)));
    }
}
