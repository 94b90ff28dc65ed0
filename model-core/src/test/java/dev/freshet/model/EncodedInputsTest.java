package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.encode.Cross;
import dev.freshet.model.encode.DateTimeParts;
import dev.freshet.model.encode.Encoder;
import dev.freshet.model.encode.HashedText;
import dev.freshet.model.encode.Imputation;
import dev.freshet.model.encode.NGrams;
import dev.freshet.model.encode.Numbers;
import dev.freshet.model.encode.OneHot;
import dev.freshet.model.encode.Ordinal;
import dev.freshet.model.encode.PreparedNumbers;
import dev.freshet.model.encode.Range;
import dev.freshet.model.encode.Scaling;
import dev.freshet.model.encode.SparseInput;
import dev.freshet.model.encode.TermWeight;
import dev.freshet.model.encode.TimePart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the encoders let a learner learn, and that its laws hold for them. */
class EncodedInputsTest {
    private static final String[] DAYS = {"mon", "tue", "wed"};
    private static final String[] WORDS = {"free", "prize", "lunch", "meeting", "tomorrow", "win"};

    private static Learner learner(Encoder... encoders) {
        Specs specs = Specs.binary().batch(1);
        for (Encoder encoder : encoders) {
            specs.encoder(encoder);
        }
        return specs.learner();
    }

    /** Share of right answers in the second half of 2,000 events. */
    private static double accuracy(Learner learner, List<Example> events) {
        LearnerState state = learner.init("k");
        int right = 0;
        for (int i = 0; i < events.size(); i++) {
            int answer = learner.observe(state, events.get(i)).predictedClass();
            right += i >= events.size() / 2 && answer == events.get(i).label() ? 1 : 0;
        }
        return right / (events.size() / 2.0);
    }

    /** The label is whether day and shift agree: neither alone says anything. */
    @Test
    void aCrossLearnsWhatItsInputsAloneCannot() {
        Gen gen = new Gen(1);
        List<Example> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int day = gen.below(3);
            int shift = gen.below(3);
            events.add(Example.of(i, day == shift ? 1 : 0, new double[0], DAYS[day], DAYS[shift]));
        }
        OneHot day = new OneHot("day", List.of(DAYS), false);
        OneHot shift = new OneHot("shift", List.of(DAYS), false);

        assertThat(accuracy(learner(day, shift), events)).isLessThan(0.75);
        assertThat(accuracy(learner(day, shift, new Cross(List.of("day", "shift"), 12)), events))
                .isGreaterThan(0.99);
    }

    @Test
    void wordsTellWhatATextIsAbout() {
        Gen gen = new Gen(2);
        List<Example> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            boolean spam = gen.chance(0.5);
            for (int n = 0; n < 6; n++) {
                boolean telling = gen.chance(0.8);
                text.append(WORDS[telling ? 3 * gen.below(2) + (spam ? 0 : 1) : gen.below(6)])
                        .append(' ');
            }
            events.add(Example.of(i, spam ? 1 : 0).withTexts(text.toString()));
        }

        assertThat(accuracy(learner(HashedText.words("text", 10)), events)).isGreaterThan(0.9);
    }

    @Test
    void theHourOfTheEventIsAnInput() {
        Gen gen = new Gen(3);
        List<Example> events = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long time = 1_700_000_000_000L + gen.below(1_000_000_000);
            long hour = time / 3_600_000 % 24;
            events.add(Example.of(i, hour >= 6 && hour < 18 ? 1 : 0).withTime(time));
        }

        assertThat(accuracy(learner(new DateTimeParts(null, List.of(TimePart.TIME_OF_DAY), true, "UTC")), events))
                .isGreaterThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3})
    void aRestoredStateGoesOnWithTheSameBits(long seed) {
        Learner learner = learner(everyKind());
        SnapshotCodec codec = new SnapshotCodec(learner);
        Gen gen = new Gen(seed);
        LearnerState undisturbed = learner.init("k");
        LearnerState restored = learner.init("k");
        for (int i = 0; i < 300; i++) {
            Example example = anything(gen, i);
            learner.observe(undisturbed, example);
            learner.observe(restored, example);
            restored = gen.chance(0.1) ? codec.decode(codec.encode(restored)) : restored;
        }

        assertThat(codec.encode(restored)).isEqualTo(codec.encode(undisturbed));
        assertThat(undisturbed.trained()).isGreaterThan(250);
    }

    private static Encoder[] everyKind() {
        return new Encoder[] {
            new PreparedNumbers(
                    new Numbers(List.of("a", "b"), Scaling.ROBUST),
                    new Range(-50, 50),
                    new Imputation.Last(),
                    true,
                    new Range(-3, 3)),
            new Numbers(List.of("a"), Scaling.MIN_MAX),
            new OneHot("c", List.of(DAYS), true),
            new Ordinal("d", List.of(DAYS)),
            new Cross(List.of("c", "d"), 4),
            new HashedText(
                    "t", new NGrams(NGrams.Unit.CHARACTER, 2, 3, true), 6, true, new TermWeight(true, true, true)),
            new SparseInput(20),
            new DateTimeParts(null, List.of(TimePart.values()), true, "America/New_York")
        };
    }

    private static Example anything(Gen gen, int i) {
        double a = gen.pick(Double.NaN, 1e300, gen.normal(), gen.normal());
        String words = gen.chance(0.2) ? "" : WORDS[gen.below(6)] + " " + WORDS[gen.below(6)];
        return Example.of(i, gen.below(2), new double[] {a, gen.normal()}, DAYS[gen.below(3)], DAYS[gen.below(3)])
                .withTexts(gen.chance(0.2) ? null : words)
                .withSparse(new int[] {gen.below(20), gen.below(20)}, gen.floats(2))
                .withTime(1_700_000_000_000L + i * 3_000_000L);
    }
}
