package dev.freshet.model.run;

import java.util.Map;
import java.util.Objects;

final class Maps {
    private Maps() {}

    static double value(Map<String, Double> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}
