package dev.freshet.wire;

/** Why a record became a dead letter; the names are stable and public. */
public enum RejectionCode {
    /** No value at all. */
    EMPTY_VALUE,
    /** The value is longer than a record may be; it was not looked at. */
    RECORD_TOO_LARGE,
    /** More headers, or more bytes in them, than the limit. */
    HEADERS_TOO_LARGE,
    /** The headers say that the value is no JSON, or a CloudEvent of a version that nobody knows. */
    CONTENT_TYPE,
    /** The record was sent back from the dead letters as often as it may be. */
    REPLAY_LIMIT,
    /** Neither the record nor its body names a model key. */
    KEY_MISSING,
    /** The record's key and the body's key differ. */
    KEY_MISMATCH,
    /** The key is longer than 256 bytes, not UTF-8, empty, or holds NUL. */
    KEY_INVALID,
    /** Not JSON. */
    MALFORMED,
    /** Something follows the JSON document. */
    TRAILING_DATA,
    /** Not UTF-8. */
    ENCODING,
    /** Nested deeper than 64 levels. */
    TOO_DEEP,
    /** A number of more than 64 characters. */
    NUMBER_TOO_LONG,
    /** A string or a name longer than its limit. */
    TOO_LONG,
    /** More fields than the limit. */
    TOO_MANY_FIELDS,
    /** A field stands twice. */
    DUPLICATE_FIELD,
    /** NaN or infinite, as a token or by overflow. */
    NON_FINITE,
    /** A value of another type than declared. */
    TYPE,
    /** An integer that a double cannot hold, in strict mode. */
    PRECISION,
    /** Valid JSON, but no object. */
    NOT_OBJECT,
    /** No input of the model is there; in strict mode, not all are. */
    FEATURES_MISSING,
    /** An input that the model does not take, in strict mode. */
    UNKNOWN_FEATURE,
    /** A dense vector of the wrong length, or a sparse one with other than one value per index. */
    DIMENSION,
    /** The inputs come in order where only their names can tell them apart. */
    SHAPE,
    /** A sparse index that is negative, beyond the model's columns, or stands twice. */
    INDEX,
    /** A sparse vector with more entries than the limit. */
    TOO_MANY_FEATURES,
    /** A label that does not say of which event it is. */
    ID_MISSING,
    /** A label that is none of the declared classes. */
    LABEL_DOMAIN,
    /** A label of another type than the task's. */
    LABEL_TYPE,
    /** A weight that is negative or not finite, or above 1e6. */
    WEIGHT_RANGE,
    /** A time that is no plausible epoch millisecond. */
    TIMESTAMP,
    /** A time more than a day ahead of the record's own timestamp. */
    TIMESTAMP_FUTURE,
    /** A finite number that the model cannot take in float32 unscaled. */
    DIVERGENCE,
    /** Another event of this id, with other content, came before. */
    ID_CONFLICT,
    /** Another label of this id, which says something else, came before. */
    LABEL_CONFLICT,
    /** No event waits for this label, and none can come any more. */
    LABEL_ORPHAN,
    /** The event is older than its key's newest by more than the pipeline allows. */
    LATE,
    /** Features whose key has no model, for longer than they may wait for one. */
    MODEL_MISSING,
    /** What was to be written is longer than its topic takes; the letter tells of it instead. */
    OUTPUT_TOO_LARGE
}
