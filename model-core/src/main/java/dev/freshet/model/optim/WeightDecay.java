package dev.freshet.model.optim;

/**
 * {@code u ← u + decay · w}, for all n parameters, biases too, as PyTorch has it. First in a chain it is the gradient of
 * {@code ½ decay ‖w‖²}; after Adam's direction and before the rate it is AdamW's decoupled decay. Keeps no state.
 *
 * @param decay ≥ 0
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019)</a>
 */
public record WeightDecay(double decay) implements GradientTransform {

    public WeightDecay {
        Settings.requireNatural("weight-decay.decay", decay);
    }

    @Override
    public String name() {
        return "weight-decay";
    }

    @Override
    public int slots() {
        return 0;
    }

    @Override
    public String whyEager() {
        return "weight-decay shrinks every weight at every step";
    }

    @Override
    public boolean showsAll() {
        return true;
    }

    @Override
    public void apply(float[] update, float[] params, float[][] slots, float[][] next, int first, long step) {
        pull(update, params, (float) decay);
    }

    private static void pull(float[] u, float[] w, float decay) {
        for (int i = 0; i < u.length; i++) {
            u[i] += decay * w[i];
        }
    }
}
