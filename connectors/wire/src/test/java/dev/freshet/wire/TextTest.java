package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes, characters, and text that is safe to show. */
class TextTest {

    private static boolean validByTheJdk(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void judgedAlike(byte[] bytes, String what) {
        if ((Utf8.firstInvalid(bytes) < 0) != validByTheJdk(bytes)) {
            fail(what + ": " + Arrays.toString(bytes));
        }
    }

    @Test
    void sequencesOfUpToThreeBytesAreJudgedAsTheJdkJudgesThem() {
        byte[] three = new byte[3];
        for (int i = 0; i < 1 << 24; i += i < 1 << 23 ? 65_537 : 257) {
            three[0] = (byte) (i >> 16);
            three[1] = (byte) (i >> 8);
            three[2] = (byte) i;
            for (int length = 1; length <= 3; length++) {
                byte[] bytes = Arrays.copyOf(three, length);
                judgedAlike(bytes, "bytes " + i);
            }
        }
    }

    @Test
    void randomBytesOfFourAreJudgedAsTheJdkJudgesThem() {
        for (int seed = 0; seed < 50_000; seed++) {
            Gen gen = new Gen(seed);
            byte[] bytes = gen.noise(4);
            if (bytes.length > 0 && gen.chance(0.7)) {
                bytes[0] = (byte) (0xe0 + gen.below(24));
                for (int i = 1; i < bytes.length; i++) {
                    bytes[i] = gen.chance(0.8) ? (byte) (0x80 + gen.below(64)) : bytes[i];
                }
            }
            judgedAlike(bytes, "seed " + seed);
        }
    }

    private static String read(byte[] bytes, int chunk) {
        StrictUtf8Reader reader = new StrictUtf8Reader();
        reader.reset(bytes, 0);
        StringBuilder all = new StringBuilder();
        char[] out = new char[chunk];
        for (int n = reader.read(out, 0, chunk); n > 0; n = reader.read(out, 0, chunk)) {
            all.append(out, 0, n);
        }
        return all.toString();
    }

    @Test
    void validTextIsReadWholeWhateverTheSizeOfTheChunks() {
        String text = "aé€😀\\n\\\\u\\ud83d\\ude00\\\\ud800😀\u0000\uFFFF";
        for (int chunk = 2; chunk < 40; chunk++) {
            assertThat(read(text.getBytes(UTF_8), chunk)).isEqualTo(text);
        }
    }

    @Test
    void textEndsBeforeWhatIsNone() {
        for (String bad : new String[] {"\\ud800", "\\ude00", "\\ud83d\\u0041", "\\ud83dx", "\\uDBFF\\ud83d"}) {
            for (int chunk = 2; chunk < 10; chunk++) {
                assertThat(read(("good" + bad + "rest").getBytes(UTF_8), chunk)).isEqualTo("good");
            }
        }
        byte[] latin1 = {'a', (byte) 0xe9, 'b'};
        assertThat(read(latin1, 8)).isEqualTo("a");
    }

    @Test
    void shownTextMovesNoCursorAndTurnsNoLineAround() {
        assertThat(SafeText.of("a\u001b[31m\r\n\u0000\u007f\u0085\u202e\u2028\ud800\uFEFFé😀"))
                .isEqualTo("a\\u001b[31m\\u000d\\u000a\\u0000\\u007f\\u0085\\u202e\\u2028\\ud800\\ufeffé😀");
    }

    @Test
    void shownTextIsBoundedAndStaysItselfWhenShownAgain() {
        for (int length = 280; length < 320; length++) {
            String safe = SafeText.of("é".repeat(length) + "\u0000");
            assertThat(safe).hasSizeLessThanOrEqualTo(300);
            assertThat(SafeText.of(safe)).isEqualTo(safe);
        }
        assertThat(SafeText.of("x".repeat(300))).isEqualTo("x".repeat(300));
        assertThat(SafeText.of("x".repeat(301))).isEqualTo("x".repeat(297) + "...");
        assertThat(SafeText.of("😀".repeat(200))).isEqualTo("😀".repeat(148) + "...");
    }

    @Test
    void aNameIsAddedOncePerObject() {
        NameSet names = new NameSet(4);
        for (int round = 0; round < 3; round++) {
            assertThat(names.add(1, "Aa")).isTrue();
            assertThat(names.add(1, "BB")).isTrue();
            assertThat(names.add(2, "Aa")).isTrue();
            assertThat(names.add(1, "Aa")).isFalse();
            assertThat(names.full()).isFalse();
            assertThat(names.add(1, "")).isTrue();
            assertThat(names.full()).isTrue();
            names.clear();
        }
    }
}
