package dev.freshet.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded random JSON and seeded damage to it. Tests print the seed of the case that failed. */
final class Gen {
    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "UP",
            "DOWN",
            "Mon",
            "é",
            "😀",
            "\u2028",
            "quote\"",
            "back\\slash",
            "tab\t",
            "\u0001",
            "x".repeat(70));
    private static final List<String> NAMES = List.of(
            "a", "b", "day", "x", "y", "w", "ts", "id", "key", "q", "é", "😀", "", "a/b", "m~n", "tab\t", "0", "1");
    private static final List<String> TOKENS = List.of(
            "NaN", "1e400", "-", "\\ud800", "\\u0000", "\"", "{", "}", "[", "]", ",", ":", "null", "tru", "1e",
            "\u0000", "//");

    private final SplittableRandom random;

    Gen(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    /** A valid JSON number. */
    String number() {
        return switch (random.nextInt(7)) {
            case 0 -> Integer.toString(random.nextInt(-1000, 1000));
            case 1 -> Long.toString(random.nextLong());
            case 2 -> Double.toString(random.nextDouble() * 100 - 50);
            case 3 -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? Double.toString(any) : "0";
            }
            case 4 -> random.nextInt(100) + "." + random.nextInt(1_000_000) + "e" + random.nextInt(-330, 300);
            case 5 -> Long.toUnsignedString(random.nextLong()) + Long.toUnsignedString(random.nextLong());
            default -> oneOf(List.of("0", "-0", "-0.0", "1E5", "1e-400", "9007199254740993", "0.1", "1.0"));
        };
    }

    String name() {
        return oneOf(NAMES);
    }

    /** A JSON string, escaped in one of the allowed ways. */
    String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c < ' ' || c == '"' || c == '\\' || chance(0.05)) {
                String format = chance(0.5) ? "\\u%04x" : "\\u%04X";
                Character.toString(c).chars().forEach(unit -> json.append(String.format(format, unit)));
            } else {
                json.appendCodePoint(c);
            }
        });
        return json.append('"').toString();
    }

    String string() {
        return quoted(oneOf(STRINGS));
    }

    String blank() {
        return chance(0.1) ? oneOf(List.of(" ", "\n", "\t", "\r\n  ")) : "";
    }

    /** Any valid JSON value. */
    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> "null";
            case 1 -> oneOf(List.of("true", "false"));
            case 2, 3 -> number();
            case 4, 5 -> string();
            case 6 -> array(depth - 1);
            default -> object(depth - 1);
        };
    }

    private String array(int depth) {
        StringBuilder json = new StringBuilder("[" + blank());
        int n = random.nextInt(4);
        for (int i = 0; i < n; i++) {
            json.append(i > 0 ? "," : "").append(blank()).append(value(depth)).append(blank());
        }
        return json.append(']').toString();
    }

    private String object(int depth) {
        StringBuilder json = new StringBuilder("{" + blank());
        int n = random.nextInt(4);
        for (int i = 0; i < n; i++) {
            json.append(i > 0 ? "," : "")
                    .append(blank())
                    .append(quoted(name()))
                    .append(blank())
                    .append(':');
            json.append(blank()).append(value(depth)).append(blank());
        }
        return json.append('}').toString();
    }

    /** Damages some bytes: flips, cuts, copies, inserts. */
    byte[] damaged(byte[] bytes) {
        byte[] result = bytes;
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            result = damagedOnce(result);
        }
        return result;
    }

    private byte[] damagedOnce(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        int to = at + random.nextInt(Math.min(20, bytes.length - at) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
            case 1 -> replaced(bytes, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> replaced(bytes, at, to, new byte[0]);
            case 4 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            default -> replaced(bytes, at, at, oneOf(TOKENS).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }

    byte[] noise(int maxLength) {
        byte[] noise = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(noise);
        return noise;
    }
}
