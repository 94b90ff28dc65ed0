package dev.freshet.model.loss;

/** |p − y|: its best constant is the median. */
public record Absolute() implements Loss {

    @Override
    public Output output() {
        return Output.NUMBER;
    }

    @Override
    public double value(float[] output, int at, int n, double label) {
        return Finite.bound(Math.abs(output[at] - label));
    }

    @Override
    public void gradient(float[] output, int at, int n, double label, float scale, float[] d) {
        double above = output[at] - label;
        d[at] = above > 0 ? scale : above < 0 ? -scale : 0;
    }
}
