package dev.freshet.wire;

/**
 * The model that made a prediction.
 *
 * @param step batches it had learned from
 * @param fingerprint chain over everything it had learned; 16 hex digits in JSON
 * @param spec hash of its definition; 16 hex digits in JSON
 */
public record ModelRef(long step, long fingerprint, long spec) {}
