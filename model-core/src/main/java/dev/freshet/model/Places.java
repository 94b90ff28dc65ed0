package dev.freshet.model;

import dev.freshet.model.encode.Encoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where each column, statistic and parameter of one shape lay in another; −1 for what is new. */
final class Places {
    private static final int NEW = -1;

    private final FormerShape from;
    private final FormerShape to;

    Places(FormerShape from, FormerShape to) {
        this.from = from;
        this.to = to;
    }

    /** Of each encoded column. */
    int[] columns() {
        return ofParts(false);
    }

    /** Of each encoder statistic. */
    int[] statistics() {
        return ofParts(true);
    }

    /** An encoder's columns are those of an equal one, and where it has some of each of its inputs, input by input. */
    private int[] ofParts(boolean statistics) {
        Map<Encoder, Integer> known = new HashMap<>();
        int end = 0;
        for (Encoder part : parts(from)) {
            known.put(part, end);
            end += statistics ? part.statsLength() : part.width();
        }
        int[] places =
                new int[statistics ? to.features().statsLength() : to.features().width()];
        int at = 0;
        for (Encoder part : parts(to)) {
            int old = known.getOrDefault(part, NEW);
            int n = statistics ? part.statsLength() : part.width();
            for (int i = 0; i < n; i++) {
                places[at++] = old < 0 ? NEW : old + i;
            }
        }
        return places;
    }

    private static List<Encoder> parts(FormerShape shape) {
        return shape.features().encoders().stream()
                .flatMap(encoder -> encoder.split().stream())
                .toList();
    }

    /** Of each parameter, layer by layer. */
    int[] parameters() {
        int[] places = new int[to.parameters()];
        Arrays.fill(places, NEW);
        int[] rows = columns();
        for (int l = 0; l < to.layers(); l++) {
            int partner = partner(l);
            int[] units = partner < 0 ? filled(to.width(l + 1)) : units(l, partner);
            if (partner >= 0) {
                layer(l, partner, rows, units, places);
            }
            rows = units;
        }
        return places;
    }

    /**
     * The layer whose place in the network a layer has: counted from the input, but for the last, which is the last where the
     * number of layers is the same. With another number the last layer has inputs of another meaning, and begins anew.
     */
    int partner(int layer) {
        boolean last = layer == to.layers() - 1;
        if (last) {
            return to.layers() == from.layers() ? layer : NEW;
        }
        return layer < from.layers() - 1 ? layer : NEW;
    }

    private int[] units(int layer, int partner) {
        int[] units = filled(to.width(layer + 1));
        if (layer == to.layers() - 1) {
            outputs(units);
            return units;
        }
        for (int j = 0; j < Math.min(units.length, from.width(partner + 1)); j++) {
            units[j] = j;
        }
        return units;
    }

    /** A unit per class is found by its class; a single one means the same only if the task is the same. */
    private void outputs(int[] units) {
        int old = from.width(from.layers());
        if (to.task().equals(from.task()) && units.length == old) {
            for (int j = 0; j < old; j++) {
                units[j] = j;
            }
        } else if (to.task() instanceof Task.Classification a && from.task() instanceof Task.Classification b) {
            boolean perClass =
                    units.length == a.classes().size() && old == b.classes().size();
            for (int j = 0; perClass && j < units.length; j++) {
                units[j] = b.classes().indexOf(a.classes().get(j));
            }
        }
    }

    private void layer(int l, int partner, int[] rows, int[] units, int[] places) {
        int out = units.length;
        int old = from.width(partner + 1);
        int bias = from.at(partner) + from.width(partner) * old;
        for (int j = 0; j < out; j++) {
            if (units[j] < 0) {
                continue;
            }
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] >= 0) {
                    places[to.at(l) + i * out + j] = from.at(partner) + rows[i] * old + units[j];
                }
            }
            places[to.at(l) + rows.length * out + j] = bias + units[j];
        }
    }

    private static int[] filled(int n) {
        int[] places = new int[n];
        Arrays.fill(places, NEW);
        return places;
    }
}
