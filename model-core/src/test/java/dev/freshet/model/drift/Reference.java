package dev.freshet.model.drift;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The streams that other implementations were run on, and what ours make of a stream. */
final class Reference {
    /** 2,000 digits whose distribution changes in the middle. */
    static final double[] S1 = read("S1.txt");

    /** 2,000 bits whose rate changes in the middle. */
    static final double[] S2 = read("S2.txt");

    /** 8,000 bits with two jumps and a ramp. */
    static final double[] S8 = Lcg.jumpsAndRamp();

    private Reference() {}

    /** The 0-based places of {@code level}. */
    static List<Integer> places(DriftDetector detector, double[] values, DriftLevel level) {
        List<Integer> places = new ArrayList<>();
        double[] state = detector.init();
        for (int i = 0; i < values.length; i++) {
            state = detector.update(state, values[i]);
            if (detector.level(state) == level) {
                places.add(i);
            }
        }
        return places;
    }

    static List<Integer> alarms(DriftDetector detector, double[] values) {
        return places(detector, values, DriftLevel.DRIFT);
    }

    static double[] run(DriftDetector detector, double... values) {
        double[] state = detector.init();
        for (double value : values) {
            state = detector.update(state, value);
        }
        return state;
    }

    private static double[] read(String name) {
        try (InputStream in = Reference.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
