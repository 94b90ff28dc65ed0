package dev.freshet.jobs.pipeline;

/** What a pipeline's topics are for; a topic's name is the pipeline's with {@link #word} behind it, unless the file gives another. */
public enum Topic {
    /** Labelled events, to learn from. */
    EVENTS,
    /** The answer to each event. */
    PREDICTIONS,
    /** How good each key's answers are. */
    METRICS,
    /** What the detectors see. */
    DRIFT,
    /** The newest snapshot of each key; compacted. */
    MODELS,
    /** Records that could not be used, as they were. */
    DEAD_LETTERS,
    /** What each subtask consumed and what became of it. */
    LEDGER,
    /** Events without a label: to be scored, or to wait for a label that comes late. */
    FEATURES,
    /** Labels that come later than their features. */
    LABELS,
    /** The scoring job's answers. */
    SCORES,
    /** Every snapshot that was published. */
    MODEL_HISTORY,
    /** What people ask of models while they run. */
    COMMANDS,
    /** What became of each command. */
    COMMAND_ACKS,
    /** Challengers that took the champion's place, with the evidence. */
    PROMOTIONS;

    /** As a pipeline file and a topic's default name have it. */
    public String word() {
        return Words.of(this);
    }
}
