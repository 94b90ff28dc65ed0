package dev.freshet.jobs.learn;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels that come later than their features, through the operator as Flink runs it. */
class LateLabelsTest {

    /** However the logs meet, are cut and go on elsewhere. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void weightsAndFatesAreThoseOfThePlainCoreOverTheLabelsInTheirOrder(Backend backend) {
        Seeds.each(backend.cases(90), random -> LateScenario.run(random, backend));
    }
}
