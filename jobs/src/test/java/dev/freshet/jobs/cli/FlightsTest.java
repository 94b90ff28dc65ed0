package dev.freshet.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.jobs.console.FinalModels;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.replay.FlightRows;
import dev.freshet.model.BatchPolicy;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How well the demo's pipeline predicts: what its README claims. */
class FlightsTest {

    @Test
    void theShippedPipelineBeatsTheBestConstantOfTheFirst100000Flights() throws IOException {
        assertThat(logLoss(Examples.flights().pipeline())).isLessThan(0.545);
    }

    @Test
    void flightByFlightItIsBetterStill() throws IOException {
        Pipeline flights = Examples.flights().pipeline();

        assertThat(logLoss(flights.withLearner(flights.learner().withBatch(BatchPolicy.ofSize(1)))))
                .isLessThan(0.53);
    }

    private static double logLoss(Pipeline pipeline) throws IOException {
        try (FlightRows rows = FlightRows.open()) {
            FinalModels models = PlainLoop.over(rows, pipeline, 100_000);
            assertThat(models.totals().labelled()).isEqualTo(100_000);
            assertThat(models.totals().value("logLoss"))
                    .isLessThan(models.totals().bestConstant());
            return models.totals().value("logLoss");
        }
    }
}
