package dev.freshet.model;

import static dev.freshet.model.SnapshotBytes.require;

import dev.freshet.model.optim.Ftrl;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters and slots as a snapshot of another shape has them, layer by layer whichever way they lay. */
final class FormerWeights {
    /** Floats of a parameter with its slots in one table. */
    private static final int MOST_PLANES = 8;

    private final float @Nullable [] params;
    private final List<float[]> slots;
    private final long steps;

    private FormerWeights(float @Nullable [] params, List<float[]> slots, long steps) {
        this.params = params;
        this.slots = slots;
        this.steps = steps;
    }

    List<float[]> slots() {
        return slots;
    }

    /** Updates made with them. */
    long steps() {
        return steps;
    }

    /** The first of a snapshot. What follows its last slot is 0 or 1, and no network has so few parameters. */
    static FormerWeights read(ByteBuffer in, FormerShape shape) {
        long steps = steps(in);
        List<float[]> planes = new ArrayList<>();
        do {
            planes.addAll(next(in, shape));
        } while (!shape.byColumn() && in.getInt(in.position()) > 1);
        return of(planes, steps, shape);
    }

    /** Others of the same snapshot, with as many slots. */
    FormerWeights another(ByteBuffer in, FormerShape shape) {
        long others = steps(in);
        List<float[]> planes = new ArrayList<>();
        int count = slots.size() + (params == null ? 0 : 1);
        while (planes.size() < count) {
            planes.addAll(next(in, shape));
        }
        return of(planes, others, shape);
    }

    private static long steps(ByteBuffer in) {
        long steps = in.getLong();
        require(steps >= 0, "holds " + steps + " steps");
        return steps;
    }

    private static List<float[]> next(ByteBuffer in, FormerShape shape) {
        int parameters = shape.parameters();
        if (shape.byColumn()) {
            return apart(SnapshotBytes.getRuns(in, "parameters", (long) MOST_PLANES * parameters), parameters);
        }
        float[] plane = SnapshotBytes.getRuns(in, "parameters", parameters);
        require(plane.length == parameters, "holds " + plane.length + " parameters, not " + parameters);
        return List.of(plane);
    }

    private static FormerWeights of(List<float[]> planes, long steps, FormerShape shape) {
        require(!planes.isEmpty(), "holds no parameters");
        boolean held = !(shape.byColumn() && shape.memory().equals("ftrl"));
        return new FormerWeights(held ? planes.get(0) : null, planes.subList(held ? 1 : 0, planes.size()), steps);
    }

    private static List<float[]> apart(float[] table, int parameters) {
        int stride = table.length / parameters;
        require(stride * parameters == table.length, "holds " + table.length + " floats of " + parameters);
        List<float[]> planes = new ArrayList<>();
        for (int s = 0; s < stride; s++) {
            float[] plane = new float[parameters];
            for (int i = 0; i < parameters; i++) {
                plane[i] = table[i * stride + s];
            }
            planes.add(plane);
        }
        return planes;
    }

    /** Those that are held or, where they follow from their slots, what {@code ftrl} makes of these; null if neither. */
    float @Nullable [] parameters(@Nullable Ftrl ftrl) {
        if (params != null || ftrl == null || slots.size() != 2) {
            return params;
        }
        float[] made = new float[slots.get(0).length];
        ftrl.weights(slots.get(0), slots.get(1), made);
        return made;
    }
}
