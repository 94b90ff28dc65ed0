package dev.freshet.jobs.replay;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flights of January 2001 that ship with the product, as labelled events keyed by origin. Every input is known before
 * departure: date, distance and the two airports; the label alone comes from the arrival delay.
 */
public final class FlightRows implements Rows {
    private static final String RESOURCE = "/dev/freshet/demo/flights-2001-01.csv.gz";
    private static final String DELAYS = "/dev/freshet/demo/flights-2001-01-delays.csv.gz";
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long MILLIS_PER_MILE = 60 * MILLIS_PER_MINUTE / 500;
    private static final long ON_THE_GROUND = 30;

    /** Column of the time at which a flight has arrived, in epoch milliseconds. */
    public static final String ARRIVAL = "arrival";

    private static final List<String> HEADER =
            List.of("id", "key", "ts", "y", "distance", "hour", "weekday", "destination");

    private final CsvRows flights;
    private final @Nullable CsvRows delays;
    private long row;

    private FlightRows(CsvRows flights, @Nullable CsvRows delays) {
        this.flights = flights;
        this.delays = delays;
    }

    public static FlightRows open() throws IOException {
        return new FlightRows(csv(RESOURCE), null);
    }

    /** With {@link #ARRIVAL}, the time at which a flight's label is known. */
    public static FlightRows withArrivals() throws IOException {
        return new FlightRows(csv(RESOURCE), csv(DELAYS));
    }

    private static CsvRows csv(String name) throws IOException {
        InputStream resource = FlightRows.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IOException(name + " is missing from the class path: build the jobs module again");
        }
        return CsvRows.of(name, resource);
    }

    @Override
    public List<String> header() {
        if (delays == null) {
            return HEADER;
        }
        List<String> header = new ArrayList<>(HEADER);
        header.add(ARRIVAL);
        return header;
    }

    @Override
    public String @Nullable [] next() throws IOException {
        String[] flight = flights.next();
        if (flight == null) {
            return null;
        }
        LocalDateTime departure = LocalDateTime.parse(flight[0]);
        long time = departure.toInstant(ZoneOffset.UTC).toEpochMilli();
        String[] event = {
            "flight-" + row++,
            flight[2],
            String.valueOf(time),
            flight[4].equals("1") ? "delayed" : "on-time",
            flight[1],
            String.valueOf(departure.getHour()),
            departure.getDayOfWeek().name(),
            flight[3]
        };
        return delays == null ? event : withArrival(event, time, Long.parseLong(flight[1]), delays);
    }

    /** The data has no time in the air: 500 miles an hour and half an hour on the ground come close to it. */
    private static String[] withArrival(String[] event, long time, long miles, CsvRows delays) throws IOException {
        String[] delay = delays.next();
        if (delay == null) {
            throw new IOException(DELAYS + " must have a row for each flight: it ends before " + event[0]);
        }
        long late = Math.max(0, Long.parseLong(delay[0]));
        String[] with = Arrays.copyOf(event, event.length + 1);
        with[event.length] =
                String.valueOf(time + miles * MILLIS_PER_MILE + (ON_THE_GROUND + late) * MILLIS_PER_MINUTE);
        return with;
    }

    @Override
    public void close() throws IOException {
        try {
            flights.close();
        } finally {
            if (delays != null) {
                delays.close();
            }
        }
    }
}
