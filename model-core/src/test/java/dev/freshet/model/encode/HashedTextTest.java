package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected columns are those of scikit-learn 1.9.1's HashingVectorizer and TfidfTransformer. */
class HashedTextTest {
    private static final String[] DOCUMENTS = {
        "The quick brown fox, the lazy dog.", "Zürich: 3 Züge um 10 Uhr, naïve café", "x free FREE free_entry 2 win!!"
    };
    private static final NGrams WORDS = new NGrams(NGrams.Unit.WORD, 1, 1, true);
    private static final TermWeight PLAIN = new TermWeight(false, false, false);

    @Test
    void wordsAndPairsOfWordsAreTheReferences() {
        HashedText encoder = new HashedText("t", new NGrams(NGrams.Unit.WORD, 1, 2, true), 10, true, TermWeight.COUNTS);

        double a = 0.2581988897471611;
        double[] first = {
            62, -a, 158, -2 * a, 414, a, 512, a, 533, a, 549, -a, 695, -a, 713, -a, 919, -a, 954, -a, 973, a, 1006, -a
        };
        double b = 0.2773500981126146;
        double[] second = {
            92, -b, 265, b, 277, -b, 306, -b, 315, b, 437, b, 469, b, 496, b, 566, b, 567, -b, 705, -b, 776, b, 990, b
        };
        double c = 1 / 3.0;
        double[] third = {110, 2 * c, 162, -c, 390, -c, 545, c, 712, -c, 920, -c};
        assertColumns(encoder, DOCUMENTS[0], first);
        assertColumns(encoder, DOCUMENTS[1], second);
        assertColumns(encoder, DOCUMENTS[2], third);
    }

    @Test
    void characterTermsAreTheReferences() {
        HashedText encoder = new HashedText("t", new NGrams(NGrams.Unit.CHARACTER, 2, 4, true), 12, false, PLAIN);

        assertColumns(
                encoder,
                "The  fox",
                ones(13, 27, 158, 298, 614, 731, 822, 2088, 2111, 2307, 2785, 2967, 3263, 3275, 3864));
        assertColumns(encoder, "Zü🌊Z", ones(400, 430, 1177, 1245, 1840, 2721));
    }

    @Test
    void inverseDocumentFrequenciesAreTheReferencesOnceAllTextsWereSeen() {
        HashedText plain = new HashedText("t", WORDS, 6, false, new TermWeight(false, true, false));
        double[] stats = new double[plain.statsLength()];
        for (String document : DOCUMENTS) {
            Encoding.dense(plain, stats, new Inputs().texts(document));
        }
        assertThat(stats[0]).isEqualTo(3);

        double one = 1.6931471805599454;
        double two = 1.2876820724517808;
        double[] first = {0, one, 13, one, 23, one, 30, 2 * two, 37, one, 55, two};
        assertColumns(plain, stats, DOCUMENTS[0], first);
        HashedText unit = new HashedText("t", WORDS, 6, false, new TermWeight(true, true, true));
        double[] third = {6, 0.45329465522788603, 34, 0.45329465522788603, 46, 0.7674945674619877};
        assertColumns(unit, stats, DOCUMENTS[2], third);
    }

    @Test
    void aTextCountsAmongThoseSoFar() {
        HashedText encoder = new HashedText("t", WORDS, 20, false, new TermWeight(false, true, false));
        double[] stats = new double[encoder.statsLength()];

        assertThat(sum(Encoding.dense(encoder, stats, new Inputs().texts("alpha"))))
                .as("1 + ln(2/2)")
                .isEqualTo(1);
        assertThat(sum(Encoding.dense(encoder, stats, new Inputs().texts("beta beta"))))
                .isEqualTo(2 * (1 + StrictMath.log(1.5)), within(1e-6));
        assertThat(sum(Encoding.dense(encoder, stats, new Inputs().texts((String) null))))
                .isZero();
        assertThat(stats[0]).as("a missing text is no document").isEqualTo(2);
    }

    @Test
    void aSublinearCountIsOnePlusItsLogarithmWithItsSign() {
        HashedText encoder = new HashedText("t", WORDS, 10, true, new TermWeight(true, false, false));

        double expected = -(1 + StrictMath.log(3));
        assertColumns(encoder, "the The THE", new double[] {158, expected});
    }

    @Test
    void scalingToLengthOneLeavesTheColumnsBeforeAlone() {
        FeatureEncoding both =
                new FeatureEncoding(List.of(new Numbers(List.of("a"), Scaling.NONE), HashedText.words("t", 6)));
        SparseRow row = new SparseRow();
        both.encoder().encode(new Inputs().numbers(5).texts("hello there you"), new double[0], true, row);

        assertThat(row.value()[0]).isEqualTo(5);
    }

