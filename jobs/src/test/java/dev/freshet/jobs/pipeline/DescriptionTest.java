package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Learner;
import org.junit.jupiter.api.Test;

class DescriptionTest {

    @Test
    void aClassifierIsDescribedInPlainLines() {
        assertThat(Sample.parse(Sample.full()).describe())
                .containsExactly(
                        "pipeline  electricity",
                        "task      3 classes: DOWN, UP, no",
                        "key       field /region, else the record's key",
                        "lets in   an id once, of the newest 5000 of its key; later than 1h behind the newest of its key:"
                                + " score",
                        "inputs    4 numbers, 2 categories -> 68 columns",
                        "network   dense 64 relu -> dense 16 tanh -> dense 3 softmax, loss categorical-cross-entropy",
                        "model     5,507 parameters per key: 21.5 KiB, and 43.0 KiB of optimiser slots",
                        "batch     16 examples, or when an event is 10s younger than the first",
                        "learns    {adam: {rate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1.0E-7, form: corrected}}",
                        "guard     a batch that is not finite is refused",
                        "metrics   over all, over 500 events, and fading by 0.99",
                        "begins    a new key with the network's initial weights",
                        "drift     watched by adwin",
                        "kafka     broker:9092, other:9093",
                        "reads     prices, in any order: two runs may learn different bits, past what is lost",
                        "writes    prices-predicted, prices-metrics, prices-drift, prices-models, prices-history,"
                                + " prices-dead, prices-ledger, prices-promoted",
                        "publishes a key's model every 500 batches, each 2h of its events' time, at the end; to"
                                + " scorers only if it errs no more than no-change",
                        "creates   no topic: all must be there",
                        "delivery  exactly once, visible with each checkpoint, every 2s",
                        "commands  taken from prices-commands, acknowledged on prices-acks",
                        "chooses   quick, wide learn beside each key's model and may take its place, by"
                                + " confidence-sequence",
                        "scores    prices-features to prices-scores; without a model of their key, the prior answers");
    }

    @Test
    void whatIsNotLetInIsSaidOnlyWhereThereIsSuch() {
        assertThat(Sample.parse(Sample.full()).describe())
                .contains(
                        "lets in   an id once, of the newest 5000 of its key; later than 1h behind the newest of its key:"
                                + " score");
        assertThat(Sample.parse(Sample.SMALL).describe()).noneMatch(line -> line.startsWith("lets in"));
    }

    @Test
    void lateLabelsAreSaidWhereThereAreSuch() {
        assertThat(Sample.parse(Sample.SMALL + "labels: {wait: 10min}\n").describe())
                .contains(
                        "labels    come later: features wait while their key's labels are at most 7d ahead, labels while"
                                + " its features are at most 10min",
                        "reads     p.features and p.labels");
    }

    @Test
    void aRegressionIsDescribedInPlainLines() {
        assertThat(Sample.parse(Sample.regression()).describe())
                .contains(
                        "task      regression",
                        "inputs    1 number, 0 categories -> 1 column",
                        "network   dense 1 linear, loss mse",
                        "model     2 parameters per key: 8 bytes, and 8 bytes of optimiser slots",
                        "batch     32 examples",
                        "drift     not watched",
                        "creates   missing topics with 4 partitions and the broker's number of replicas");
    }

    @Test
    void textsASparsePartAndWhatWatchesAreDescribedToo() {
        String yaml = Sample.with("{numeric: [x, y]}", "{text: [t], bits: 3}, {sparse: 2}")
                + "drift: {detector: ddm, warn: hddm-a, on-drift: reset-model, features: {test: jensen-shannon}}\n";

        assertThat(Sample.parse(yaml).describe())
                .contains(
                        "inputs    0 numbers, 0 categories, 1 text, a sparse part -> 10 columns",
                        "drift     watched by ddm, warned by hddm-a, then reset-model, its inputs by jensen-shannon");
    }

    @Test
    void theSizeIsThatOfTheLearner() {
        for (String yaml : Sample.all()) {
            var spec = Sample.parse(yaml).learner();

            assertThat(Size.of(spec).parameters()).isEqualTo(new Learner(spec).parameterCount());
        }
    }
}
