package dev.freshet.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** On a clock that the test moves. */
class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;
    private final Shown shown = new Shown();
    private long now = 9 * SECOND;

    @Test
    void onATerminalOneLineIsDrawnOverAtMostFiveTimesASecond() {
        ProgressBar bar = bar(shown.interactive(80, false));
        for (int i = 1; i <= 10; i++) {
            now += SECOND / 10;
            bar.show(i * 100L, i / 10.0);
        }
        bar.end(1000);

        assertThat(shown.text())
                .isEqualTo("<[======                        ] 200 rows, 1,000 per second"
                        + "<[============                  ] 400 rows, 1,000 per second"
                        + "<[==================            ] 600 rows, 1,000 per second"
                        + "<[========================      ] 800 rows, 1,000 per second"
                        + "<[==============================] 1,000 rows, 1,000 per second"
                        + "<" + " ".repeat(61) + "<1,000 rows, 1,000 per second\n");
    }

    @Test
    void aNarrowTerminalGetsNoLineThatWraps() {
        ProgressBar bar = bar(shown.interactive(20, false));
        now += SECOND;
        bar.show(123_456, 0.5);

        assertThat(Arrays.asList(shown.text().split("<")))
                .containsExactly("", "123,456 rows, 123,4")
                .allMatch(l -> l.length() < 20);
    }

    @Test
    void elsewhereALineComesEveryFiveSeconds() {
        ProgressBar bar = bar(shown.plain());
        for (int i = 1; i <= 12; i++) {
            now += SECOND;
            bar.show(i, i / 12.0);
        }
        bar.end(12);

        assertThat(shown.text()).isEqualTo("""
                 42 % 5 rows, 1 per second
                 83 % 10 rows, 1 per second
                12 rows, 1 per second
                """);
    }

    @Test
    void aTaskThatTakesNoTimeHasNoSpeed() {
        bar(shown.plain()).end(0);

        assertThat(shown.text()).isEqualTo("0 rows\n");
    }

    private ProgressBar bar(Terminal terminal) {
        return new ProgressBar(terminal, "rows", () -> now);
    }
}
