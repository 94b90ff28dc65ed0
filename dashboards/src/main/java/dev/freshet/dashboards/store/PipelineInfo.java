package dev.freshet.dashboards.store;

import java.util.List;

/**
 * What the board must know of a pipeline to read its topics.
 *
 * @param name of the pipeline
 * @param yardstick of its task
 * @param classes of its task; none of a regression
 * @param window events that a window of the metrics holds
 * @param exactlyOnce whether what it writes is committed in transactions, so that its ledger can be judged
 * @param topics that it writes, and the one that it reads
 */
public record PipelineInfo(
        String name, Yardstick yardstick, List<String> classes, int window, boolean exactlyOnce, Topics topics) {

    /** Names of topics. */
    public record Topics(
            String events, String metrics, String drift, String deadLetters, String ledger, String models) {

        /** Those that are read. */
        public List<String> read() {
            return List.of(metrics, drift, deadLetters, ledger, models);
        }
    }

    public PipelineInfo {
        classes = List.copyOf(classes);
        if (window < 0) {
            throw new IllegalArgumentException("metrics window must be >= 0: got " + window);
        }
    }
}
