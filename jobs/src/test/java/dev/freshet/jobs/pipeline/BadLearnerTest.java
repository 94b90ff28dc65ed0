package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each bad setting of the model and its inputs gets, word for word. */
class BadLearnerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no      | expected number or a mapping, found string "no"
                    1_000   | expected number or a mapping, found string "1_000": write it without underscores
                    0o17    | write the number in decimal: found 0o17
                    0x1F    | write the number in decimal: found 0x1F
                    12:30   | expected number or a mapping, found string "12:30"
                    .nan    | expected a finite number, found .nan
                    -.inf   | expected a finite number, found -.inf
                    1e999   | number is too large: found 1e999
                    "0.1"   | expected number or a mapping, found string "0.1": remove the quotes
                    0.1x    | expected number or a mapping, found string "0.1x"
                    0       | must lie in (0, 1000], found 0
                    -0.5    | must lie in (0, 1000], found -0.5
                    1e4     | must lie in (0, 1000], found 1e4
                    1e-60   | sgd.rate must be > 0 and finite: got 1.0E-60
                    true    | expected number or a mapping, found true
                    ~       | expected number or a mapping, found nothing
                    [1]     | expected number or a mapping, found a list
                    {}      | takes exactly one of constant, cosine, exponential, inverse-scaling, warm-up, found none
                    """)
    void aRateIsAPositiveNumberWithoutSurprises(String rate, String message) {
        assertThat(Sample.problems(Sample.with("rate: 0.1", "rate: " + rate)))
                .singleElement()
                .asString()
                .isIn("6:27 model.optimizer.sgd.rate: " + message, "6:20 model.optimizer.sgd: " + message);
    }

    @Test
    void aNumberOfAnyLengthWithUnderscoresIsRefusedAndDoesNotExhaustTheStack() {
        String rate = "1" + "_000".repeat(100_000);

        assertThat(Sample.problems(Sample.with("rate: 0.1", "rate: " + rate)))
                .singleElement()
                .asString()
                .endsWith(": write it without underscores");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    size: 32     | size: 0       | 7:17 model.batch.size: must lie in [1, 65536], found 0
                    size: 32     | size: 1e9     | 7:17 model.batch.size: must lie in [1, 65536], found 1e9
                    size: 32     | size: 3.5     | 7:17 model.batch.size: expected integer, found number 3.5
                    window: 1000 | window: 0     | 8:19 metrics.window: must lie in [1, 1000000], found 0
                    window: 1000 | window: 16    | 8:19 metrics.window: must be at least model.batch.size, 32, found 16
                    window: 1000 | fading: 1.5   | 8:19 metrics.fading: must lie in (0, 1], found 1.5
                    window: 1000 | accuracy: 1   | 8:11 metrics.accuracy: unknown key. Allowed: window, fading
                    """)
    void aBatchAndAWindowHaveBoundsAndTheWindowHoldsABatch(String piece, String replacement, String problem) {
        assertThat(Sample.problems(Sample.with(piece, replacement))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                   | 5:12 model.network: must have at least 1 entry, found 0
                    [{}]                                 | 5:13 model.network[0]: must not be empty. Allowed: dense, activation, init, l1, l2, max-norm, dropout
                    [{dense: -3, activation: sigmoid}]   | 5:21 model.network[0].dense: must lie in [1, 65536], found -3
                    [{dense: 1000000}, {dense: 1000000}] | 5:21 model.network[0].dense: must lie in [1, 65536], found 1000000;5:39 model.network[1].dense: must lie in [1, 65536], found 1000000
                    [{dense: 1, activation: sigmoyd}]    | 5:36 model.network[0].activation: must be one of linear, sigmoid, tanh, relu, leaky-relu, gelu, exponential, softmax, found string "sigmoyd", did you mean sigmoid?
                    [{dense: 1, activation: rellu}]      | 5:36 model.network[0].activation: must be one of linear, sigmoid, tanh, relu, leaky-relu, gelu, exponential, softmax, found string "rellu", did you mean relu?
                    [{dense: 1, init: glorot}]           | 5:30 model.network[0].init: must be one of zeros, glorot-uniform, he-uniform, found string "glorot", did you mean glorot-uniform?
                    [{dense: 2, activation: softmax}, {dense: 1, activation: sigmoid}] | 5:36 model.network[0].activation: softmax belongs to the last layer, found it before
                    [{dropout: 0.1}]                     | 5:13 model.network[0]: the last layer must be dense, found dropout
                    [{dense: 2, dropout: 0.5}]           | 5:13 model.network[0]: takes dense or dropout, found both: write two entries
                    [{dropout: 1}, {dense: 1, activation: sigmoid}] | 5:23 model.network[0].dropout: must lie in [0, 1), found 1
                    [{l2: 0.1}]                          | 5:14 model.network[0].l2: needs dense beside it
                    """)
    void aNetworkHasLayersOfKnownKindAndSize(String network, String problems) {
        assertThat(Sample.problems(Sample.with("[{dense: 1, activation: sigmoid}]", network)))
                .containsExactly(problems.split(";"));
    }

    @Test
    void aModelThatNoMemoryHoldsIsRefusedWithItsSize() {
        String big = "[{dense: 65536}, {dense: 65536}, {dense: 1, activation: sigmoid}]";

        assertThat(Sample.problems(Sample.with("[{dense: 1, activation: sigmoid}]", big)
                        .replace("{sgd: {rate: 0.1}}", "{adam: {}}")))
                .containsExactly(
                        "5:29 model.network[1]: a key takes 48.0 GiB, more than 1.0 GiB: 4,295,294,977 parameters"
                                + " of 16.0 GiB, 32.0 GiB of optimiser slots, 16.0 MiB of batch; take smaller layers or fewer"
                                + " hash buckets");
    }

    @Test
    void aBatchThatNoMemoryHoldsIsRefusedWithItsSize() {
        String wide = "[{category: [c], hash: 65536}]";

        assertThat(Sample.problems(Sample.with("[{numeric: [x, y]}]", wide)
                        .replace("size: 32", "size: 65536")
                        .replace("window: 1000", "window: 65536")))
                .containsExactly("7:17 model.batch.size: a key takes 16.0 GiB, more than 1.0 GiB: 65,537 parameters of"
                        + " 256.0 KiB, 0 bytes of optimiser slots, 16.0 GiB of batch; take smaller batches");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {classes: [a]}       | dense: 1, activation: sigmoid | 2:17 task.classes: must have at least 2 entries, found 1
                    {classes: [a, b, a]} | dense: 3, activation: softmax | 2:24 task.classes[2]: entries must differ, found string "a" again
                    {classes: [a, b]}    | dense: 1, activation: softmax | 5:13 model.network[0]: 2 classes take a last layer of 2 softmax units or 1 sigmoid unit, found 1 softmax unit
                    {classes: [a, b, c]} | dense: 1, activation: sigmoid | 5:13 model.network[0]: 3 classes take a last layer of 3 softmax units, found 1 sigmoid unit
                    {classes: [a, b, c]} | dense: 2, activation: softmax | 5:13 model.network[0]: 3 classes take a last layer of 3 softmax units, found 2 softmax units
                    {regression: {}}     | dense: 2                      | 5:13 model.network[0]: a regression ends in dense: 1, found 2 linear units
                    {regression: {}}     | dense: 1, activation: softmax | 5:13 model.network[0]: softmax of one output is always 1, found 1 softmax unit
                    {}                   | dense: 1                      | 2:7 task: takes exactly one of classes, regression, found none
                    {classes: [a, b], regression: {}} | dense: 1         | 2:7 task: takes exactly one of classes, regression, found classes and regression
                    """)
    void theLastLayerFitsTheTask(String task, String layer, String problem) {
        assertThat(Sample.problems(
                        Sample.with("{classes: [a, b]}", task).replace("dense: 1, activation: sigmoid", layer)))
                .containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {regression: {}}  | dense: 1                      | cross-entropy             | 5:9 model.loss: a regression takes loss mse, mae, huber, quantile or poisson, found cross-entropy
                    {classes: [a, b]} | dense: 1, activation: sigmoid | categorical-cross-entropy | 5:9 model.loss: categorical cross-entropy takes a softmax output per class, found categorical-cross-entropy
                    {classes: [a, b]} | dense: 2, activation: softmax | binary-cross-entropy      | 5:9 model.loss: binary cross-entropy takes one sigmoid output, found binary-cross-entropy
                    {classes: [a, b]} | dense: 2, activation: softmax | accuracy                  | 5:9 model.loss: must be one of mse, mae, huber, quantile, hinge, cross-entropy, binary-cross-entropy, categorical-cross-entropy, poisson, found string "accuracy"
                    """)
    void theLossFitsTheTaskAndTheLastLayer(String task, String layer, String loss, String problem) {
        String yaml = Sample.with("{classes: [a, b]}", task)
                .replace("dense: 1, activation: sigmoid", layer)
                .replace("model:\n", "model:\n  loss: " + loss + "\n");

        assertThat(Sample.problems(yaml)).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [{numeric: [x, x]}]                  | 3:26 features[0].numeric[1]: feature x is declared twice, first in line 3
                    [{numeric: [x]}, {category: [x], hash: 2}] | 3:40 features[1].category[0]: feature x is declared twice, first in line 3
                    [{numeric: [x], hash: 2}]            | 3:27 features[0].hash: needs category beside it
                    [{numeric: [x1]}, {numeric: [x], count: 2}] | 3:40 features[1].numeric[0]: feature x1 is declared twice, first in line 3
                    [{numeric: [x]}, {category: [c], one-hot: [a], hash: 2}] | 3:39 features[1].category: takes one of hash, one-hot, ordinal, bits beside it, found hash and one-hot
                    [{time: event, parts: [hour]}]       | 3:34 features[0].parts[0]: must be one of minute-of-hour, hour-of-day, time-of-day, day-of-week, day-of-month, day-of-year, month-of-year, found string "hour", did you mean hour-of-day?
                    [{time: now, parts: [hour-of-day]}]  | 3:19 features[0].time: must be event, found string "now"
                    [{text: [t]}]                        | 3:13 features[0].text: needs bits beside it
                    [{numeric: [x], clip: {low: 2, high: 1}}] | 3:12 features[0]: clip.low must be < clip.high: got 2.0 and 1.0
                    [{category: [c], ordinal: [a, b, a]}] | 3:44 features[0].ordinal[2]: entries must differ, found string "a" again
                    [{cross: [a], bits: 4}]              | 3:20 features[0].cross: must have at least 2 entries, found 1
                    [{numeric: [x], count: 0}]           | 3:34 features[0].count: must lie in [1, 10000], found 0
                    [{category: [x]}]                    | 3:23 features[0].category: takes one of hash, one-hot, ordinal, bits beside it, found none
                    [{category: [x], hash: 0}]           | 3:34 features[0].hash: must lie in [1, 65536], found 0
                    [{numeric: [x], category: [y], hash: 2}] | 3:12 features[0]: takes one of numeric, category, cross, text, time, sparse, found numeric and category: write an entry of each
                    [{}]                                 | 3:12 features[0]: must not be empty. Allowed: numeric, scale, fading, clip, missing, indicator, clip-scaled, category, hash, one-hot, other, ordinal, cross, text, terms, signed, weight, bits, time, parts, cyclic, zone, sparse, count
                    [{numeric: []}]                      | 3:22 features[0].numeric: must have at least 1 entry, found 0
                    [{numeric: [x], scale: minmax}]      | 3:34 features[0].scale: must be one of standard, min-max, max-abs, robust, none, found string "minmax", did you mean min-max?
                    [{numeric: x}]                       | 3:22 features[0].numeric: expected a list, found string "x": write [x]
                    """)
    void featuresAreOfOneKindAndDeclaredOnce(String features, String problem) {
        assertThat(Sample.problems(Sample.with("[{numeric: [x, y]}]", features)))
                .containsExactly(problem);
    }

    @Test
    void whatDoesNotExistIsRefusedWithWhatDoes() {
        String yaml =
                Sample.with("dense: 1, activation: sigmoid", "conv: 3").replace("{sgd: {rate: 0.1}}", "{lion: {}}")
                        + "drift: {detector: {hddm: {}}, warn: adwim, target: accuracy, on-drift: retrain}\n";

        assertThat(Sample.problems(yaml))
                .containsExactly(
                        "5:14 model.network[0].conv: unknown key. Allowed: dense, activation, init, l1, l2, max-norm,"
                                + " dropout",
                        "6:15 model.optimizer.lion: unknown key. Allowed: sgd, momentum, nesterov, adagrad, rmsprop,"
                                + " adadelta, adam, adamw, amsgrad, adamax, nadam, ftrl, chain",
                        "9:20 drift.detector.hddm: unknown key, did you mean ddm? Allowed: adwin, cusum, ddm, eddm,"
                                + " hddm-a, hddm-w, kswin, page-hinkley, rddm, none",
                        "9:37 drift.warn: must be one of adwin, cusum, ddm, eddm, hddm-a, hddm-w, kswin, page-hinkley,"
                                + " rddm, none, found string \"adwim\", did you mean adwin?",
                        "9:52 drift.target: must be one of error, loss, found string \"accuracy\"",
                        "9:72 drift.on-drift: must be one of none, boost-rate, reset-optimizer, reset-model,"
                                + " swap-background, found string \"retrain\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {sgd: {rate: {cosine: {rate: 0.1}}}}            | 6:36 model.optimizer.sgd.rate.cosine.steps: is required
                    {sgd: {rate: {cosine: {rate: 0.1, steps: 9, end: 1}}}} | 6:20 model.optimizer.sgd: cosine.end must lie in [0, 0.1]: got 1.0
                    {adam: {clip-norm: 0}}                          | 6:33 model.optimizer.adam.clip-norm: must be > 0, found 0
                    {adam: {decay: 0.1}}                            | 6:22 model.optimizer.adam.decay: unknown key. Allowed: rate, beta1, beta2, epsilon, form, clip-norm, clip-value
                    {chain: []}                                     | 6:22 model.optimizer.chain: must have at least 1 entry, found 0
                    {chain: [{trace: {decay: 1}}]}                  | 6:39 model.optimizer.chain[0].trace.decay: must lie in [0, 1), found 1
                    {chain: [{ftrl: {}}, {trace: {}}]}              | 6:22 model.optimizer.chain: chain must end in ftrl where it holds it
                    """)
    void anOptimisersSettingsAreNamedDownToTheSchedule(String optimizer, String problem) {
        assertThat(Sample.problems(Sample.with("{sgd: {rate: 0.1}}", optimizer)))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {hinge: {}}                                | hinge of 2 classes takes a last layer of 2 linear units or 1 linear unit, found hinge
                    {quantile: {level: 0.1}}                   | classes take loss cross-entropy, hinge or mse, found quantile
                    {cross-entropy: {class-weights: [1, 2, 3]}} | class-weights must be one per class, 2, found binary-cross-entropy, weighted by class
                    {mae: {class-weights: [1, 2]}}             | unknown key. None is allowed here
                    {huber: {delta: 0}}                        | must be > 0, found 0
                    {mse: {}, mae: {}}                         | takes exactly one of
                    """)
    void aLossWithSettingsFitsToo(String loss, String problem) {
        assertThat(Sample.problems(Sample.with("model:\n", "model:\n  loss: " + loss + "\n")))
                .singleElement()
                .asString()
                .startsWith("5:")
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    drift: {detector: ddm, target: loss}      | 9:8 drift: ddm takes errors in [0, 1], not losses
                    drift: {detector: none, warn: ddm}        | 9:8 drift: drift.detector must be set where there is a warning or a response: got Ddm
                    drift: {on-drift: swap-background}        | 9:8 drift: drift.warn must be set for swap-background
                    drift: {detector: {kswin: {window: 10}}}  | 9:8 drift: kswin.window must lie in [60, 1000000]: got 10
                    """)
    void whatWatchesHasBoundsThatGoTogether(String drift, String problem) {
        assertThat(Sample.problems(Sample.SMALL + drift + "\n"))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void whatMultipliesTheRateNeedsOne() {
        String yaml = Sample.with("{sgd: {rate: 0.1}}", "{ftrl: {}}\n  guard: {back-off: 0.5}")
                + "drift: {on-drift: boost-rate}\n";

        assertThat(Sample.problems(yaml))
                .hasSize(2)
                .allMatch(problem -> problem.contains(" needs an optimizer whose rate can be multiplied: ftrl "))
                .anyMatch(problem -> problem.startsWith("7:10 model.guard: guard.back-off"))
                .anyMatch(problem -> problem.startsWith("10:8 drift: boost-rate"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {classes: [a, b]}   | regression   | 2:7 task: expected a mapping, found string "regression": write {regression: {}}
                    [{numeric: [x, y]}] | [{numeric: distance}] | 3:22 features[0].numeric: expected a list, found string "distance": write [distance]
                    """)
    void aWordThatOnlyLacksItsBracketsIsShownWithThem(String piece, String replacement, String problem) {
        assertThat(Sample.problems(Sample.with(piece, replacement))).containsExactly(problem);
    }
}
