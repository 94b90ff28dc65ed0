package dev.freshet.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a file gets whose challengers cannot be compared or told apart. */
class BadSelectionTest {
    private static final String QUICK = "{name: quick, optimizer: {sgd: {rate: 0.5}}}";

    private static String challengers(String... all) {
        return Sample.SMALL + "challengers: [" + String.join(", ", all) + "]\n";
    }

    private static String only(String file) {
        return Sample.problems(file).stream().reduce((a, b) -> a + " AND " + b).orElse("none");
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThat(only(challengers(QUICK, QUICK)))
                .endsWith("challengers: challengers must have different names: got quick twice");
    }

    @Test
    void theModelsOwnNameIsTaken() {
        assertThat(only(challengers("{name: model, seed: 3}")))
                .contains("challengers[0].name: challenger.name must be another than model");
    }

    @Test
    void oneThatIsTheModelInAllIsRefused() {
        assertThat(only(challengers("{name: same}"))).contains("challengers[0]");
    }

    @Test
    void otherFeaturesOrAnotherTaskAreNoSettingsOfAChallenger() {
        assertThat(only(challengers("{name: a, features: [{numeric: [x]}]}")))
                .contains("challengers[0].features: unknown key");
        assertThat(only(challengers("{name: a, task: {regression: {}}}"))).contains("challengers[0].task: unknown key");
    }

    @Test
    void aNetworkThatDoesNotFitTheTaskIsRefusedWhereTheChallengerStands() {
        assertThat(only(challengers("{name: a, network: [{dense: 7, activation: softmax}]}")))
                .contains("challengers[0]");
    }

    @Test
    void moreThanEightAreRefused() {
        String[] nine = new String[9];
        for (int i = 0; i < nine.length; i++) {
            nine[i] = "{name: c" + i + ", seed: " + i + "}";
        }
        assertThat(only(challengers(nine))).contains("challengers").contains("8");
    }

    @Test
    void aChallengerThatNoMemoryHoldsIsRefused() {
        assertThat(only(challengers("{name: huge, network: [{dense: 65536}, {dense: 65536}, {dense: 1, activation:"
                        + " sigmoid}]}")))
                .contains("a key takes");
    }

    @Test
    void aRuleWithoutChallengersHasNothingToChooseFrom() {
        assertThat(only(Sample.SMALL + "select: best-window\n"))
                .contains("select: needs challengers beside it: there is nothing to choose from");
    }

    @Test
    void settingsOfARuleKeepToTheirBounds() {
        assertThat(only(challengers(QUICK) + "select: {confidence-sequence: {alpha: 1}}\n"))
                .contains("select.confidence-sequence.alpha");
        assertThat(only(challengers(QUICK) + "select: {confidence-sequence: {bound: 1, margin: 2}}\n"))
                .contains("confidence-sequence.margin must lie in [0, bound): got 2.0");
        assertThat(only(challengers(QUICK) + "select: {confidence-sequence: {rivals: 2}}\n"))
                .contains("rivals: unknown key");
    }

    @Test
    void modelsAreNotMappedToAnotherShapeBesideChallengers() {
        assertThat(only(challengers(QUICK) + "state: {on-shape-change: map}\n"))
                .contains("state.on-shape-change: must be refuse beside challengers, found map");
    }

    @Test
    void aGateIsABaselineOfTheTask() {
        assertThat(only(Sample.SMALL + "publish: {gate: mean}\n"))
                .contains("publish.gate: must be a baseline of the task: majority of classes, mean of a regression");
        assertThat(only(Sample.with("{window: 1000}", "none") + "publish: {gate: majority}\n"))
                .contains("publish.gate: needs metrics to judge by");
    }
}
