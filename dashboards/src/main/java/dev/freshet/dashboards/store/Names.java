package dev.freshet.dashboards.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keeps names from outside short; two that differ stay different. */
final class Names {
    /** Longest name that stays as it is. Kafka keys that a pipeline accepts have at most 256 bytes. */
    static final int MOST = 512;

    private static final int DIGITS = 6;

    private Names() {}

    /** {@code name}, or its beginning with its length and a digest of the whole. */
    static String bounded(String name) {
        if (name.length() <= MOST) {
            return name;
        }
        byte[] digest = sha256().digest(name.getBytes(StandardCharsets.UTF_8));
        return name.substring(0, MOST - 64) + "… (" + name.length() + " characters, sha256 "
                + HexFormat.of().formatHex(digest, 0, DIGITS) + ")";
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
