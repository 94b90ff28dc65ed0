package dev.freshet.model;

import dev.freshet.model.select.Evidence;
import dev.freshet.model.select.SelectionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the contenders of each key learn side by side from the same examples, compares what each lost on an example before it
 * learned from it, and puts a challenger in the champion's place where its batch has closed. Like {@link Learner} it holds
 * scratch and no model.
 */
final class Contest {
    private final List<String> names = new ArrayList<>();
    private final List<Learner> learners = new ArrayList<>();
    private final SelectionRule rule;
    private final long ruleHash;
    /** What the champion's example came to, whichever learner it is. */
    private final Outcome outcome;
    /** What challengers' examples come to, of which only the loss is looked at. */
    private final Outcome unread;

    /** @param champion of keys that begin */
    Contest(Learner champion, Outcome outcome, Outcome unread, @Nullable Prior prior, Selection selection) {
        this.outcome = outcome;
        this.unread = unread;
        rule = selection.rule();
        ruleHash = selection.ruleHash();
        names.add(Selection.CHAMPION);
        learners.add(champion);
        for (Challenger challenger : selection.challengers()) {
            names.add(challenger.name());
            Prior fitting = prior == null ? null : prior.fitting(champion.spec(), challenger.spec());
            learners.add(new Learner(challenger.spec(), fitting, this));
        }
    }

    List<String> names() {
        return names;
    }

    /** What a contender is called. */
    String name(Learner learner) {
        return names.get(learners.indexOf(learner));
    }

    /** By the name of a contender, which is one of {@link #names}. */
    Learner learner(String name) {
        return learners.get(names.indexOf(name));
    }

    SelectionRule rule() {
        return rule;
    }

    long ruleHash() {
        return ruleHash;
    }

    /** A key that has seen nothing. */
    LearnerState init(String key) {
        LearnerState state = learners.get(0).begin(key);
        state.rivals = begin(key, Selection.CHAMPION);
        return state;
    }

    /** Lets the challengers of a key begin. */
    Rivals begin(String key, String champion) {
        List<String> others =
                names.stream().filter(name -> !name.equals(champion)).toList();
        LearnerState[] states = new LearnerState[others.size()];
        double[][] comparisons = new double[states.length][];
        for (int i = 0; i < states.length; i++) {
            states[i] = learner(others.get(i)).begin(key);
            comparisons[i] = rule.init();
        }
        return new Rivals(champion, others.toArray(new String[0]), states, comparisons);
    }

    private Rivals rivals(LearnerState state) {
        Rivals rivals = state.rivals;
        if (rivals == null) {
            rivals = begin(state.key, Selection.CHAMPION);
            state.rivals = rivals;
        }
        return rivals;
    }

    /**
     * What {@link Learner#observe} does, or {@link Learner#learn}, in every contender.
     *
     * @param served what was answered; null where the champion answers now
     */
    Outcome take(LearnerState state, Example example, long time, float @Nullable [] served) {
        outcome.clear();
        closeByAge(state, rivals(state), time);
        promoteWhereDue(state);
        Rivals rivals = rivals(state);
        champion(state).takeIn(state, example, time, served);
        double loss = outcome.ownLoss;
        for (int i = 0; i < rivals.states.length; i++) {
            unread.clear();
            challenger(rivals, i).takeIn(rivals.states[i], example, time, null);
            if (example.labelled()) {
                boolean unused = rule.update(rivals.comparisons[i], loss, unread.ownLoss);
            }
        }
        promoteWhereDue(state);
        return outcome;
    }

    private void closeByAge(LearnerState state, Rivals rivals, long time) {
        champion(state).closeByAge(state, time);
        for (int i = 0; i < rivals.states.length; i++) {
            unread.clear();
            challenger(rivals, i).closeByAge(rivals.states[i], time);
        }
    }

    /** What {@link Learner#score} does. */
    Outcome score(LearnerState state, Example example) {
        Rivals unused = rivals(state);
        return champion(state).scoreAlone(state, example);
    }

    /** What {@link Learner#command} does. */
    Outcome command(LearnerState state, PlannedAction planned) {
        Rivals unused = rivals(state);
        champion(state).commandAlone(state, planned);
        promoteWhereDue(state);
        return outcome;
    }

    /** Promotes while it is due and no batch is open; lets what was asked of the key meanwhile act on its new champion. */
    private void promoteWhereDue(LearnerState state) {
        Rivals rivals = rivals(state);
        if (rivals.replaced) {
            rivals.replaced = false;
            restart(rivals);
        }
        while (state.pending.size == 0) {
            String ordered = rivals.ordered;
            String next = ordered == null ? winner(state, rivals) : ordered;
            if (next == null) {
                return;
            }
            promote(state, rivals, next);
            if (ordered != null) {
                outcome.promotedBy(state.fingerprint);
            }
            champion(state).actDue(state);
            rivals = rivals(state);
        }
    }

    /** Of the challengers that are shown to be better the one that is so by the most; a frozen key keeps its champion. */
    private @Nullable String winner(LearnerState state, Rivals rivals) {
        String best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rivals.states.length && !state.steering.frozen; i++) {
            if (rule.won(rivals.comparisons[i])) {
                double difference = rule.evidence(rivals.comparisons[i]).difference();
                if (best == null || difference > most) {
                    best = rivals.names[i];
                    most = difference;
                }
            }
        }
        return best;
    }

    /** The challenger's open batch, if it has one, is not learned: the key counts its examples as learned already. */
    private void promote(LearnerState state, Rivals rivals, String name) {
        int i = rivals.indexOf(name);
        LearnerState rival = rivals.states[i];
        Evidence evidence = rule.evidence(rivals.comparisons[i]);
        challenger(rivals, i).dropBatch(rival);
        String from = rivals.champion;
        long promoted = rival.fingerprint;
        long demoted = state.fingerprint;
        state.exchangeModels(rival);
        state.fingerprint = Fingerprint.promote(demoted, name, promoted);
        rival.fingerprint = Fingerprint.promote(promoted, from, demoted);
        boolean commanded = name.equals(rivals.ordered);
        rivals.champion = name;
        rivals.names[i] = from;
        restart(rivals);
        state.rivals = inOrder(rivals);
        outcome.promote(new Promotion(from, name, commanded, state.step, state.seen(), state.fingerprint, evidence));
    }

    /** In the order of the pipeline, whoever is champion, as bytes have them. */
    private Rivals inOrder(Rivals rivals) {
        int n = rivals.names.length;
        String[] sorted = rivals.names.clone();
        Arrays.sort(sorted, Comparator.comparing(names::indexOf));
        LearnerState[] states = new LearnerState[n];
        double[][] comparisons = new double[n][];
        for (int i = 0; i < n; i++) {
            int from = rivals.indexOf(sorted[i]);
            states[i] = rivals.states[from];
            comparisons[i] = rivals.comparisons[from];
        }
        return new Rivals(rivals.champion, sorted, states, comparisons);
    }

    private void restart(Rivals rivals) {
        for (double[] comparison : rivals.comparisons) {
            rule.restart(comparison);
        }
    }

    /** The learner of a key's champion, which tells the reader what came of it. */
    private Learner champion(LearnerState state) {
        Learner learner = learner(state.contender());
        learner.tell(outcome);
        return learner;
    }

    private Learner challenger(Rivals rivals, int i) {
        Learner learner = learner(rivals.names[i]);
        learner.tell(unread);
        return learner;
    }
}
