package dev.freshet.kafka;

/** Where a source begins when no checkpoint says so. */
public enum Start {
    /** At the topic's first record. */
    EARLIEST,
    /** Behind the topic's last record. */
    LATEST,
    /** Where the group has committed, or at the first record where it has not. */
    COMMITTED
}
