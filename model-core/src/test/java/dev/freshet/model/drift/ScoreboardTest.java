package dev.freshet.model.drift;

import static dev.freshet.model.drift.Reference.S1;
import static dev.freshet.model.drift.Reference.S2;
import static dev.freshet.model.drift.Reference.S8;
import static dev.freshet.model.drift.Reference.alarms;
import static dev.freshet.model.drift.Reference.places;
import static dev.freshet.model.drift.Reference.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where River 0.19 and MOA 2024.07 warn and alarm on three streams; for ADWIN, River from 0.22. */
class ScoreboardTest {

    @Test
    void adwinAlarmsWhereRiverDoes() {
        assertThat(alarms(new Adwin(), S1)).containsExactly(1023);
        assertThat(alarms(new Adwin(), S2)).containsExactly(1055);
        assertThat(alarms(new Adwin(), S8)).containsExactly(2111, 4159, 6783);
        assertThat(alarms(new Adwin(0.01), S1)).containsExactly(1023);
        assertThat(alarms(new Adwin(0.01), S2)).containsExactly(1055);
        assertThat(alarms(new Adwin(0.01), S8)).containsExactly(2079, 4159, 6495, 7551);
    }

    @Test
    void adwinAlarmsWhereRiverDoesIfItChecksAtEveryValue() {
        Adwin everyValue = new Adwin(0.002, 1, 5, 5, 10);
        assertThat(alarms(everyValue, S1)).containsExactly(1004);
        assertThat(alarms(everyValue, S2)).containsExactly(1044);
        assertThat(alarms(everyValue, S8)).containsExactly(2083, 4138, 6766);
        assertWindow(everyValue, S1, 995, 3454, 5313.933668341708);
        assertWindow(everyValue, S2, 955, 769, 149.77382198952887);
        assertWindow(everyValue, S8, 1233, 316, 235.01378751013777);
    }

    @Test
    void adwinHoldsTheWindowThatRiverHolds() {
        assertWindow(new Adwin(), S1, 976, 3405, 5219.876024590163);
        assertWindow(new Adwin(), S2, 944, 762, 146.91101694915272);
        assertWindow(new Adwin(), S8, 1216, 312, 231.9473684210528);
        assertWindow(new Adwin(0.01), S8, 448, 132, 93.1071428571429);
    }

    @Test
    void ddmWarnsAndAlarmsWhereRiverAndMoaDo() {
        assertScore(new Ddm(), S2, 70, 1007, 1049);
        assertScore(new Ddm(), S8, 707, 43, 91, 226, 2123, 7730);
    }

    /** River lets a warning stand beside an alarm, thrice in S2 and twice in S8, so it counts 750 and 1,287. */
    @Test
    void eddmWarnsAndAlarmsWhereRiverDoes() {
        assertScore(new Eddm(), S2, 747, 173, 663, 828, 1007, 1078);
        assertScore(new Eddm(), S8, 1285, 535, 286, 1534, 1873, 2071);
    }

    @Test
    void rddmWarnsAndAlarmsWhereMoaDoes() {
        assertScore(new Rddm(), S2, 308, 178, 1018, 1238);
        assertScore(new Rddm(), S8, 412, 216, 245, 2077, 7474);
    }

    /** With concepts short enough to be cut down, bits overwritten and warnings that become alarms. */
    @Test
    void rddmOfShortConceptsWarnsAndAlarmsWhereMoaDoes() {
        Rddm shortest = new Rddm(40, 1.773, 2.258, 300, 70, 50);
        assertScore(shortest, S2, 194, 98, 573, 631, 930, 1007, 1123, 1495);
        assertScore(
                shortest, S8, 768, 40, 43, 245, 518, 850, 930, 987, 1284, 1847, 2029, 2078, 2451, 2597, 2870, 3206,
                3605, 4328, 4468, 4649, 4964, 5559, 5820, 6099, 6152, 6343, 6638, 7113, 7326, 7649, 7940);
        Rddm patient = new Rddm(30, 1.773, 2.258, 1000, 200, 1000);
        assertScore(patient, S2, 299, 98, 1018, 1050);
        assertScore(patient, S8, 792, 40, 43, 245, 1338, 2066, 3036, 3088, 3267, 4757, 5038, 6031, 6427, 7347);
        Rddm middling = new Rddm(60, 1.773, 2.258, 700, 350, 100);
        assertScore(middling, S2, 309, 98, 700, 1007, 1018, 1124, 1796);
        assertScore(middling, S8, 755, 65, 70, 240, 1307, 2036, 2984, 3092, 3293, 5009, 5979, 6427, 7092, 7332);
    }

    @Test
    void hddmAWarnsAndAlarmsWhereRiverDoes() {
        assertScore(new HddmA(false), S2, 9, 1038, 1047);
        assertScore(new HddmA(true), S2, 9, 1038, 1047);
        assertScore(new HddmA(false), S8, 95, 2071, 2076, 7514);
        assertScore(new HddmA(true), S8, 205, 2071, 2076, 4073, 6936);
    }

    @Test
    void hddmWWarnsAndAlarmsWhereRiverDoes() {
        assertScore(new HddmW(false), S2, 5, 1012, 1018);
        assertScore(new HddmW(true), S2, 5, 1012, 1018);
        assertScore(new HddmW(false), S8, 31, 2076, 2078, 7925);
        assertScore(new HddmW(true), S8, 61, 2076, 2078, 4031, 7925);
    }

    @Test
    void pageHinkleyAlarmsWhereRiverDoes() {
        assertScore(new PageHinkley(), S1, 0, -1, 1020, 1397, 1548, 1988);
        assertScore(new PageHinkley(), S2, 0, -1, 1081);
        assertScore(new PageHinkley(), S8, 0, -1, 2215, 4245, 6860, 7952);
    }

    @Test
    void pageHinkleyWithALowerThresholdAlarmsWhereRiverDoes() {
        PageHinkley lower = new PageHinkley(30, 0.005, 20, 0.9999, true);
        assertThat(alarms(lower, S1))
                .containsExactly(
                        1004, 1036, 1066, 1096, 1151, 1275, 1352, 1382, 1416, 1462, 1502, 1567, 1615, 1645, 1698, 1764,
                        1794, 1888, 1953, 1983);
        assertThat(alarms(lower, S2)).containsExactly(1019, 1683);
        assertThat(alarms(lower, S8)).containsExactly(2084, 4072, 6419, 7324);
    }

    @Test
    void cusumAlarmsWhereMoaDoes() {
        assertScore(new Cusum(), S1, 0, -1, 1020, 1991);
        assertScore(new Cusum(), S2, 0, -1, 1081);
        assertScore(new Cusum(), S8, 0, -1, 2215, 7646);
    }

    private static void assertScore(
            DriftDetector detector, double[] stream, int warnings, int firstWarning, Integer... alarms) {
        assertThat(alarms(detector, stream)).containsExactly(alarms);
        List<Integer> warned = places(detector, stream, DriftLevel.WARNING);
        assertThat(warned).hasSize(warnings);
        assertThat(warned.isEmpty() ? -1 : warned.get(0)).isEqualTo(firstWarning);
    }

    private static void assertWindow(Adwin adwin, double[] stream, double width, double total, double deviation) {
        double[] state = run(adwin, stream);
        assertThat(adwin.width(state)).isEqualTo(width);
        assertThat(adwin.total(state)).isEqualTo(total);
        assertThat(adwin.deviation(state)).isEqualTo(deviation, within(1e-9));
    }
}
