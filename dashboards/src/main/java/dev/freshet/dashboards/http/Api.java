package dev.freshet.dashboards.http;

import dev.freshet.dashboards.store.Board;
import dev.freshet.dashboards.store.KeyOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Snapshots of the board as JSON, by path and parameters. */
final class Api {
    static final String PREFIX = "/api/";

    private static final String KEY = "/api/key/";
    private static final long MOST_MILLIS = 8_000_000_000_000_000L;
    private static final long MOST_SECONDS = 366L * 24 * 3_600;
    private static final int LIMIT = 1_000;
    private static final int SEARCH = 200;

    private final Board board;

    Api(Board board) {
        this.board = board;
    }

    /**
     * The JSON document under a path.
     *
     * @param path as it came, escapes and all
     * @throws HttpProblem 404 under another path, 400 for a parameter that is not allowed
     */
    byte[] get(String path, @Nullable String query) {
        if (path.startsWith(KEY)) {
            return key(Query.decoded(path.substring(KEY.length()).replace("+", "%2B")), query);
        }
        return switch (path) {
            case "/api/overview" -> overview(query);
            case "/api/keys" -> keys(query);
            case "/api/drift" -> drift(new Query(query, "key", "limit"));
            case "/api/models" -> models(new Query(query, "search", "limit"));
            case "/api/dead-letters" -> deadLetters(new Query(query, "code", "limit"));
            default -> throw HttpProblem.notFound();
        };
    }

    /** The curves of a range of time, or of the newest seconds. */
    private byte[] overview(@Nullable String raw) {
        Query query = new Query(raw, "from", "to", "window");
        long[] range = query.range(MOST_MILLIS);
        if (query.has("window")) {
            long seconds = query.number("window", 0, 1, MOST_SECONDS);
            range[0] = Math.max(range[0], board.newest() - seconds * 1_000);
        }
        return board.overview(range[0], range[1]);
    }

    private byte[] keys(@Nullable String raw) {
        Query query = new Query(raw, "sort", "search", "limit");
        String sort = query.choice("sort", KeyOrder.WORST.word(), KeyOrder.words());
        KeyOrder order = Objects.requireNonNull(KeyOrder.of(sort), sort);
        return board.keys(order, query.text("search", "", SEARCH), limit(query));
    }

    private byte[] key(String name, @Nullable String raw) {
        Query query = new Query(raw, "from", "to", "metric");
        long[] range = query.range(MOST_MILLIS);
        byte[] found = board.key(name, range[0], range[1], query.choices("metric", board.curveNames()));
        if (found == null) {
            throw new HttpProblem(404, "Not found", "no model of this key is known here: " + name);
        }
        return found;
    }

    private byte[] drift(Query query) {
        return board.drift(query.text("key"), limit(query));
    }

    private byte[] models(Query query) {
        return board.models(query.text("search", "", SEARCH), limit(query));
    }

    private byte[] deadLetters(Query query) {
        return board.deadLetters(query.text("code"), limit(query));
    }

    private static int limit(Query query) {
        return (int) query.number("limit", 100, 1, LIMIT);
    }
}
