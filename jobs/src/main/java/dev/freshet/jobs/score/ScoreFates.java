package dev.freshet.jobs.score;

import dev.freshet.wire.LedgerRow;

/** What became of features since the last row: consumed = answered + dead + the change in those that wait. */
final class ScoreFates {
    private long answered;
    private long dead;
    private long waiting;

    void answered() {
        answered++;
    }

    void dead() {
        dead++;
    }

    void waits() {
        waiting++;
    }

    void waitsNoMore() {
        waiting--;
    }

    /** What has been counted, those that wait as open; counting begins anew. */
    LedgerRow.Fates take() {
        LedgerRow.Fates fates = new LedgerRow.Fates(answered, dead, 0, 0, 0, 0, 0, waiting, 0);
        answered = dead = waiting = 0;
        return fates;
    }
}
