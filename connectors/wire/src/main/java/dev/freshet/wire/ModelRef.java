package dev.freshet.wire;

/**
 * The model that made a prediction.
 *
 * @param step batches it had learned from
 * @param fingerprint chain over everything it had learned; 16 hex digits in JSON
 * @param spec hash of its definition; 16 hex digits in JSON
 * @param prior whether it is the one at which every key begins, as the key had none of its own; in JSON only where it is
 */
public record ModelRef(long step, long fingerprint, long spec, boolean prior) {
    /** A key's own. */
    public ModelRef(long step, long fingerprint, long spec) {
        this(step, fingerprint, spec, false);
    }
}
