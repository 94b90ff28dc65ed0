package dev.freshet.wire;

import static dev.freshet.wire.Decoding.VALID;
import static dev.freshet.wire.Decoding.raw;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.freshet.model.Example;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: an event or a rejection, never an exception, and what one record leaves behind harms no other. */
class AnyBytesTest {
    private static final int CASES = 300_000;
    private static final List<String> SEEDS = List.of(
            VALID,
            "{\"x\":{\"a\":1e5,\"b\":null,\"é\":\"\\u00e9😀\\ud83d\\ude00\"},\"q\":[{\"a\":[]},{\"a\":{}}],\"y\":1}",
            "\uFEFF{\"x\":{\"day\":\"Ünï\",\"a\":123456789012345678901234567890}}",
            "[1,2,{\"a\":null}]");

    @Test
    void damagedBytesAreAnEventOrARejection() {
        JsonEventDecoder decoder = Decoding.decoder();
        int accepted = 0;
        for (int seed = 0; seed < CASES; seed++) {
            Gen gen = new Gen(seed);
            byte[] value = gen.chance(0.05)
                    ? gen.noise(64)
                    : gen.damaged(gen.oneOf(SEEDS).getBytes(UTF_8));
            byte[] key = gen.chance(0.9) ? "NSW".getBytes(UTF_8) : gen.noise(4);
            accepted += fateIsSound(decoder, raw(key, value), seed) ? 1 : 0;
        }
        assertThat(accepted).isBetween(CASES / 50, CASES / 2);
    }

    private static boolean fateIsSound(JsonEventDecoder decoder, RawRecord raw, int seed) {
        Decoded decoded;
        try {
            decoded = decoder.decode(raw);
        } catch (RuntimeException e) {
            return fail("seed " + seed, e);
        }
        if (decoded instanceof Event event) {
            Example example = event.example();
            boolean sound = example.numbers().length == 2
                    && example.categories().length == 1
                    && !Double.isInfinite(example.numbers()[0])
                    && !Double.isInfinite(example.numbers()[1])
                    && !event.key().isEmpty();
            if (!sound) {
                fail("seed " + seed + ": " + text(event));
            }
            return true;
        }
        Rejection rejection = (Rejection) decoded;
        if (rejection.detail().length() > 300
                || rejection.detail().contains("please report")
                || !rejection.detail().equals(SafeText.of(rejection.detail()))) {
            fail("seed " + seed + ": " + rejection);
        }
        return false;
    }

    @Test
    void aRecordsFateDoesNotDependOnTheRecordsBefore() {
        JsonEventDecoder used = Decoding.decoder();
        for (int seed = 0; seed < 2_000; seed++) {
            Gen gen = new Gen(seed);
            RawRecord raw =
                    raw("NSW".getBytes(UTF_8), gen.damaged(gen.oneOf(SEEDS).getBytes(UTF_8)));
            Decoded again = used.decode(raw);
            Decoded alone = Decoding.decoder().decode(raw);
            assertThat(text(again)).as("seed %s", seed).isEqualTo(text(alone));
        }
    }

    private static String text(Decoded decoded) {
        if (decoded instanceof Event e) {
            return e.key()
                    + e.id()
                    + List.of(
                            e.example().label(),
                            e.example().weight(),
                            e.example().time())
                    + java.util.Arrays.toString(e.example().numbers())
                    + java.util.Arrays.toString(e.example().categories());
        }
        Rejection r = (Rejection) decoded;
        return r.code() + " " + r.field() + " " + r.detail();
    }
}
