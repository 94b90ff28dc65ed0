package dev.freshet.wire;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event's answer, as the predictions topic holds it. Its array is not copied; read only. */
public final class Prediction {
    private final String id;
    private final String key;
    private final long ts;
    private final Label yhat;
    private final float @Nullable [] proba;
    private final @Nullable Label y;
    private final double loss;
    private final ModelRef model;
    private final Source src;

    /**
     * @param ts when the event happened, in epoch milliseconds UTC
     * @param proba probability of each class in the task's order; null for a regression
     * @param y the event's label, or null if it had none
     * @param loss of the prediction; NaN without a label
     */
    public Prediction(
            String id,
            String key,
            long ts,
            Label yhat,
            float @Nullable [] proba,
            @Nullable Label y,
            double loss,
            ModelRef model,
            Source src) {
        this.id = id;
        this.key = key;
        this.ts = ts;
        this.yhat = yhat;
        this.proba = proba;
        this.y = y;
        this.loss = loss;
        this.model = model;
        this.src = src;
    }

    public String id() {
        return id;
    }

    public String key() {
        return key;
    }

    public long ts() {
        return ts;
    }

    public Label yhat() {
        return yhat;
    }

    public float @Nullable [] proba() {
        return proba;
    }

    public @Nullable Label y() {
        return y;
    }

    public double loss() {
        return loss;
    }

    public ModelRef model() {
        return model;
    }

    public Source src() {
        return src;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Prediction p
                && id.equals(p.id)
                && key.equals(p.key)
                && ts == p.ts
                && yhat.equals(p.yhat)
                && Arrays.equals(proba, p.proba)
                && Objects.equals(y, p.y)
                && Double.compare(loss, p.loss) == 0
                && model.equals(p.model)
                && src.equals(p.src);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, key, ts, model, src);
    }

    @Override
    public String toString() {
        return "Prediction[id=" + id + ", key=" + key + ", ts=" + ts + ", yhat=" + yhat + ", proba="
                + Arrays.toString(proba) + ", y=" + y + ", loss=" + loss + ", model=" + model + ", src=" + src + "]";
    }
}
