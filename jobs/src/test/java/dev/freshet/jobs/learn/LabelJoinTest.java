package dev.freshet.jobs.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.model.Example;
import dev.freshet.wire.Event;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelJoinTest {
    private static final float[] SERVED = {0.5f, 0.5f};

    private final HeapJoinState state = new HeapJoinState();
    private final LabelJoin join = new LabelJoin(new LabelRules(100, 1_000), state);
    private final List<String> fates = new ArrayList<>();

    @Test
    void aSecondLabelIsADuplicateWhereItSaysTheSameAndAConflictWhereNot() throws Exception {
        features("a", 10);
        label("a", 20, 1);
        label("a", 30, 1);
        label("a", 40, 0);

        assertThat(fates).containsExactly("a JOINED", "a DUPLICATE", "a CONFLICT");
    }

    @Test
    void aLabelOfNoFeaturesIsHeldUntilTheFeaturesOfItsKeyHavePassedItByTheWait() throws Exception {
        label("a", 20, 1);
        features("b", 120);
        assertThat(fates).isEmpty();

        features("c", 121);
        assertThat(fates).containsExactly("a UNKNOWN");
    }

    @Test
    void aLabelBeforeItsFeaturesWaitsAndOneOlderThanThemIsTaken() throws Exception {
        label("a", 20, 1);
        label("b", 5, 0);
        assertThat(fates).isEmpty();

        features("b", 60);
        assertThat(fates).as("the first label holds up the second").isEmpty();

        features("a", 70);
        assertThat(fates).containsExactly("a JOINED", "b JOINED");
    }

    @Test
    void featuresThatCameTooLateForTheirLabelAreNotJoinedThoughTheyAreThere() throws Exception {
        features("b", 121);
        features("a", 10);
        label("a", 20, 1);

        assertThat(fates).containsExactly("a UNKNOWN");
    }

    @Test
    void featuresWhoseTimeToLiveHasPassedAreForgottenAndTheirLabelIsAnOrphan() throws Exception {
        features("a", 10);
        features("b", 900);
        label("b", 1_010, 1);
        label("a", 1_011, 1);

        assertThat(fates).containsExactly("b JOINED", "a EXPIRED");
        assertThat(state.remembered())
                .as("the clock of features has not passed it")
                .isEqualTo(2);

        features("c", 1_011);
        assertThat(state.remembered()).isEqualTo(2);
    }

    @Test
    void anIdThatComesBackIsADuplicateAConflictOrAfterItsTimeANewOne() throws Exception {
        features("a", 10);

        assertThat(join.judge(event("a", 20, 7))).isEqualTo(LabelJoin.Arrival.DUPLICATE);
        assertThat(join.judge(event("a", 20, 8))).isEqualTo(LabelJoin.Arrival.CONFLICT);
        features("b", 1_011);
        assertThat(join.judge(event("a", 20, 8))).isEqualTo(LabelJoin.Arrival.NEW);
    }

    @Test
    void timesAtTheEndOfAllTimeOverflowNothing() throws Exception {
        features("a", Long.MAX_VALUE - 5);
        label("a", Long.MAX_VALUE, 1);
        label("b", Long.MAX_VALUE - 1, 1);
        features("c", Long.MAX_VALUE);

        assertThat(fates).containsExactly("a JOINED");
    }

    private void features(String id, long time) throws Exception {
        Event event = event(id, time, 7);
        assertThat(join.judge(event)).isEqualTo(LabelJoin.Arrival.NEW);
        join.add(event, SERVED);
        settle();
    }

    private static Event event(String id, long time, double number) {
        return new Event("k", id, Example.of(0, Double.NaN, number).withTime(time));
    }

    private void label(String id, long time, double value) throws Exception {
        join.add(new LateLabel(
                "k", id, value, Double.NaN, time, new RawRecord("labels", 0, 0, 0, null, null, List.of())));
        settle();
    }

    private void settle() throws Exception {
        for (LabelJoin.Settled next = join.next(); next != null; next = join.next()) {
            fates.add(next.label().id() + " " + next.fate());
        }
        long unused = join.forget();
    }
}
