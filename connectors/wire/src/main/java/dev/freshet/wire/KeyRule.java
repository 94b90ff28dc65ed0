package dev.freshet.wire;

import org.jspecify.annotations.Nullable;

/** Which bytes name a model key: 1 to 256 of valid UTF-8, none of them NUL. */
final class KeyRule {
    static final int MAX = 256;

    private KeyRule() {}

    /** Checks the key of a record. */
    static void check(byte[] key) throws Refusal {
        checkLength(key.length, null, "the record's key");
        int invalid = Utf8.firstInvalid(key);
        if (invalid >= 0) {
            throw invalid(
                    null,
                    "the record's key must be UTF-8: got byte 0x" + Integer.toHexString(key[invalid] & 0xff) + " at "
                            + invalid);
        }
        for (byte b : key) {
            if (b == 0) {
                throw invalid(null, "the record's key must not hold NUL: got one");
            }
        }
    }

    /** Checks the key of a body. */
    static void check(Utf8Text key, String pointer) throws Refusal {
        checkLength(key.length(), pointer, pointer);
        if (key.holds((byte) 0)) {
            throw invalid(pointer, pointer + " must not hold NUL: got one");
        }
    }

    private static void checkLength(int length, @Nullable String pointer, String what) throws Refusal {
        if (length == 0 || length > MAX) {
            throw invalid(pointer, what + " must have 1 to " + MAX + " bytes of UTF-8: got " + length);
        }
    }

    private static Refusal invalid(@Nullable String pointer, String detail) {
        return new Refusal(RejectionCode.KEY_INVALID, pointer, detail);
    }
}
