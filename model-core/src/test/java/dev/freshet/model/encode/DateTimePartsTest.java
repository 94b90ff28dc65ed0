package dev.freshet.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimePartsTest {
    private static final List<TimePart> ALL = List.of(TimePart.values());

    /** Both with moments near each other, as events come, and far apart; and to the second around changes of the clock. */
    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "+05:30", "Europe/Paris", "America/St_Johns", "Australia/Lord_Howe", "Africa/Monrovia"})
    void partsAreThoseOfJavaTime(String zone) {
        Ready parts = new DateTimeParts(null, ALL, false, zone).ready(new int[] {0});
        SplittableRandom random = new SplittableRandom(zone.hashCode());
        float[] out = new float[ALL.size()];
        for (int n = 0; n < 3_000; n++) {
            long time = random.nextLong(-200_000_000_000_000L, 200_000_000_000_000L);
            var change = ZoneId.of(zone).getRules().nextTransition(Instant.ofEpochMilli(time));
            long near = change == null ? time : change.toEpochSecond() * 1000;
            for (long at : new long[] {time, time + random.nextInt(9_000_000), near - 1, near, near + 1}) {
                parts.encode(new Inputs().time(at), new double[0], 0, true, out, 0);

                assertThat(out).isEqualTo(expected(at, zone));
            }
        }
    }

    private static float[] expected(long time, String zone) {
        ZonedDateTime at = Instant.ofEpochMilli(time).atZone(ZoneId.of(zone));
        return new float[] {
            (float) (at.getMinute() / 60.0),
            (float) (at.getHour() / 24.0),
            (float) (at.getLong(ChronoField.MILLI_OF_DAY) / 86_400_000.0),
            (float) ((at.getDayOfWeek().getValue() - 1) / 7.0),
            (float) ((at.getDayOfMonth() - 1) / (double) at.toLocalDate().lengthOfMonth()),
            (float) ((at.getDayOfYear() - 1) / (double) at.toLocalDate().lengthOfYear()),
            (float) ((at.getMonthValue() - 1) / 12.0)
        };
    }

    @ParameterizedTest
    @EnumSource(TimePart.class)
    void aCycleIsASineAndACosine(TimePart part) {
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 100; n++) {
            Inputs event = new Inputs().time(random.nextLong(4_000_000_000_000L));
            double turn = 2 * Math.PI * encode(new DateTimeParts(null, List.of(part), false, "UTC"), event)[0];
            float[] cyclic = encode(new DateTimeParts(null, List.of(part), true, "UTC"), event);

            assertThat(cyclic[0]).isCloseTo((float) StrictMath.sin(turn), within(1e-6f));
            assertThat(cyclic[1]).isCloseTo((float) StrictMath.cos(turn), within(1e-6f));
        }
    }

    @Test
    void aNumberMayBeTheTime() {
        DateTimeParts ofNumber = new DateTimeParts("when", ALL, true, "Europe/Paris");
        DateTimeParts ofEvent = new DateTimeParts(null, ALL, true, "Europe/Paris");

        assertThat(encode(ofNumber, new Inputs().numbers(1.7e12).time(5)))
                .isEqualTo(encode(ofEvent, new Inputs().time(1_700_000_000_000L)));
        assertThat(new FeatureEncoding(List.of(ofNumber)).schema().numbers()).containsExactly("when");
        assertThat(new FeatureEncoding(List.of(ofEvent)).schema().numbers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e300, 8.65e15})
    void aMomentThatIsNoneSetsNoColumn(double moment) {
        assertThat(encode(new DateTimeParts("when", ALL, true, "UTC"), new Inputs().numbers(moment)))
                .containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
    void aTimeBeyondTheCalendarSetsNoColumn(long time) {
        assertThat(encode(new DateTimeParts(null, ALL, true, "Europe/Paris"), new Inputs().time(time)))
                .containsOnly(0);
    }

    @Test
    void aZoneThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new DateTimeParts(null, ALL, true, "Europe/Atlantis"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "time.zone must be UTC, an offset as +02:00 or a region as Europe/Paris: got Europe/Atlantis");
    }

    @Test
    void noPartAndAPartTwiceAreRefused() {
        assertThatThrownBy(() -> new DateTimeParts(null, List.of(), true, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time.parts must list at least one part, each once: got []");
        List<TimePart> twice = List.of(TimePart.HOUR_OF_DAY, TimePart.HOUR_OF_DAY);
        assertThatThrownBy(() -> new DateTimeParts(null, twice, true, "UTC"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time.parts must list at least one part, each once: got [HOUR_OF_DAY, HOUR_OF_DAY]");
    }

    private static float[] encode(DateTimeParts encoder, Inputs event) {
        return Encoding.dense(encoder, new double[0], event);
    }
}
