package dev.freshet.jobs.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FlightRowsTest {

    @Test
    void aFlightIsWhatIsKnownBeforeItDeparts() throws IOException {
        try (FlightRows flights = FlightRows.open()) {
            assertThat(flights.header())
                    .containsExactly("id", "key", "ts", "y", "distance", "hour", "weekday", "destination");
            assertThat(flights.next())
                    .containsExactly("flight-0", "LAS", "978307260000", "delayed", "2176", "0", "MONDAY", "PHL");
            assertThat(flights.next())
                    .containsExactly("flight-1", "ATL", "978307260000", "delayed", "215", "0", "MONDAY", "SAV");
            assertThat(flights.next())
                    .containsExactly("flight-2", "MCI", "978307260000", "on-time", "405", "0", "MONDAY", "MDW");
        }
    }

    @Test
    void theMonthHas508239FlightsInTheOrderOfTheirDeparture() throws IOException {
        try (FlightRows flights = FlightRows.open()) {
            long before = 0;
            long delayed = 0;
            long count = 0;
            for (String[] flight = flights.next(); flight != null; flight = flights.next()) {
                long time = Long.parseLong(flight[2]);
                assertThat(time).isGreaterThanOrEqualTo(before);
                before = time;
                delayed += flight[3].equals("delayed") ? 1 : 0;
                count++;
            }
            assertThat(count).isEqualTo(508_239);
            assertThat(before).isBetween(980_899_200_000L, 980_985_600_000L);
            assertThat((double) delayed / count).isBetween(0.15, 0.25);
        }
    }

    @Test
    void aFlightArrivesAfterItsWayAt500MilesAnHourHalfAnHourOnTheGroundAndItsDelay() throws IOException {
        try (FlightRows flights = FlightRows.withArrivals()) {
            assertThat(flights.header()).endsWith("destination", FlightRows.ARRIVAL);
            String[] lateBy33 = flights.next();
            assertThat(lateBy33).startsWith("flight-0", "LAS", "978307260000");
            assertThat(lateBy33).endsWith(String.valueOf(978307260000L + 2176 * 7_200L + (30 + 33) * 60_000L));
        }
    }

    @Test
    void everyFlightHasAnArrivalAndIsLateIfAndOnlyIfItsLabelSaysSo() throws IOException {
        try (FlightRows flights = FlightRows.withArrivals()) {
            long count = 0;
            for (String[] flight = flights.next(); flight != null; flight = flights.next()) {
                long early = Long.parseLong(flight[2]) + Long.parseLong(flight[4]) * 7_200L + 30 * 60_000L;
                long late = (Long.parseLong(flight[8]) - early) / 60_000;
                assertThat(late).as(flight[0]).isNotNegative();
                assertThat(flight[3]).as(flight[0]).isEqualTo(late >= 15 ? "delayed" : "on-time");
                count++;
            }
            assertThat(count).isEqualTo(508_239);
        }
    }
}
