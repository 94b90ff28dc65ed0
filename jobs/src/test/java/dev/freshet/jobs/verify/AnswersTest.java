package dev.freshet.jobs.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Partition PARTITION = new Partition("t", 3);

    private final Spans spans = new Spans();
    private final Findings repeats = new Findings();
    private final Answers answers = new Answers(spans, repeats);

    @Test
    void eachJobThatBeganAnewOwesAnAnswerToEachPlaceThatItConsumed() {
        began(0, 10);
        began(5, 20);

        assertThat(answers.prediction(PARTITION, 7)).isTrue();
        assertThat(answers.prediction(PARTITION, 7)).isTrue();
        assertThat(answers.prediction(PARTITION, 12)).isTrue();
        answers.deadLetter(PARTITION, 8);
        answers.deadLetter(PARTITION, 8);

        assertThat(repeats.none()).isTrue();
        assertThat(answers.predictions()).isEqualTo(3);
        assertThat(answers.deadLetters()).isEqualTo(2);
    }

    @Test
    void anAnswerThatNoJobOwesIsARepeat() {
        began(0, 10);
        began(5, 20);
        for (int i = 0; i < 3; i++) {
            boolean unused = answers.prediction(PARTITION, 7);
        }
        assertThat(answers.prediction(PARTITION, 3)).isTrue();
        answers.deadLetter(PARTITION, 3);

        assertThat(repeats.lines())
                .containsExactly(
                        "topic t, partition 3, offset 7: answered before, and another prediction",
                        "topic t, partition 3, offset 3: answered before, and a dead letter besides");
        assertThat(answers.repeated()).isEqualTo(2);
        assertThat(answers.predicted(PARTITION, 3)).isTrue();
    }

    @Test
    void whatNoJobConsumedNeedsNoAnswer() {
        began(5, 10);

        assertThat(answers.prediction(PARTITION, 4)).isFalse();
        assertThat(answers.prediction(PARTITION, 10)).isFalse();
        assertThat(answers.predictions()).isZero();
        assertThat(answers.contains(PARTITION, 4)).isFalse();
    }

    private void began(long from, long to) {
        spans.beginAnew();
        spans.extend(PARTITION, from, to);
    }
}
