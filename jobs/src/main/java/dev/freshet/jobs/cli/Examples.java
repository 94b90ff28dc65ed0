package dev.freshet.jobs.cli;

import dev.freshet.jobs.learn.LabelRules;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.jobs.pipeline.PipelineFile;
import dev.freshet.jobs.replay.CsvRows;
import dev.freshet.jobs.replay.FlightRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the demo can show: the flights, which are part of the product, and each {@code NAME.yaml} of a folder that has its
 * data beside it as {@code NAME.csv.gz}; the file's first line, a comment, is its title.
 */
final class Examples {
    static final String FLIGHTS = "flights";

    /** Names the folder; the launcher sets it. */
    static final String DIRECTORY_PROPERTY = "freshet.examples";

    private static final String FLIGHTS_YAML = "/dev/freshet/demo/flights.yaml";
    private static final String FLIGHTS_TITLE =
            "Flights of January 2001, one model per airport: will it be 15 minutes late?";
    private static final String PIPELINE = ".yaml";
    private static final String DATA = ".csv.gz";

    private final @Nullable Path directory;

    private Examples(@Nullable Path directory) {
        this.directory = directory;
    }

    /** Those of this installation. */
    static Examples installed() {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        return new Examples(directory == null ? null : Path.of(directory));
    }

    static Examples in(Path directory) {
        return new Examples(directory);
    }

    /** The flights, then the others in the order of their names. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>(List.of(FLIGHTS));
        if (directory != null && Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(file -> file.endsWith(PIPELINE))
                        .map(file -> file.substring(0, file.length() - PIPELINE.length()))
                        .filter(name -> Files.exists(directory.resolve(name + DATA)))
                        .sorted()
                        .forEach(names::add);
            }
        }
        return names;
    }

    /** Null if there is none of that name. */
    @Nullable
    DemoExample find(String name) throws IOException {
        if (name.equals(FLIGHTS)) {
            return flights();
        }
        return directory != null && names().contains(name) ? of(name, directory) : null;
    }

    private static DemoExample of(String name, Path directory) throws IOException {
        Path yaml = directory.resolve(name + PIPELINE);
        Path data = directory.resolve(name + DATA);
        return new DemoExample(name, title(yaml), PipelineFile.load(yaml), () -> CsvRows.open(data));
    }

    private static String title(Path yaml) throws IOException {
        try (Stream<String> lines = Files.lines(yaml)) {
            return lines.findFirst().orElse("").replaceFirst("^#\\s*", "");
        }
    }

    /** The pipeline and the data that ship inside the product. */
    static DemoExample flights() throws IOException {
        return new DemoExample(FLIGHTS, FLIGHTS_TITLE, flightsPipeline(), FlightRows::open);
    }

    /** The same flights with the time at which each arrives. */
    static DemoExample arrivingFlights() throws IOException {
        return new DemoExample(
                FLIGHTS, FLIGHTS_TITLE, flightsPipeline().withLabels(LabelRules.DEFAULT), FlightRows::withArrivals);
    }

    private static Pipeline flightsPipeline() throws IOException {
        try (InputStream yaml = Examples.class.getResourceAsStream(FLIGHTS_YAML)) {
            if (yaml == null) {
                throw new IOException(FLIGHTS_YAML + " is missing from the class path: build the jobs module again");
            }
            return PipelineFile.parse(
                    "flights.yaml", new String(yaml.readAllBytes(), StandardCharsets.UTF_8), Map.of());
        }
    }
}
