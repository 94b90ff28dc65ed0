package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonOutputsTest {
    private static final ModelRef MODEL = new ModelRef(12, 0xfedcba9876543210L, 0x1fL);
    private static final Source SOURCE = new Source("P.events", 3, 9_918);
    private static final List<String> TEXTS = List.of(
            "", "NSW", "é😀\u2028", "quote\" back\\slash", "\u0000\u001b[2J\n\t", "\u202e", "</script>", "__proto__");

    private final JsonOutputs outputs = new JsonOutputs();

    private static Prediction prediction(String text, Label yhat, float[] proba, @Nullable Label y, double loss) {
        return new Prediction(text, text, 1_700_000_000_000L, yhat, proba, y, loss, MODEL, SOURCE);
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }

    @Test
    void aPredictionIsWrittenAsItsTopicSays() {
        Prediction p =
                prediction("e-1", new Label.OfClass("UP"), new float[] {0.1f, 0.9f}, new Label.OfClass("DOWN"), 2.25);
        assertThat(text(outputs.prediction(p)))
                .isEqualTo("{\"id\":\"e-1\",\"key\":\"e-1\",\"ts\":1700000000000,\"yhat\":\"UP\",\"proba\":[0.1,0.9],"
                        + "\"y\":\"DOWN\",\"loss\":2.25,"
                        + "\"model\":{\"step\":12,\"fingerprint\":\"fedcba9876543210\",\"spec\":\"000000000000001f\"},"
                        + "\"src\":{\"topic\":\"P.events\",\"partition\":3,\"offset\":9918}}");
    }

    @Test
    void aPredictedNumberWithoutALabelHasNoProbabilitiesAndNoLoss() {
        Prediction p = new Prediction("1:2", "k", 5, new Label.OfNumber(-0.5), null, null, Double.NaN, MODEL, SOURCE);
        assertThat(text(outputs.prediction(p)))
                .startsWith("{\"id\":\"1:2\",\"key\":\"k\",\"ts\":5,\"yhat\":-0.5,\"model\":{");
        assertThat(JsonOutputReader.prediction(outputs.prediction(p))).isEqualTo(p);
    }

    @Test
    void metricsAreWrittenAsTheirTopicSays() {
        Map<String, MetricsRecord.Value> metrics = new LinkedHashMap<>();
        metrics.put("logloss", new MetricsRecord.Value(0.5, 0.25, Double.NaN));
        metrics.put("accuracy", new MetricsRecord.Value(1, 0.1, Double.POSITIVE_INFINITY));
        MetricsRecord record =
                new MetricsRecord("k", "window", 1_000, 31, new MetricsRecord.Counts(1_000, 992, 0, 3, 5), metrics);
        assertThat(text(outputs.metrics(record)))
                .isEqualTo("{\"key\":\"k\",\"scope\":\"window\",\"at\":1000,\"step\":31,"
                        + "\"counts\":{\"predicted\":1000,\"trained\":992,\"refused\":0,\"unlabelled\":3,\"open\":5},"
                        + "\"metrics\":{\"logloss\":{\"cumulative\":0.5,\"window\":0.25,\"fading\":null},"
                        + "\"accuracy\":{\"cumulative\":1.0,\"window\":0.1,\"fading\":null}}}");
        assertThat(JsonOutputReader.metrics(outputs.metrics(record)).metrics().keySet())
                .containsExactly("logloss", "accuracy");
    }

    @Test
    void theDelaysOfLateLabelsStandBehindTheMetrics() {
        MetricsRecord.Delays delays = new MetricsRecord.Delays(List.of(
                new MetricsRecord.Delays.Bucket(1_000, 5),
                new MetricsRecord.Delays.Bucket(64_000, 4),
                new MetricsRecord.Delays.Bucket(MetricsRecord.Delays.BEYOND, 1)));
        MetricsRecord record =
                new MetricsRecord("k", "final", 10, 3, new MetricsRecord.Counts(10, 9, 0, 1, 0), Map.of(), delays);

        assertThat(text(outputs.metrics(record)))
                .endsWith("\"metrics\":{},\"delays\":{\"p50\":1000,\"p90\":64000,\"buckets\":["
                        + "{\"upTo\":1000,\"count\":5},{\"upTo\":64000,\"count\":4},{\"count\":1}]}}");
        assertThat(JsonOutputReader.metrics(outputs.metrics(record))).isEqualTo(record);
        assertThat(delays.quantile(0.51)).isEqualTo(64_000);
        assertThat(delays.quantile(1)).isEqualTo(MetricsRecord.Delays.BEYOND);
        assertThat(new MetricsRecord.Delays(List.of()).quantile(0.5)).isZero();
    }

    @Test
    void aDriftIsWrittenAsItsTopicSays() {
        DriftRecord record = new DriftRecord("k", "adwin", "drift", "error", 0.31, 0.05, 5_120, 1, "boost-rate");
        assertThat(text(outputs.drift(record)))
                .isEqualTo("{\"key\":\"k\",\"detector\":\"adwin\",\"level\":\"drift\",\"target\":\"error\","
                        + "\"statistic\":0.31,\"threshold\":0.05,\"at\":5120,\"episode\":1,\"action\":\"boost-rate\"}");
    }

    @Test
    void aPromotionIsWrittenAsItsTopicSays() {
        PromotionRecord byRule = new PromotionRecord(
                "k",
                "model",
                "wide",
                "rule",
                120,
                3_840,
                0xabcL,
                new PromotionRecord.Evidence("confidence-sequence", 3_840, 0.125, 0.0625, 0.1875, 0.05));
        assertThat(text(outputs.promotion(byRule)))
                .isEqualTo("{\"key\":\"k\",\"from\":\"model\",\"to\":\"wide\",\"cause\":\"rule\",\"at\":120,"
                        + "\"seen\":3840,\"fingerprint\":\"0000000000000abc\",\"evidence\":{"
                        + "\"rule\":\"confidence-sequence\",\"examples\":3840,\"difference\":0.125,"
                        + "\"lower\":0.0625,\"upper\":0.1875,\"alpha\":0.05}}");
        assertThat(JsonOutputReader.promotion(outputs.promotion(byRule))).isEqualTo(byRule);
    }

    @Test
    void anIntervalThatARuleDoesNotGiveIsNull() {
        PromotionRecord.Evidence none = new PromotionRecord.Evidence(
                "best-window", 1_000, 0.5, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
        String json = text(outputs.promotion(new PromotionRecord("k", "a", "b", "command", 1, 2, 3, none)));
        assertThat(json).contains("\"lower\":null,\"upper\":null");
        assertThat(JsonOutputReader.promotion(json.getBytes(StandardCharsets.UTF_8))
                        .evidence()
                        .lower())
                .isNaN();
    }

    @Test
    void whatIsWrittenIsReadBackWhateverTheTextAndTheNumbers() {
        for (int seed = 0; seed < 5_000; seed++) {
            Gen gen = new Gen(seed);
            Prediction p = new Prediction(
                    gen.oneOf(TEXTS),
                    gen.oneOf(TEXTS),
                    gen.below(1 << 30),
                    label(gen),
                    gen.chance(0.5) ? new float[] {anyFloat(gen), anyFloat(gen), 1e-7f} : null,
                    gen.chance(0.5) ? new Label.OfClass(gen.oneOf(TEXTS)) : null,
                    Double.NaN,
                    new ModelRef(gen.below(9), bits(gen), bits(gen)),
                    new Source(gen.oneOf(TEXTS), gen.below(9), bits(gen)));
            assertThat(JsonOutputReader.prediction(outputs.prediction(p)))
                    .as("seed %s", seed)
                    .isEqualTo(p);
            MetricsRecord m = new MetricsRecord(
                    gen.oneOf(TEXTS),
                    gen.oneOf(TEXTS),
                    bits(gen),
                    bits(gen),
                    new MetricsRecord.Counts(bits(gen), 1, 2, 3, 4),
                    Map.of(gen.oneOf(TEXTS), new MetricsRecord.Value(number(gen), number(gen), Double.NaN)));
            assertThat(JsonOutputReader.metrics(outputs.metrics(m)))
                    .as("seed %s", seed)
                    .isEqualTo(m);
            DriftRecord d = new DriftRecord(
                    gen.oneOf(TEXTS),
                    "a",
                    gen.oneOf(TEXTS),
                    "t",
                    number(gen),
                    number(gen),
                    bits(gen),
                    1,
                    gen.oneOf(TEXTS));
            assertThat(JsonOutputReader.drift(outputs.drift(d)))
                    .as("seed %s", seed)
                    .isEqualTo(d);
        }
    }

    private static long bits(Gen gen) {
        return (long) gen.below(Integer.MAX_VALUE) << 33 ^ gen.below(Integer.MAX_VALUE);
    }

    private static double number(Gen gen) {
        double any = Double.longBitsToDouble(bits(gen));
        return Double.isFinite(any) ? any : Double.NaN;
    }

    private static float anyFloat(Gen gen) {
        float any = Float.intBitsToFloat(gen.below(Integer.MAX_VALUE));
        return Float.isFinite(any) ? any : Float.NaN;
    }

    private static Label label(Gen gen) {
        return gen.chance(0.5) ? new Label.OfClass(gen.oneOf(TEXTS)) : new Label.OfNumber(number(gen));
    }

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 1f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, 0.33333334f, 16777216f})
    void aFloatIsWrittenInTheFewestDigitsThatReadBack(float value) {
        Prediction p = prediction("k", new Label.OfClass("UP"), new float[] {value}, null, 0);
        String json = text(outputs.prediction(p));
        String digits = json.substring(json.indexOf('[') + 1, json.indexOf(']'));
        assertThat(Float.parseFloat(digits)).isEqualTo(value);
        assertThat(digits.length()).isLessThanOrEqualTo(Float.toString(value).length());
    }

    @Test
    void noJsonHoldsNaN() throws Exception {
        Prediction p = new Prediction(
                "i",
                "k",
                0,
                new Label.OfNumber(Double.NaN),
                new float[] {Float.NaN, Float.NEGATIVE_INFINITY},
                new Label.OfNumber(1),
                Double.POSITIVE_INFINITY,
                MODEL,
                SOURCE);
        JsonNode tree = JsonMapper.builder().build().readTree(outputs.prediction(p));
        assertThat(tree.get("yhat").isNull()).isTrue();
        assertThat(tree.get("proba").get(1).isNull()).isTrue();
        assertThat(tree.get("loss").isNull()).isTrue();
    }

    @Test
    void halfASurrogatePairIsReplacedAndTheNextRecordIsWhole() {
        DriftRecord half = new DriftRecord("a\ud800b\udc00", "d", "l", "t", 1, 1, 1, 1, "none");
        assertThat(JsonOutputReader.drift(outputs.drift(half)).key()).isEqualTo("a\uFFFDb\uFFFD");
        DriftRecord whole = new DriftRecord("😀", "d", "l", "t", 1, 1, 1, 1, "none");
        assertThat(JsonOutputReader.drift(outputs.drift(whole))).isEqualTo(whole);
    }

    @Test
    void aWriterThatFailedWritesTheNextRecordWhole() {
        JsonBuffer buffer = new JsonBuffer();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> buffer.document(json -> {
                    json.writeStartObject();
                    throw new IllegalArgumentException("half way");
                }));
        assertThat(text(buffer.document(json -> json.writeNumber(1)))).isEqualTo("1");
    }

    @Test
    void aReaderIgnoresFieldsThatItDoesNotKnow() {
        String json = "{\"new\":{\"a\":[1]},\"key\":\"k\",\"detector\":\"d\",\"level\":\"l\",\"target\":\"t\","
                + "\"action\":\"a\"}";
        assertThat(JsonOutputReader.drift(json.getBytes(UTF_8)).statistic()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{}", "{\"model\":5}", "{\"id\":\"i\",\"ts\":\"x\"}", "{\"proba\":3}", "\u0000"})
    void aReaderRefusesWhatFreshetDoesNotWrite(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        assertThatIllegalArgumentException().isThrownBy(() -> JsonOutputReader.prediction(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonOutputReader.metrics(bytes));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonOutputReader.drift(bytes));
    }
}
