package dev.freshet.wire;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends the decoding of a body; never leaves the decoder, carries no stack. */
final class Refusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final RejectionCode code;
    private final @Nullable String field;

    /**
     * @param field pointer of the field to blame
     * @param detail the rule, what was found, what to do
     */
    Refusal(RejectionCode code, @Nullable String field, String detail) {
        super(SafeText.of(detail), null, false, false);
        this.code = code;
        this.field = field == null ? null : SafeText.of(field);
    }

    Rejection of(RawRecord raw) {
        return new Rejection(code, field, String.valueOf(getMessage()), raw);
    }
}
