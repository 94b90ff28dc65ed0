package dev.freshet.jobs.console;

import dev.freshet.model.LearnerSpec;
import dev.freshet.model.Task;
import dev.freshet.model.eval.Evaluation;
import dev.freshet.wire.Label;
import dev.freshet.wire.LateLabel;
import dev.freshet.wire.Prediction;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges each prediction as it was served, once its label comes: joins the two topics by key and id, whichever is read first.
 * Of each it keeps the newest {@link #MOST} that wait, so that a stream without end can be watched, too. Not for two threads.
 */
public final class Served {
    static final int MOST = 200_000;

    private final Task task;
    private final Evaluation evaluation;
    private final int most;
    private final Map<Id, Prediction> predictions = new LinkedHashMap<>();
    private final Map<Id, LateLabel> labels = new LinkedHashMap<>();

    private record Id(String key, String id) {}

    /** @param evaluation of a learner of {@code spec} */
    public Served(LearnerSpec spec, Evaluation evaluation) {
        this(spec, evaluation, MOST);
    }

    Served(LearnerSpec spec, Evaluation evaluation, int most) {
        task = spec.task();
        this.evaluation = evaluation;
        this.most = most;
    }

    /** The prediction with its label and loss; null if the label has not come. */
    public @Nullable Prediction add(Prediction prediction) {
        Id id = new Id(prediction.key(), prediction.id());
        LateLabel label = labels.remove(id);
        if (label == null) {
            keep(predictions, id, prediction);
            return null;
        }
        return judged(prediction, label);
    }

    /** The label's prediction with label and loss; null if it has not come, or was judged by a label before. */
    public @Nullable Prediction add(LateLabel label) {
        Id id = new Id(label.key(), label.id());
        Prediction prediction = predictions.remove(id);
        if (prediction == null) {
            keep(labels, id, label);
            return null;
        }
        return judged(prediction, label);
    }

    private <T> void keep(Map<Id, T> waiting, Id id, T what) {
        waiting.putIfAbsent(id, what);
        if (waiting.size() > most) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    private Prediction judged(Prediction p, LateLabel label) {
        float[] proba = p.proba();
        float[] answered =
                proba != null ? proba : new float[] {p.yhat() instanceof Label.OfNumber n ? (float) n.value() : 0};
        Label y = task instanceof Task.Classification classes
                ? new Label.OfClass(classes.classes().get((int) label.label()))
                : new Label.OfNumber(label.label());
        double loss = evaluation.loss(answered, 0, label.label());
        return new Prediction(p.id(), p.key(), p.ts(), p.yhat(), proba, y, loss, p.model(), p.src());
    }
}
