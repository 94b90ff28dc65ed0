package dev.freshet.wire;

/** What the first bytes of a value say before anything is parsed. */
final class Envelope {
    private static final int BOM_LENGTH = 3;

    private Envelope() {}

    /** Where the JSON text begins: after the byte order mark, if there is one. */
    static int skip(byte[] value, int maxLength) throws Refusal {
        if (value.length > maxLength) {
            throw new Refusal(
                    RejectionCode.RECORD_TOO_LARGE,
                    null,
                    "bytes of a value must be <= " + maxLength + ": got " + value.length);
        }
        if (wide(value)) {
            throw new Refusal(
                    RejectionCode.ENCODING, null, "a value must be UTF-8: got what looks like UTF-16 or UTF-32");
        }
        refuseArchive(value, "gzip", 0x1f, 0x8b);
        refuseArchive(value, "zip", 'P', 'K');
        return begins(value, 0xef, 0xbb, 0xbf) ? BOM_LENGTH : 0;
    }

    /** A byte order mark of UTF-16 or UTF-32, or an ASCII character between zeros as these write it. */
    private static boolean wide(byte[] value) {
        if (begins(value, 0xfe, 0xff) || begins(value, 0xff, 0xfe) || begins(value, 0, 0, 0xfe, 0xff)) {
            return true;
        }
        int zeros = 0;
        for (int i = 0; i < 4 && i < value.length; i++) {
            if (value[i] < 0 || (value[i] > 0 && value[i] < '\t')) {
                return false;
            }
            zeros |= value[i] == 0 ? 1 << i : 0;
        }
        return switch (zeros) {
            case 0b1010, 0b0101, 0b1110, 0b0111 -> true;
            default -> false;
        };
    }

    private static void refuseArchive(byte[] value, String name, int... magic) throws Refusal {
        if (begins(value, magic)) {
            throw new Refusal(
                    RejectionCode.MALFORMED,
                    null,
                    "a value must be JSON: got what looks like " + name + ", send it unpacked");
        }
    }

    private static boolean begins(byte[] value, int... bytes) {
        if (value.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((value[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