    /** Each pair is taken for the same terms. */
    @ParameterizedTest
    @CsvSource({
        "WORD, 'Hello, world!', 'hello  world'",
        "WORD, 'a hello I', 'hello'",
        "WORD, 'ΣΊΣΥΦΟΣ', 'σίσυφοσ'",
        "WORD, 'can\\tnot\\nwait', 'can not wait'",
        "CHARACTER, 'A \\t\\n b', 'a b'",
        "CHARACTER, 'a\u00a0b', 'a b'",
        "CHARACTER, 'x\ud800y', 'x\ufffdy'"
    })
    void someTextsAreNotToldApart(NGrams.Unit unit, String one, String other) {
        HashedText encoder = new HashedText("t", new NGrams(unit, 1, 2, true), 20, true, PLAIN);

        assertThat(columns(encoder, one.translateEscapes())).isEqualTo(columns(encoder, other.translateEscapes()));
    }

    @ParameterizedTest
    @CsvSource({
        "WORD, 'ab cd', 'abcd'",
        "WORD, 'snake_case', 'snake case'",
        "WORD, 'café', 'cafe'",
        "WORD, 'हिन्दी', 'हन द'",
        "CHARACTER, 'ab', 'ba'"
    })
    void othersAre(NGrams.Unit unit, String one, String other) {
        HashedText encoder = new HashedText("t", new NGrams(unit, 1, 2, true), 20, true, PLAIN);

        assertThat(columns(encoder, one)).isNotEqualTo(columns(encoder, other));
    }

    @Test
    void caseIsKeptWhereAsked() {
        HashedText encoder = new HashedText("t", new NGrams(NGrams.Unit.WORD, 1, 1, false), 20, true, PLAIN);

        assertThat(columns(encoder, "Free")).isNotEqualTo(columns(encoder, "free"));
    }

    /** Devanagari writes vowels as marks, which belong to their word. */
    @Test
    void aWordIsHeldTogetherByItsMarks() {
        HashedText encoder = new HashedText("t", WORDS, 20, true, PLAIN);
        byte[] utf8 = "हिन्दी".getBytes(StandardCharsets.UTF_8);
        int hash = Murmur3.hash(utf8, 0, utf8.length, 0);

        assertThat(columns(encoder, "हिन्दी"))
                .containsExactly(Map.entry(Murmur3.column(hash, 20), (float) Murmur3.sign(hash)));
    }

    @Test
    void aTextShorterThanItsTermsHasNone() {
        HashedText encoder =
                new HashedText("t", new NGrams(NGrams.Unit.CHARACTER, 3, 5, true), 10, true, TermWeight.COUNTS);

        assertThat(columns(encoder, "ab")).isEmpty();
        assertThat(columns(encoder, "abc")).hasSize(1);
        assertThat(columns(encoder, "abcd")).hasSize(3);
    }

    @Test
    void aLongTextIsCountedWhole() {
        HashedText encoder = new HashedText("t", new NGrams(NGrams.Unit.CHARACTER, 1, 1, true), 4, false, PLAIN);
        float[] out = Encoding.dense(encoder, new double[0], new Inputs().texts("héé日🌊 ".repeat(10_000)));

        assertThat(sum(out)).isEqualTo(60_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 25})
    void bitsOutOfRangeAreRefused(int bits) {
        assertThatThrownBy(() -> HashedText.words("t", bits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("text.bits must lie in [1, 24]: got " + bits);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "3, 2", "1, 33"})
    void lengthsOutOfRangeAreRefused(int min, int max) {
        assertThatThrownBy(() -> new NGrams(NGrams.Unit.WORD, min, max, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ngrams must have 1 <= min <= max <= 32: got " + min + " and " + max);
    }

    private static double[] ones(int... columns) {
        double[] pairs = new double[2 * columns.length];
        for (int k = 0; k < columns.length; k++) {
            pairs[2 * k] = columns[k];
            pairs[2 * k + 1] = 1;
        }
        return pairs;
    }

    private static void assertColumns(HashedText encoder, String text, double[] pairs) {
        assertColumns(encoder, new double[encoder.statsLength()], text, pairs);
    }

    private static void assertColumns(HashedText encoder, double[] stats, String text, double[] pairs) {
        float[] expected = new float[encoder.width()];
        for (int k = 0; k < pairs.length; k += 2) {
            expected[(int) pairs[k]] = (float) pairs[k + 1];
        }
        float[] found = Encoding.dense(Encoding.one(encoder), stats, new Inputs().texts(text), false);
        assertThat(found).containsExactly(expected, within(1e-7f));
    }

    private static Map<Integer, Float> columns(HashedText encoder, String text) {
        SparseRow row = new SparseRow();
        Encoding.one(encoder).encode(new Inputs().texts(text), new double[0], true, row);
        Map<Integer, Float> columns = new TreeMap<>();
        for (int k = 0; k < row.size(); k++) {
            assertThat(columns.put(row.index()[k], row.value()[k]))
                    .as("each column once")
                    .isNull();
        }
        return columns;
    }

    private static double sum(float[] out) {
        double sum = 0;
        for (float column : out) {
            sum += column;
        }
        return sum;
    }
}
