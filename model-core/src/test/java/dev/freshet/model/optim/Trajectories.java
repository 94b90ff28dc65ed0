package dev.freshet.model.optim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ten steps on the parabola as PyTorch 2.13 and Keras 3.15 make them in float64, by the optimiser's name there. */
final class Trajectories {
    private static final Pattern RUN = Pattern.compile("\"([^\"]+)\": \\[((?:\\s*\\[[^\\]]*\\],?)+)\\s*\\]");
    private static final Pattern PAIR = Pattern.compile("\\[\\s*([^,\\s]+),\\s*([^\\s]+)\\s*\\]");

    private Trajectories() {}

    static Map<String, double[][]> read() {
        Map<String, double[][]> runs = new LinkedHashMap<>();
        Matcher run = RUN.matcher(text());
        while (run.find()) {
            runs.put(
                    run.group(1),
                    PAIR.matcher(run.group(2))
                            .results()
                            .map(pair ->
                                    new double[] {Double.parseDouble(pair.group(1)), Double.parseDouble(pair.group(2))})
                            .toArray(double[][]::new));
        }
        return runs;
    }

    private static String text() {
        String name = "optimizer_trajectories.json";
        try (var in = Objects.requireNonNull(Trajectories.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
