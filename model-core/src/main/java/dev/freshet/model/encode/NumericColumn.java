package dev.freshet.model.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * What an encoder makes of one number by statistics that stand still, for tools that say it elsewhere: x clipped to
 * {@code clip}, or {@code missing} in its place; both within ±{@link Float#MAX_VALUE} unless {@code plain}; then
 * {@code (x − shift) / divisor}, rounded to float32, clipped to {@code clipScaled}.
 *
 * @param input place among the numbers of the schema
 * @param plain whether x is taken as it is, with shift 0 and divisor 1
 * @param divisor infinite where the column is 0 whatever x is
 */
public record NumericColumn(
        int input, Range clip, double missing, boolean plain, double shift, double divisor, Range clipScaled) {

    /**
     * Of all numbers that {@code encoder} reads, in order; none if it reads other things.
     *
     * @param statistics of one model key
     * @param at where the encoder's begin
     */
    public static List<NumericColumn> of(Encoder encoder, FeatureSchema schema, double[] statistics, int at) {
        List<NumericColumn> columns = new ArrayList<>();
        int s = at;
        for (Encoder each : encoder.split()) {
            for (Input input : each.reads()) {
                int place = schema.place(input);
                if (each instanceof Numbers numbers) {
                    columns.add(scaled(place, numbers.scaling(), statistics, s));
                    s += numbers.scaling().statsLength();
                } else if (each instanceof PreparedNumbers prepared) {
                    columns.add(prepared(place, prepared, statistics, s));
                    s += prepared.statsLength() / prepared.numbers().inputs().size();
                } else if (each instanceof FadingNumbers) {
                    columns.add(scaled(place, Scaling.STANDARD, statistics, s));
                    s += Moments.LENGTH;
                }
            }
        }
        return columns;
    }

    private static NumericColumn scaled(int place, Scaling scaling, double[] stats, int s) {
        double shift = scaling.shift(stats, s);
        boolean plain = scaling == Scaling.NONE;
        return new NumericColumn(place, Range.ALL, shift, plain, shift, scaling.divisor(stats, s), Range.ALL);
    }

    private static NumericColumn prepared(int place, PreparedNumbers rule, double[] stats, int s) {
        Scaling scaling = rule.numbers().scaling();
        NumericColumn column = scaled(place, scaling, stats, s + rule.missing().statsLength());
        double putIn = rule.missing().value(stats, s);
        return new NumericColumn(
                place,
                rule.clip(),
                Double.isNaN(putIn) ? column.shift : putIn,
                false,
                column.shift,
                column.divisor,
                rule.clipScaled());
    }
}
