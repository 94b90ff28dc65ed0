package dev.freshet.model.drift;

/** What a detector says of the newest value, from calm to alarm. */
public enum DriftLevel {
    NONE,
    WARNING,
    DRIFT
}
