package dev.freshet.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.model.eval.Views;
import dev.freshet.model.select.BestWindow;
import dev.freshet.model.select.ConfidenceSequence;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final LearnerSpec SPEC = Specs.binary().numbers(2).build();

    private static void refused(LearnerSpec challenger, String what) {
        Selection selection = new Selection(List.of(new Challenger("other", challenger)));
        assertThatThrownBy(() -> new Learner(SPEC, null, selection))
                .hasMessage("challenger other must have the model's " + what
                        + ", so that both answer the same question on the same examples: got another");
    }

    @Test
    void challengersThatAnswerAnotherQuestionOrSeeOtherColumnsAreRefused() {
        refused(Specs.classes(2).numbers(2).build(), "task");
        refused(Specs.binary().numbers(3).build(), "features");
        refused(Specs.binary().numbers(2).metrics(new Views(9, 0.5)).build(), "metrics");
    }

    @Test
    void namesAreDifferentShortAndNotTheModels() {
        Challenger a = new Challenger("a", SPEC);
        assertThatThrownBy(() -> new Selection(List.of(a, a)))
                .hasMessage("challengers must have different names: got a twice");
        assertThatThrownBy(() -> new Challenger("model", SPEC)).hasMessageContaining("must be another than model");
        assertThatThrownBy(() -> new Challenger("a b", SPEC)).hasMessageContaining("1 to 64 letters");
        assertThatThrownBy(() -> new Challenger("", SPEC)).hasMessageContaining("1 to 64 letters");
    }

    @Test
    void thereIsOneChallengerAtLeastAndEightAtMost() {
        assertThatThrownBy(() -> new Selection(List.of()))
                .hasMessage("challengers must be 1 to 8 beside the model: got 0");
        List<Challenger> nine = Collections.nCopies(9, new Challenger("a", SPEC));
        assertThatThrownBy(() -> new Selection(nine)).hasMessage("challengers must be 1 to 8 beside the model: got 9");
    }

    @Test
    void aConfidenceSequenceSharesItsErrorAmongTheChallengers() {
        Selection two = new Selection(List.of(new Challenger("a", SPEC), new Challenger("b", SPEC)));

        assertThat(two.rule()).isEqualTo(new ConfidenceSequence().among(2));
    }

    @Test
    void rulesOfOtherSettingsHaveOtherHashes() {
        List<Challenger> one = List.of(new Challenger("a", SPEC));
        assertThat(new Selection(one, new BestWindow(10, 0)).ruleHash())
                .isEqualTo(new Selection(one, new BestWindow(10, 0)).ruleHash())
                .isNotEqualTo(new Selection(one, new BestWindow(11, 0)).ruleHash())
                .isNotEqualTo(new Selection(one).ruleHash());
    }
}
