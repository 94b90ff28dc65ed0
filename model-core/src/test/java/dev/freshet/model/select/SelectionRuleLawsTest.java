package dev.freshet.model.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rule of the family keeps. */
class SelectionRuleLawsTest {

    static Stream<SelectionRule> rules() {
        return Stream.of(
                new ConfidenceSequence(),
                new ConfidenceSequence(0.2, 1, 0.01, 3),
                new BestWindow(),
                new BestWindow(10, 0.1));
    }

    @Test
    void everyRuleIsHere() {
        assertThat(rules().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(SelectionRule.class.getPermittedSubclasses());
        assertThat(SelectionRule.class.getPermittedSubclasses()).allMatch(Class::isRecord);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStateThatIsCopiedGoesOnAsIfItHadNotBeen(SelectionRule rule) {
        Random random = new Random(3);
        double[] one = rule.init();
        double[] other = rule.init();
        for (int i = 0; i < 5_000; i++) {
            double champion = random.nextExponential();
            double challenger = random.nextExponential() * 0.95;
            other = i % 7 == 0 ? other.clone() : other;
            assertThat(rule.update(one, champion, challenger)).isEqualTo(rule.update(other, champion, challenger));
            if (i % 1_999 == 1_998) {
                rule.restart(one);
                rule.restart(other);
            }
            assertThat(rule.validState(one)).isTrue();
        }
        assertThat(one).isEqualTo(other);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aLossThatIsNoNumberCountsAgainstItsModelAndBreaksNothing(SelectionRule rule) {
        double[] state = rule.init();
        boolean better = false;
        for (int i = 0; i < 4_000; i++) {
            better = rule.update(state, i % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY, 0.1);
        }
        assertThat(better).isTrue();
        assertThat(rule.validState(state)).isTrue();

        double[] against = rule.init();
        for (int i = 0; i < 4_000; i++) {
            assertThat(rule.update(against, 0.1, Double.NaN)).isFalse();
        }
        assertThat(rule.validState(against)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void equalModelsAreNeverPromoted(SelectionRule rule) {
        Random random = new Random(9);
        double[] state = rule.init();
        for (int i = 0; i < 20_000; i++) {
            double loss = random.nextExponential();
            assertThat(rule.update(state, loss, loss)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStateThatCannotHaveComeAboutIsNoState(SelectionRule rule) {
        for (int i = 0; i < rule.init().length; i++) {
            double[] broken = rule.init();
            broken[i] = Double.NaN;
            assertThat(rule.validState(broken)).as("place " + i).isFalse();
        }
        assertThat(rule.validState(Arrays.copyOf(rule.init(), rule.init().length + 1)))
                .isFalse();
        assertThat(rule.validState(rule.init())).isTrue();
    }
}
