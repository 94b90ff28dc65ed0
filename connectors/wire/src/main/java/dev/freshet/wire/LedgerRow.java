package dev.freshet.wire;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one subtask did between two checkpoints, as the ledger topic holds it. A row commits together with the outputs that it
 * counts. A checkpoint is complete once every subtask of both roles has its row; a subtask whose input has ended wrote its
 * {@code last} row before that, and needs no more.
 *
 * @param run the job's id in Flink; a job that continues from a savepoint has another
 * @param checkpoint the one under which the row commits; of a last row the earliest that can be
 * @param since the checkpoint before, from which this row counts; 0 if the run began without one
 * @param restored whether the subtask began from {@code since}, so that the row of that checkpoint may be another run's
 * @param last whether the subtask's input has ended
 * @param source the topic that a decode subtask reads; empty for a learning subtask, which reads what all of them accept,
 *     and in a row from when there was one input topic only
 * @param subtask from 0 to {@code parallelism − 1}
 * @param inputs by input partition, of those that gave records only
 * @param fates what became of the records; null in a row of {@link Role#DECODE}
 */
public record LedgerRow(
        String run,
        long checkpoint,
        long since,
        boolean restored,
        boolean last,
        Role role,
        String source,
        int subtask,
        int parallelism,
        List<Input> inputs,
        @Nullable Fates fates) {

    /** Which of the job's steps wrote a row. */
    public enum Role {
        /** Bytes to events and rejections, as they left the source. */
        DECODE,
        /** Events to predictions and updates, rejections to dead letters. */
        LEARN,
        /** As {@link #DECODE}, of the job that scores. */
        SCORE_DECODE,
        /** Features to answers, rejections to dead letters. */
        SCORE;

        /** Whether the step is one of the job that scores, which has runs of its own. */
        public boolean scores() {
            return this == SCORE_DECODE || this == SCORE;
        }

        /** As a row's JSON has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public LedgerRow {
        inputs = List.copyOf(inputs);
        if (parallelism < 1 || subtask < 0 || subtask >= parallelism) {
            throw new IllegalArgumentException(
                    "ledger row: subtask must lie in [0, parallelism): got " + subtask + " of " + parallelism);
        }
    }

    /** A row of a subtask that has no topic of its own. */
    public LedgerRow(
            String run,
            long checkpoint,
            long since,
            boolean restored,
            boolean last,
            Role role,
            int subtask,
            int parallelism,
            List<Input> inputs,
            @Nullable Fates fates) {
        this(run, checkpoint, since, restored, last, role, "", subtask, parallelism, inputs, fates);
    }

    /** What a person finds it by; no other row has the same. */
    public String place() {
        return "run " + SafeText.of(run) + ", checkpoint " + checkpoint + ", " + role.word() + " subtask " + subtask
                + " of " + parallelism + (source.isEmpty() ? "" : ", topic " + SafeText.of(source));
    }

    /** Records that the row counts. */
    public long records() {
        return inputs.stream().mapToLong(Input::records).sum();
    }

    /**
     * Records of one partition of an input topic. Between {@code from} and {@code to} may lie offsets that hold none.
     *
     * @param topic empty in a row from when there was one input topic only, the events
     * @param from first offset
     * @param to behind the last offset
     * @param events accepted
     * @param rejected dead letters
     */
    public record Input(String topic, int partition, long from, long to, long events, long rejected) {

        public long records() {
            return events + rejected;
        }

        /** As an error names it. */
        public String place() {
            String of = topic.isEmpty() ? "" : "topic " + SafeText.of(topic) + ", ";
            return of + "partition " + partition + " offsets " + from + " to " + (to - 1);
        }
    }

    /**
     * What became of the records. Consumed = predicted + dead + duplicates + late + commands; predicted = trained + refused +
     * unlabelled + open + waiting. Where labels come later, that is of features, and {@code labels} has its own sum.
     *
     * @param dead handed on as dead letters, but for the late ones
     * @param duplicates dropped, since an event of their id and content was answered before
     * @param late handed on as dead letters, since they were too old for their key
     * @param open by how much the events that wait in open batches became more; negative if fewer
     * @param batches that changed a model
     * @param waiting by how much the features that wait for their label became more; negative if fewer
     * @param labels what became of the labels that come later than their features
     * @param commands handed in to a model, and acknowledged
     */
    public record Fates(
            long predicted,
            long dead,
            long duplicates,
            long late,
            long trained,
            long refused,
            long unlabelled,
            long open,
            long batches,
            long waiting,
            Labels labels,
            long commands) {
        public static final Fates NONE = new Fates(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Where no label comes later. */
        public Fates(
                long predicted,
                long dead,
                long duplicates,
                long late,
                long trained,
                long refused,
                long unlabelled,
                long open,
                long batches) {
            this(predicted, dead, duplicates, late, trained, refused, unlabelled, open, batches, 0, Labels.NONE, 0);
        }

        public Fates plus(Fates more) {
            return new Fates(
                    predicted + more.predicted,
                    dead + more.dead,
                    duplicates + more.duplicates,
                    late + more.late,
                    trained + more.trained,
                    refused + more.refused,
                    unlabelled + more.unlabelled,
                    open + more.open,
                    batches + more.batches,
                    waiting + more.waiting,
                    labels.plus(more.labels),
                    commands + more.commands);
        }

        /** Records that came to an end here, labels aside. */
        public long answered() {
            return predicted + dead + duplicates + late + commands;
        }
    }

    /**
     * What became of labels that come later than their features. Consumed = joined + dead + duplicates +
     * waiting + erased.
     *
     * @param joined learned from, or refused by the guard, together with their features
     * @param dead handed on as dead letters, those that were no labels included
     * @param duplicates dropped, since their features had the same label before
     * @param waiting by how much the labels that wait for their features became more; negative if fewer
     * @param erased dropped while they waited, as their key was erased
     */
    public record Labels(long joined, long dead, long duplicates, long waiting, long erased) {
        public static final Labels NONE = new Labels(0, 0, 0, 0);

        /** Of keys none of which was erased. */
        public Labels(long joined, long dead, long duplicates, long waiting) {
            this(joined, dead, duplicates, waiting, 0);
        }

        Labels plus(Labels more) {
            return new Labels(
                    joined + more.joined,
                    dead + more.dead,
                    duplicates + more.duplicates,
                    waiting + more.waiting,
                    erased + more.erased);
        }

        /** Records that came to an end here, or wait. */
        public long taken() {
            return joined + dead + duplicates + waiting + erased;
        }
    }
}
