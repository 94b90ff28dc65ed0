package dev.freshet.jobs.score;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.common.operators.MailboxExecutor;

/**
 * Keys with more features waiting than may be answered at once. Each turn is a mail of the subtask's mailbox, so that records and
 * barriers of checkpoints pass in between, however much has waited. It is no part of the state: who restores the features
 * finds their keys again.
 */
final class Backlog {
    /** Features that one turn answers at most. In front of a barrier lie some thousand records, and each may let a turn pass. */
    static final int TURN = 8;

    private final MailboxExecutor mailbox;
    private final Settling settling;
    private final Set<String> keys = new LinkedHashSet<>();
    private boolean mailed;

    /** Answers up to {@link #TURN} of a key's features, and adds the key again if there may be more. */
    interface Settling {
        void settle(String key) throws Exception;
    }

    Backlog(MailboxExecutor mailbox, Settling settling) {
        this.mailbox = mailbox;
        this.settling = settling;
    }

    void add(String key) {
        keys.add(key);
        mail();
    }

    /** Whether older features of {@code key} come first. */
    boolean contains(String key) {
        return keys.contains(key);
    }

    /** Works it off at once. */
    void end() throws Exception {
        while (!keys.isEmpty()) {
            next();
        }
    }

    private void mail() {
        if (!mailed) {
            mailed = true;
            mailbox.execute(this::turn, "answer features that have waited");
        }
    }

    private void turn() throws Exception {
        mailed = false;
        if (!keys.isEmpty()) {
            next();
        }
        if (!keys.isEmpty()) {
            mail();
        }
    }

    private void next() throws Exception {
        String key = keys.iterator().next();
        keys.remove(key);
        settling.settle(key);
    }
}
