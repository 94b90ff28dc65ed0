package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeatureEncodingTest {
    private static final FeatureEncoding MIXED = new FeatureEncoding(List.of(
            new Numbers(List.of("a", "b"), Scaling.STANDARD),
            new HashedCategories(List.of("c"), 3),
            new Numbers(List.of("d"), Scaling.NONE),
            new HashedCategories(List.of("e", "f"), 2)));

    @Test
    void theSchemaListsNumbersAndCategoriesInDeclaredOrder() {
        FeatureSchema schema = MIXED.schema();

        assertThat(schema.numbers()).containsExactly("a", "b", "d");
        assertThat(schema.categories()).containsExactly("c", "e", "f");
        assertThat(schema.bounded()).containsExactly(true, true, false);
    }

    @Test
    void widthsAndStatisticsAddUp() {
        assertThat(MIXED.width()).isEqualTo(2 + 3 + 1 + 4);
        assertThat(MIXED.statsLength()).isEqualTo(6);
    }

    @Test
    void eachEncoderReadsAndWritesItsOwnPlaces() {
        double[] numbers = {5, 30, -8};
        long[] categories = {3 + 1, 2, 2 + 1};
        double[] stats = {2, 3, 4, 2, 10, 100};
        float[] out = new float[12];
        out[0] = 7;
        out[11] = 7;

        MIXED.encoder().encode(new Inputs().numbers(numbers).categories(categories), stats, false, out, 1);

        assertThat(out).containsExactly(7, 1, 2, 0, 1, 0, -8, 1, 0, 0, 1, 7);
    }

    @Test
    void anInputMayBeReadByEncodersOfSeveralTypesAndIsListedWhereItIsFirstUsed() {
        FeatureEncoding encoding = new FeatureEncoding(List.of(
                new OneHot("b", List.of("u", "v"), false),
                new Cross(List.of("a", "b"), 2),
                new Cross(List.of("b", "c"), 2),
                new Numbers(List.of("x"), Scaling.STANDARD),
                new DateTimeParts("x", List.of(TimePart.HOUR_OF_DAY), false, "UTC"),
                HashedText.words("t", 3),
                new HashedText("t", new NGrams(NGrams.Unit.CHARACTER, 2, 2, true), 3, true, TermWeight.COUNTS)));
        float[] out = Encoding.dense(
                encoding.encoder(),
                new double[3],
                new Inputs().categories("v", "p", "q").numbers(3).texts("hello"),
                true);

        assertThat(encoding.schema())
                .isEqualTo(new FeatureSchema(List.of("x"), List.of("b", "a", "c"), List.of(true), List.of("t"), 0));
        assertThat(out).startsWith(0, 1);
    }

    @Test
    void aNumberIsBoundedIfAllItsEncodersBoundIt() {
        Numbers scaled = new Numbers(List.of("x", "y"), Scaling.STANDARD);
        HashedFeatures unscaled = new HashedFeatures(List.of("y"), Scaling.NONE, List.of(), 2);

        assertThat(new FeatureEncoding(List.of(scaled, unscaled)).schema().bounded())
                .containsExactly(true, false);
    }

    @Test
    void whatIsHashedOrTooWideIsSparse() {
        assertThat(MIXED.sparse()).isFalse();
        assertThat(new FeatureEncoding(List.of(HashedText.words("t", 3))).sparse())
                .isTrue();
        assertThat(new FeatureEncoding(List.of(new HashedCategories(List.of("c"), 65_536))).sparse())
                .isFalse();
        assertThat(new FeatureEncoding(List.of(new HashedCategories(List.of("c", "d"), 32_769))).sparse())
                .isTrue();
    }

    @Test
    void aCrossDeclaredTwiceIsRefusedAndSoIsAnInputTwiceInOne() {
        Cross cross = new Cross(List.of("a", "b"), 4);

        assertThatThrownBy(() -> new FeatureEncoding(List.of(cross, cross)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature a is declared twice: declare it once");
        assertThatThrownBy(() -> new FeatureEncoding(List.of(new Cross(List.of("a", "b", "b"), 4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature b is declared twice: declare it once");
        assertThatThrownBy(() -> new FeatureEncoding(List.of(HashedText.words("t", 4), HashedText.words("t", 4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature t is declared twice: declare it once");
    }

    @Test
    void moreStatisticsThanAnArrayShouldHoldAreRefused() {
        HashedText wide = new HashedText(
                "t", new NGrams(NGrams.Unit.WORD, 1, 1, true), 24, true, new TermWeight(false, true, true));

        assertThatThrownBy(() -> new FeatureEncoding(List.of(wide)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features must keep at most 16777216 statistics: got 16777217");
    }

    @Test
    void noEncoderIsRefused() {
        assertThatThrownBy(() -> new FeatureEncoding(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features must name at least one input: got []");
    }

    @Test
    void aNameDeclaredTwiceIsRefused() {
        Numbers a = new Numbers(List.of("a"), Scaling.NONE);
        HashedCategories alsoA = new HashedCategories(List.of("a"), 2);

        assertThatThrownBy(() -> new FeatureEncoding(List.of(a, alsoA)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature a is declared twice: declare it once");
        assertThatThrownBy(() -> new FeatureEncoding(List.of(a, a)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feature a is declared twice: declare it once");
    }

    @Test
    void moreColumnsThanAnArrayHoldsAreRefused() {
        List<String> names = IntStream.range(0, 300).mapToObj(i -> "c" + i).toList();

        assertThatThrownBy(() -> new FeatureEncoding(List.of(new HashedCategories(names, 65_536))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features must make at most 16777216 columns: got 19660800");
        List<String> more = IntStream.range(0, 40_000).mapToObj(i -> "c" + i).toList();
        assertThatThrownBy(() -> new HashedCategories(more, 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("category must make at most 2147483647 columns: got 40000 inputs of 65536");
    }

    @Test
    void aSchemaSaysOfEachNumberWhetherItIsBounded() {
        assertThatThrownBy(() -> new FeatureSchema(List.of("a", "b"), List.of(), List.of(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("schema.bounded must say it of each of the 2 numbers: got 1");
    }
}
