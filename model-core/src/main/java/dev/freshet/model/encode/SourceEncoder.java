package dev.freshet.model.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The encoded vector taken apart by what it is made of: each source has its own columns, and all of them added up are the
 * vector that {@link FeatureEncoder} makes of the same event and statistics. A source is an input, by its name, with all
 * that its encoders make of it; a cross is a source of its own, {@code a * b}; the event's time is {@value #TIME} and its sparse
 * part {@value #SPARSE}. One per thread, for any number of model keys.
 */
public final class SourceEncoder {
    public static final String TIME = "(time)";
    public static final String SPARSE = "(sparse)";

    private final List<String> names;
    private final List<List<Piece>> pieces;
    private final SparseRow scratch = new SparseRow();

    /** Column j of {@code encoder} is column {@code at + stride · j} of the vector. */
    private record Piece(Ready encoder, int at, int stride, int stats) {}

    public SourceEncoder(FeatureEncoding encoding) {
        Map<String, List<Piece>> bySource = new LinkedHashMap<>();
        FeatureSchema schema = encoding.schema();
        int at = 0;
        int stats = 0;
        for (Encoder encoder : encoding.encoders()) {
            add(encoder, at, stats, schema, bySource);
            at += encoder.width();
            stats += encoder.statsLength();
        }
        names = List.copyOf(bySource.keySet());
        pieces = List.copyOf(bySource.values());
    }

    /** In the order in which encoders first read them. */
    public List<String> names() {
        return names;
    }

    /** Adds the columns of {@code names().get(source)} that are not zero; a column may stand more than once. */
    public void encode(int source, RawInputs event, double[] statistics, SparseRow out) {
        for (Piece piece : pieces.get(source)) {
            scratch.clear();
            piece.encoder.encode(event, statistics, piece.stats, false, scratch, 0);
            for (int k = 0; k < scratch.size(); k++) {
                out.add(piece.at + piece.stride * scratch.index()[k], scratch.value()[k]);
            }
        }
    }

    private static void add(
            Encoder encoder, int at, int stats, FeatureSchema schema, Map<String, List<Piece>> bySource) {
        List<? extends Encoder> parts = parts(encoder);
        boolean shared = encoder instanceof HashedFeatures;
        boolean interleaved = encoder instanceof PreparedNumbers prepared && prepared.indicator();
        int column = at;
        int statistic = stats;
        for (Encoder part : parts) {
            int[] places = part.reads().stream().mapToInt(schema::place).toArray();
            Piece piece = new Piece(part.ready(places), column, interleaved ? parts.size() : 1, statistic);
            bySource.computeIfAbsent(name(part), name -> new ArrayList<>()).add(piece);
            column += shared ? 0 : interleaved ? 1 : part.width();
            statistic += part.statsLength();
        }
    }

    private static List<? extends Encoder> parts(Encoder encoder) {
        if (encoder instanceof HashedFeatures hashed) {
            List<Encoder> parts = new ArrayList<>();
            for (String number : hashed.numbers()) {
                parts.add(new HashedFeatures(List.of(number), hashed.scaling(), List.of(), hashed.bits()));
            }
            for (String category : hashed.categories()) {
                parts.add(new HashedFeatures(List.of(), hashed.scaling(), List.of(category), hashed.bits()));
            }
            return parts;
        }
        if (encoder instanceof PreparedNumbers all && all.indicator()) {
            return all.numbers().inputs().stream()
                    .map(input -> alone(all, input))
                    .toList();
        }
        return encoder.split();
    }

    private static PreparedNumbers alone(PreparedNumbers all, String input) {
        Numbers one = new Numbers(List.of(input), all.numbers().scaling());
        return new PreparedNumbers(one, all.clip(), all.missing(), true, all.clipScaled());
    }

    private static String name(Encoder part) {
        List<String> inputs = part.reads().stream().map(SourceEncoder::name).toList();
        return String.join(" * ", inputs);
    }

    private static String name(Input input) {
        return switch (input.kind()) {
            case TIME -> TIME;
            case SPARSE -> SPARSE;
            case NUMBER, CATEGORY, TEXT -> input.name();
        };
    }
}
