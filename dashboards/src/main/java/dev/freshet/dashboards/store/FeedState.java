package dev.freshet.dashboards.store;

import org.jspecify.annotations.Nullable;

/**
 * How the reading of the topics goes.
 *
 * @param caughtUp whether all that the topics held at the start has been read
 * @param ledgerWhole whether the ledger was read from its first record, so that its sums can be judged
 * @param waiting events that no checkpoint holds yet; -1 where that is not known
 * @param missing topics that are not there yet, for people; null if none
 * @param trouble what keeps the topics from being read; null if nothing does
 */
public record FeedState(
        boolean caughtUp,
        boolean ledgerWhole,
        long waiting,
        @Nullable String missing,
        @Nullable String trouble) {
    /** Nothing read so far. */
    public static final FeedState STARTING = new FeedState(false, false, -1, null, null);

    /** Follows what comes. */
    public static FeedState reading(boolean caughtUp, boolean ledgerWhole, long waiting) {
        return new FeedState(caughtUp, ledgerWhole, waiting, null, null);
    }

    /** Waits for topics. */
    public static FeedState missing(String topics) {
        return new FeedState(false, false, -1, topics, null);
    }

    /** The same as far as it got, but for what keeps it from going on. */
    public FeedState troubled(String why) {
        return new FeedState(caughtUp, ledgerWhole, -1, null, why);
    }

    void writeTo(Json json) {
        json.flag("caughtUp", caughtUp).text("missing", missing).text("trouble", trouble);
        if (waiting >= 0) {
            json.number("waiting", waiting);
        }
    }
}
