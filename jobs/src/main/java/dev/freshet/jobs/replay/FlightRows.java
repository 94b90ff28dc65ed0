package dev.freshet.jobs.replay;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flights of January 2001 that ship with the product, as labelled events keyed by origin. Every input is known before
 * departure: date, distance and the two airports; the label alone comes from the arrival delay.
 */
public final class FlightRows implements Rows {
    private static final String RESOURCE = "/dev/freshet/demo/flights-2001-01.csv.gz";
    private static final List<String> HEADER =
            List.of("id", "key", "ts", "y", "distance", "hour", "weekday", "destination");

    private final CsvRows flights;
    private long row;

    private FlightRows(CsvRows flights) {
        this.flights = flights;
    }

    public static FlightRows open() throws IOException {
        InputStream resource = FlightRows.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IOException(RESOURCE + " is missing from the class path: build the jobs module again");
        }
        return new FlightRows(CsvRows.of(RESOURCE, resource));
    }

    @Override
    public List<String> header() {
        return HEADER;
    }

    @Override
    public String @Nullable [] next() throws IOException {
        String[] flight = flights.next();
        if (flight == null) {
            return null;
        }
        LocalDateTime departure = LocalDateTime.parse(flight[0]);
        return new String[] {
            "flight-" + row++,
            flight[2],
            String.valueOf(departure.toInstant(ZoneOffset.UTC).toEpochMilli()),
            flight[4].equals("1") ? "delayed" : "on-time",
            flight[1],
            String.valueOf(departure.getHour()),
            departure.getDayOfWeek().name(),
            flight[3]
        };
    }

    @Override
    public void close() throws IOException {
        flights.close();
    }
}
