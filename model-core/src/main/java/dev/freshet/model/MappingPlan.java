package dev.freshet.model;

import static dev.freshet.model.SnapshotBytes.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is kept of the states of one shape by a learner of another; made once for all keys. */
final class MappingPlan {
    private final String text;
    private final FormerShape from;
    private final FormerShape to;
    private final Places places;
    private final int[] parameters;
    private final int[] statistics;
    private final boolean holds;

    MappingPlan(String shape, LearnerSpec spec) {
        text = shape;
        from = FormerShape.read(shape);
        to = FormerShape.read(Shape.of(spec));
        places = new Places(from, to);
        parameters = places.parameters();
        statistics = places.statistics();
        boolean fromSums = from.byColumn() && from.memory().equals("ftrl");
        boolean toSums = to.byColumn() && to.memory().equals("ftrl");
        holds = keepsSlots() || !(fromSums || toSums);
    }

    boolean isOf(String shape) {
        return text.equals(shape);
    }

    FormerShape from() {
        return from;
    }

    boolean keepsSlots() {
        return to.memory().equals(from.memory());
    }

    boolean keepsMetrics() {
        return to.task().equals(from.task()) && same("metrics window");
    }

    /** Whether the detector of this line of the shape keeps its state. */
    boolean keeps(String detector) {
        return to.task().equals(from.task()) && same(detector);
    }

    boolean keepsBatch() {
        return to.task().equals(from.task())
                && to.features().equals(from.features())
                && to.byColumn() == from.byColumn();
    }

    /** Whether the model's outputs still mean what they did. */
    boolean keepsOutputs() {
        return to.task().equals(from.task()) && to.layers() == from.layers() && holds;
    }

    private boolean same(String line) {
        return String.valueOf(to.other().get(line))
                .equals(String.valueOf(from.other().get(line)));
    }

    void copy(float[] old, float[] fresh) {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] >= 0) {
                fresh[i] = old[parameters[i]];
            }
        }
    }

    void carryStatistics(double[] old, double[] fresh) {
        int expected = from.features().statsLength();
        require(old.length == expected, "holds " + old.length + " encoder statistics, not " + expected);
        for (int i = 0; i < statistics.length; i++) {
            if (statistics[i] >= 0) {
                fresh[i] = old[statistics[i]];
                require(Math.abs(fresh[i]) <= Double.MAX_VALUE, "holds encoder statistics that are not finite");
            }
        }
    }

    /** Each watched input by its name. */
    void carryWatched(double[][] old, double[][] fresh) {
        List<String> before = from.features().schema().numbers();
        if (!same("features watched") || old.length != before.size()) {
            return;
        }
        List<String> now = to.features().schema().numbers();
        for (int i = 0; i < fresh.length; i++) {
            int place = before.indexOf(now.get(i));
            fresh[i] = place < 0 ? fresh[i] : old[place];
        }
    }

    List<String> report() {
        List<String> lines = new ArrayList<>();
        int[] columns = places.columns();
        lines.add("inputs: " + kept(columns) + " of " + columns.length + " columns known, of " + from.width(0)
                + " before");
        for (int l = 0; l < to.layers(); l++) {
            lines.add(layer(l));
        }
        if (!holds) {
            lines.add("parameters: begin anew, since ftrl of sparse features makes them of its own sums");
        }
        lines.add("optimizer slots: "
                + (keepsSlots() ? "kept" : "begin anew, " + to.memory() + " in place of " + from.memory()));
        lines.add("encoder statistics: " + kept(statistics) + " of " + statistics.length + " kept, of "
                + from.features().statsLength() + " before");
        lines.add("metrics: " + (keepsMetrics() ? "kept" : "begin anew"));
        lines.add("drift detector: " + (keeps("drift") ? "kept" : "begins anew"));
        lines.add("detector of warnings: " + (keeps("warning") ? "kept" : "begins anew"));
        lines.add("watch over inputs: " + (same("features watched") ? "kept by name" : "begins anew"));
        lines.add("open batch: " + (keepsBatch() ? "kept" : "refused"));
        return lines;
    }

    private String layer(int l) {
        int partner = places.partner(l);
        String name = "layer " + (l + 1) + ", " + to.width(l + 1) + " "
                + to.activations().get(l) + ": ";
        if (partner < 0) {
            return name + "begins anew";
        }
        int kept = kept(Arrays.copyOfRange(parameters, to.at(l), to.at(l + 1)));
        return name + kept + " of " + (to.at(l + 1) - to.at(l)) + " parameters kept, of "
                + (from.at(partner + 1) - from.at(partner)) + " of " + from.width(partner + 1) + " "
                + from.activations().get(partner);
    }

    private static int kept(int[] places) {
        return (int) Arrays.stream(places).filter(place -> place >= 0).count();
    }
}
