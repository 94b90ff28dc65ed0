package dev.freshet.wire;

import static dev.freshet.wire.Crafted.bytes;
import static dev.freshet.wire.Crafted.colliding;
import static dev.freshet.wire.Crafted.gzip;
import static dev.freshet.wire.Crafted.joined;
import static dev.freshet.wire.Crafted.names;
import static dev.freshet.wire.Crafted.quoted;
import static dev.freshet.wire.Crafted.zip;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which a JSON event goes bad, derived from one valid event, and what each must become. Rows carry the numbers
 * of the project's table of bad inputs. For tests of this and of other modules.
 */
public final class BadEvents {
    /** What {@link Case#expected} says of an event that is none of the bad ones. */
    public static final String ACCEPTED = "accepted";

    private final String key;
    private final String valid;
    private final String keyField;
    private final String labelField;
    private final String numberField;
    private final List<Case> cases = new ArrayList<>();

    /** One record and its fate. */
    public static final class Case {
        private final int row;
        private final String description;
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;
        private final String expected;

        Case(int row, String description, byte @Nullable [] key, byte @Nullable [] value, String expected) {
            this.row = row;
            this.description = description;
            this.key = key;
            this.value = value;
            this.expected = expected;
        }

        public int row() {
            return row;
        }

        public String description() {
            return description;
        }

        public byte @Nullable [] key() {
            return key;
        }

        /** Some are larger than a broker accepts by default. */
        public byte @Nullable [] value() {
            return value;
        }

        /** Name of a {@link RejectionCode}, or {@link #ACCEPTED}. */
        public String expected() {
            return expected;
        }

        /** The record at that place, with that timestamp. */
        public RawRecord at(String topic, int partition, long offset, long timestamp) {
            return new RawRecord(topic, partition, offset, timestamp, key, value, List.of());
        }

        @Override
        public String toString() {
            return "row " + row + ": " + description + " -> " + expected;
        }
    }

    private BadEvents(String key, String valid, String keyField, String labelField, String numberField) {
        this.key = key;
        this.valid = valid;
        this.keyField = keyField;
        this.labelField = labelField;
        this.numberField = numberField;
    }

    /**
     * Rows 1 to 30, each with one case or more.
     *
     * @param key the record's key and the body's
     * @param valid JSON object without line breaks, which the decoder accepts; its fields may be nested
     * @param keyField name of the string field that holds the key
     * @param labelField name of the field that holds the label
     * @param numberField name of the field that holds a numeric input; what is not bounded must not be beyond float32
     */
    public static List<Case> rows1To30(
            String key, String valid, String keyField, String labelField, String numberField, boolean bounded) {
        BadEvents bad = new BadEvents(key, valid, keyField, labelField, numberField);
        bad.keysAndEmptyValues();
        bad.bytesThatAreNoJson();
        bad.textEncodings();
        bad.oversized();
        bad.fieldsTwiceAndNumbers(bounded);
        bad.lenientSyntax();
        return List.copyOf(bad.cases);
    }

    private void keysAndEmptyValues() {
        add(1, "null value", key.getBytes(UTF_8), null, "EMPTY_VALUE");
        add(2, "no bytes", key.getBytes(UTF_8), new byte[0], "EMPTY_VALUE");
        byte[] body = valid.getBytes(UTF_8);
        add(3, "null key, key in the body", null, body, ACCEPTED);
        add(3, "null key, none in the body", null, bytes(rename(keyField)), "KEY_MISSING");
        add(3, "null key, null in the body", null, bytes(with(keyField, "null")), "KEY_MISSING");
        add(4, "key differs from the body's", (key + "x").getBytes(UTF_8), body, "KEY_MISMATCH");
        add(5, "key of 257 bytes", "k".repeat(257).getBytes(UTF_8), body, "KEY_INVALID");
        add(5, "key of no bytes", new byte[0], body, "KEY_INVALID");
        add(5, "key that is not UTF-8", new byte[] {'k', (byte) 0xc3, 'k'}, body, "KEY_INVALID");
        add(5, "key cut off inside a character", new byte[] {'k', (byte) 0xe2, (byte) 0x82}, body, "KEY_INVALID");
        add(5, "key with NUL", new byte[] {'k', 0}, body, "KEY_INVALID");
        add(5, "body key with NUL", null, bytes(with(keyField, "\"k\\u0000\"")), "KEY_INVALID");
        add(5, "body key of 257 bytes", null, bytes(with(keyField, quoted("k".repeat(257)))), "KEY_INVALID");
        add(5, "body key of no bytes", null, bytes(with(keyField, "\"\"")), "KEY_INVALID");
    }

