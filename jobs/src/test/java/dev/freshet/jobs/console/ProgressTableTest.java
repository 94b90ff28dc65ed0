package dev.freshet.jobs.console;

import static dev.freshet.jobs.console.Shown.prediction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.wire.DriftRecord;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees, to the character. */
class ProgressTableTest {
    private static final long SECOND = 1_000_000_000L;
    private final Shown shown = new Shown();

    @Test
    void rowsComeAtThePowersOfTwo() {
        stream(shown.plain(), 20);

        assertThat(shown.text()).isEqualTo("""
                average   since       example            current      current              window no-change            events
                loss      last        counter key        label        prediction         accuracy  accuracy  drift    /second
                0.040822  0.040822          1 airport-0  on-time      on-time 0.96         1.0000    0.0000
                0.073091  0.105361          2 airport-1  on-time      on-time 0.90         1.0000    0.0000                20
                0.241223  0.409355          4 airport-0  on-time      on-time 0.63         1.0000    0.2500     !1         13
                0.623840  1.006458          8 airport-1  on-time      on-time 0.55         0.7500    0.2500                11
                0.576769  0.529697         16 airport-0  delayed      on-time 0.64         0.7000    0.5000                11
                """);
    }

    @Test
    void eightyColumnsHoldThemAll() {
        stream(shown.interactive(80, false), 20);

        assertThat(shown.text()).isEqualTo("""
                average  since    example       current current      window no-chg        events
                loss     last     counter key   label   prediction     acc.   acc. drift /second
                0.040822 0.040822       1 ai... on-time on-time 0.96 1.0000 0.0000
                0.073091 0.105361       2 ai... on-time on-time 0.90 1.0000 0.0000            20
                0.241223 0.409355       4 ai... on-time on-time 0.63 1.0000 0.2500    !1      13
                0.623840 1.006458       8 ai... on-time on-time 0.55 0.7500 0.2500            11
                0.576769 0.529697      16 ai... delayed on-time 0.64 0.7000 0.5000            11
                """);
    }

    @Test
    void aDriftStandsOutInColourAndTheHeaderIsBold() {
        stream(shown.interactive(80, true), 4);

        assertThat(shown.text()).isEqualTo("""
                ^[1maverage  since    example       current current      window no-chg        events^[0m
                ^[1mloss     last     counter key   label   prediction     acc.   acc. drift /second^[0m
                0.040822 0.040822       1 ai... on-time on-time 0.96 1.0000 0.0000
                0.073091 0.105361       2 ai... on-time on-time 0.90 1.0000 0.0000            20
                0.241223 0.409355       4 ai... on-time on-time 0.63 1.0000 0.2500 ^[1;31m   !1^[0m      13
                """);
    }

    @Test
    void aRegressionShowsItsErrors() {
        ProgressTable table = new ProgressTable(shown.plain(), new RunningScore(10, true), true);
        table.begin(0);
        table.add(prediction("sydney", 0, 0, 1.5, 2), SECOND);
        table.add(prediction("sydney", 0, 1, 100_000, 100_002), 2 * SECOND);

        assertThat(shown.text()).isEqualTo("""
                average   since       example            current      current              window no-change            events
                loss      last        counter key        label        prediction             rmse      rmse  drift    /second
                0.250000  0.250000          1 sydney     2.00000      1.50000              0.5000    2.0000                 1
                2.125000  4.000000          2 sydney     100002       100000               1.4577 70710.6781                 1
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 20, 40, 79, 80, 100, 111, 200})
    void noLineIsWiderThanTheTerminalAndTheAverageLossIsAlwaysThere(int columns) {
        stream(shown.interactive(columns, false), 1000);

        assertThat(shown.text().lines().skip(2)).hasSize(10).allMatch(line -> line.matches("[0-9]\\.[0-9]{6}.*"));
        assertThat(shown.text().lines()).allMatch(line -> line.length() <= Math.max(columns, 8));
    }

    @Test
    void aNameFromOutsideCannotMoveTheCursorNorTheColumns() {
        ProgressTable table = new ProgressTable(shown.plain(), new RunningScore(10, false), false);
        table.begin(0);
        table.add(prediction("\u001b[2Jkey\n", 0, "a very long class name", 0.9f, "!1", 1), 1);

        assertThat(shown.text().lines().skip(2))
                .containsExactly(
                        "1.000000  1.000000          1 \\u001b[... !1           a very lon... 0.90   0.0000    0.0000");
    }

    private static void stream(Terminal terminal, int events) {
        ProgressTable table = new ProgressTable(terminal, new RunningScore(10, false), false);
        table.begin(SECOND);
        Random random = new Random(7);
        for (int i = 0; i < events; i++) {
            if (i == 3) {
                table.add(new DriftRecord("k", "adwin", "warning", "error", 1, 1, 1, 1, "none"));
                table.add(new DriftRecord("k", "adwin", "drift", "error", 1, 1, 1, 1, "none"));
            }
            float p = random.nextInt(51, 100) / 100f;
            boolean hit = random.nextInt(3) > 0;
            table.add(
                    prediction(
                            "airport-" + i % 3,
                            i,
                            "on-time",
                            p,
                            hit ? "on-time" : "delayed",
                            -Math.log(hit ? p : 1 - p)),
                    SECOND + i * SECOND / 10);
        }
    }
}