    private void bytesThatAreNoJson() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[1 + random.nextInt(300)];
            random.nextBytes(noise);
            add(6, "random bytes " + i, noise, "MALFORMED");
        }
        byte[] body = valid.getBytes(UTF_8);
        for (int end = 1; end < body.length; end++) {
            add(7, "cut off after " + end + " bytes", Arrays.copyOf(body, end), "MALFORMED");
        }
        add(8, "two documents", bytes(valid + valid), "TRAILING_DATA");
        add(8, "two lines", bytes(valid + "\n" + valid), "TRAILING_DATA");
        add(8, "a bracket too many", bytes(valid + "}"), "TRAILING_DATA");
        add(8, "garbage behind", bytes(valid + " garbage"), "TRAILING_DATA");
        add(8, "NUL behind", bytes(valid + "\0"), "TRAILING_DATA");
        add(8, "no UTF-8 behind", joined(body, new byte[] {(byte) 0xff}), "TRAILING_DATA");
        add(8, "blanks behind", bytes(valid + " \r\n\t"), ACCEPTED);
        add(12, "gzip", gzip(body), "MALFORMED");
        add(12, "zip", zip(body), "MALFORMED");
    }

    private void textEncodings() {
        byte[] bom = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
        add(9, "UTF-8 with a byte order mark", joined(bom, valid.getBytes(UTF_8)), ACCEPTED);
        add(9, "two byte order marks", joined(bom, joined(bom, valid.getBytes(UTF_8))), "MALFORMED");
        for (String name : List.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE")) {
            add(10, name, valid.getBytes(Charset.forName(name)), "ENCODING");
        }
        add(10, "UTF-16LE with its mark", ("\uFEFF" + valid).getBytes(StandardCharsets.UTF_16LE), "ENCODING");
        add(10, "UTF-32LE with its mark", ("\uFEFF" + valid).getBytes(Charset.forName("UTF-32LE")), "ENCODING");
        add(11, "overlong slash", unknownString(0xc0, 0xaf), "ENCODING");
        add(11, "overlong NUL of three bytes", unknownString(0xe0, 0x80, 0x80), "ENCODING");
        add(11, "surrogate as bytes", unknownString(0xed, 0xa0, 0x80), "ENCODING");
        add(11, "beyond U+10FFFF", unknownString(0xf4, 0x90, 0x80, 0x80), "ENCODING");
        add(11, "Latin-1", unknownString(0xe9), "ENCODING");
        add(11, "first half of a pair, escaped", bytes(first("\"zz\":\"\\ud800\"")), "ENCODING");
        add(11, "second half of a pair, escaped", bytes(first("\"zz\":\"\\uDC00x\"")), "ENCODING");
        add(11, "two first halves, escaped", bytes(first("\"zz\":\"\\ud83d\\ud83d\"")), "ENCODING");
        add(11, "half a pair in a name", bytes(first("\"z\\ud800\":1")), "ENCODING");
        add(11, "half a pair in the key", bytes(with(keyField, "\"\\ud800\"")), "ENCODING");
        add(11, "a whole pair, escaped", bytes(first("\"zz\":\"\\ud83d\\ude00 \\\\ud800\"")), ACCEPTED);
    }

    private void oversized() {
        add(13, "100,000 arrays in each other", bytes(first("\"zz\":" + "[".repeat(100_000))), "TOO_DEEP");
        add(13, "100,000 arrays and nothing else", bytes("[".repeat(100_000)), "TOO_DEEP");
        add(13, "100,000 objects in each other", bytes(first("\"zz\":" + "{\"a\":".repeat(100_000))), "TOO_DEEP");
        String digits = "7".repeat(1_000_000);
        add(14, "a million digits", bytes(with(numberField, digits)), "NUMBER_TOO_LONG");
        add(14, "a million decimals", bytes(with(numberField, "0." + digits)), "NUMBER_TOO_LONG");
        add(14, "a million digits of exponent", bytes(with(numberField, "1e" + digits)), "NUMBER_TOO_LONG");
        add(14, "a million digits, unknown", bytes(first("\"zz\":" + digits)), "NUMBER_TOO_LONG");
        add(14, "a million digits in an array", bytes(first("\"zz\":[\"\",-" + digits + "]")), "NUMBER_TOO_LONG");
        add(14, "a million digits alone", bytes(digits), "NUMBER_TOO_LONG");
        add(14, "65 digits", bytes(with(numberField, "1".repeat(65))), "NUMBER_TOO_LONG");
        add(14, "64 digits, unknown", bytes(first("\"zz\":" + "1".repeat(64))), ACCEPTED);
        add(15, "string of 20 MB", bytes(first("\"zz\":" + quoted("s".repeat(20_000_000)))), "TOO_LONG");
        add(15, "key of 20 MB", bytes(with(keyField, quoted("s".repeat(20_000_000)))), "TOO_LONG");
        add(15, "name of 60 kB", bytes(first(quoted("n".repeat(60_000)) + ":1")), "TOO_LONG");
        add(15, "name of 2 MB", bytes(first(quoted("n".repeat(2_000_000)) + ":1")), "TOO_LONG");
        add(
                15,
                "string and name at their limits",
                bytes(first(quoted("n".repeat(1_024)) + ":" + quoted("s".repeat(65_536)))),
                ACCEPTED);
        add(16, "a million names", bytes(first(names(1_000_000))), "TOO_MANY_FIELDS");
        add(16, "a million names within", bytes(first("\"zz\":[{" + names(1_000_000) + "}]")), "TOO_MANY_FIELDS");
        add(17, "50,000 names of one hash", bytes(first(colliding(50_000))), "TOO_MANY_FIELDS");
        add(17, "2,000 names of one hash", bytes(first(colliding(2_000))), ACCEPTED);
    }

    private void fieldsTwiceAndNumbers(boolean bounded) {
        add(18, "label twice", bytes(twice(labelField)), "DUPLICATE_FIELD");
        add(18, "input twice", bytes(twice(numberField)), "DUPLICATE_FIELD");
        add(18, "unknown field twice", bytes(first("\"zz\":1,\"zz\":1")), "DUPLICATE_FIELD");
        add(18, "unknown field twice, once escaped", bytes(first("\"zz\":1,\"\\u007az\":1")), "DUPLICATE_FIELD");
        add(18, "field twice in an unknown object", bytes(first("\"zz\":[{\"a\":{},\"a\":1}]")), "DUPLICATE_FIELD");
        add(18, "name in two objects", bytes(first("\"zz\":[{\"a\":1},{\"a\":{\"a\":1}}]")), ACCEPTED);
        for (String token : List.of("NaN", "Infinity", "-Infinity")) {
            add(19, token, bytes(with(numberField, token)), "NON_FINITE");
            add(19, token + " as label", bytes(with(labelField, token)), "NON_FINITE");
            add(19, token + ", unknown", bytes(first("\"zz\":{\"a\":[" + token + "]}")), "NON_FINITE");
        }
        add(20, "\"NaN\"", bytes(with(numberField, "\"NaN\"")), "TYPE");
        add(21, "1e400", bytes(with(numberField, "1e400")), "NON_FINITE");
        add(21, "-1e400", bytes(with(numberField, "-1e400")), "NON_FINITE");
        add(22, "1e-400", bytes(with(numberField, "1e-400")), ACCEPTED);
        add(23, "-0.0", bytes(with(numberField, "-0.0")), ACCEPTED);
        add(24, "1e308", bytes(with(numberField, "1e308")), bounded ? ACCEPTED : "DIVERGENCE");
        add(24, "-1e308", bytes(with(numberField, "-1e308")), bounded ? ACCEPTED : "DIVERGENCE");
        add(25, "4.9e-324", bytes(with(numberField, "4.9e-324")), ACCEPTED);
        add(26, "9007199254740993", bytes(with(numberField, "9007199254740993")), ACCEPTED);
        add(27, "\"1,5\"", bytes(with(numberField, "\"1,5\"")), "TYPE");
        add(27, "\"1.5\"", bytes(with(numberField, "\"1.5\"")), "TYPE");
    }

    private void lenientSyntax() {
        for (String token :
                List.of("0x10", "007", "-01", "+1", ".5", "-.5", "1.", "1.e5", "1e", "1e+", "-", "1_000", "1f")) {
            add(28, token, bytes(with(numberField, token)), "MALFORMED");
        }
        add(29, "block comment", bytes(first("/* no */ \"zz\":1")), "MALFORMED");
        add(29, "line comment", bytes(first("// no\n\"zz\":1")), "MALFORMED");
        add(29, "hash comment", bytes(first("# no\n\"zz\":1")), "MALFORMED");
        add(29, "trailing comma", bytes(valid.substring(0, valid.length() - 1) + ",}"), "MALFORMED");
        add(29, "trailing comma in an array", bytes(first("\"zz\":[1,]")), "MALFORMED");
        add(29, "missing value", bytes(first("\"zz\":[1,,2]")), "MALFORMED");
        add(29, "single quotes", bytes(first("'zz':1")), "MALFORMED");
        add(29, "no quotes", bytes(first("zz:1")), "MALFORMED");
        add(29, "line break in a string", bytes(first("\"zz\":\"a\nb\"")), "MALFORMED");
        add(29, "escape that is none", bytes(first("\"zz\":\"\\x41\"")), "MALFORMED");
        add(29, "True", bytes(first("\"zz\":True")), "MALFORMED");
        add(29, "blanks alone", bytes(" \n"), "MALFORMED");
        for (String document : List.of("[]", "[" + valid + "]", "17", "-1.5e3", "\"text\"", "true", "false", "null")) {
            add(30, document, bytes(document), "NOT_OBJECT");
        }
    }

    private void add(int row, String description, byte[] value, String expected) {
        add(row, description, key.getBytes(UTF_8), value, expected);
    }

    private void add(
            int row, String description, byte @Nullable [] recordKey, byte @Nullable [] value, String expected) {
        cases.add(new Case(row, description, recordKey, value, expected));
    }

    /** The valid event with one more field, before all others. */
    private String first(String field) {
        return "{" + field + "," + valid.substring(valid.indexOf('{') + 1);
    }

    private String with(String field, String value) {
        return found(field).replaceFirst(Matcher.quoteReplacement(quoted(field) + ":" + value));
    }

    private String rename(String field) {
        return found(field).replaceFirst("\"zz\":$1");
    }

    private String twice(String field) {
        return found(field).replaceFirst("$0,$0");
    }

    private Matcher found(String field) {
        Matcher matcher = Pattern.compile("\"" + Pattern.quote(field) + "\"\\s*:\\s*(\"[^\"]*\"|[^,}\\]]+)")
                .matcher(valid);
        if (!matcher.find()) {
            throw new IllegalArgumentException("the valid event must hold the field " + field + ": got " + valid);
        }
        return matcher.reset();
    }

    private byte[] unknownString(int... content) {
        String event = first("\"zz\":\"@\"");
        int at = event.indexOf('@');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(event.substring(0, at)));
        IntStream.of(content).forEach(out::write);
        out.writeBytes(bytes(event.substring(at + 1)));
        return out.toByteArray();
    }
}
