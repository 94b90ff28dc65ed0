package dev.freshet.jobs.verify;

import dev.freshet.jobs.console.Terminal;
import dev.freshet.kafka.OpenTransaction;
import dev.freshet.wire.LedgerRow;
import dev.freshet.wire.SafeText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What a verification found, for a person and for an exit code. */
public final class VerifyReport {
    /** How much longer than its timeout a transaction may take to be aborted before it counts as hanging. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final LedgerBook book;
    private final Sums counted;
    private final Spans spans;
    private final List<OpenTransaction> open;
    private final Kept kept;
    private final boolean exactlyOnce;
    private final Findings sums = new Findings();
    private final Findings lost = new Findings();
    private final Findings gaps = new Findings();
    private final Findings repeats = new Findings();
    private Findings steps = new Findings();
    private final Findings hanging = new Findings();
    private final Findings replay = new Findings();
    private String answered = "";
    private String stepped = "";
    private String replayed = "";
    private int compared;

    /** @param exactlyOnce if not, a record may be answered twice and a row may count it again */
    VerifyReport(LedgerBook book, Spans spans, List<OpenTransaction> open, Kept kept, boolean exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
        this.book = book;
        counted = book.counted();
        this.spans = spans;
        this.open = open;
        this.kept = kept;
        book.runs().forEach(run -> run.checkChain(lost));
        Run unsettled = book.unsettled();
        if (unsettled != null && open.isEmpty()) {
            lost.add("run " + unsettled.id() + ", checkpoint " + unsettled.newest() + ": the row of "
                    + String.join(", ", unsettled.lacking(unsettled.newest()))
                    + " is missing, and no transaction is open that could still commit it");
        }
        for (OpenTransaction each : open) {
            if (each.age().compareTo(each.timeout().plus(GRACE)) > 0) {
                hanging.add(
                        text(each) + ", beyond its timeout of " + each.timeout().toSeconds()
                                + " s: readers of committed records stop before it; end it with kafka-transactions.sh"
                                + " abort");
            }
        }
    }

    /** Adds up, when all topics have been read. */
    void count(Answers answers, Steps models) {
        LedgerRow.Fates fates = counted.fates();
        if (book.runs().isEmpty()) {
            sums.add("the ledger topic holds no row: no job of this version has completed a checkpoint");
        }
        LedgerRow.Labels labels = fates.labels();
        equal(
                counted.records(),
                "consumed",
                fates.answered() + labels.taken(),
                "predicted + dead + duplicates + late + commands, and of late labels joined + dead + duplicates +"
                        + " waiting + erased,");
        long trained = fates.trained() + fates.refused() + fates.unlabelled() + fates.open() + fates.waiting();
        equal(
                fates.predicted(),
                "predicted",
                trained,
                "trained + refused + unlabelled + in open batches + waiting for a label");
        if (kept.all()) {
            equal(fates.predicted(), "predicted", answers.predictions(), "predictions of consumed places on the topic");
            equal(
                    fates.dead() + fates.late() + labels.dead(),
                    "dead + late",
                    answers.deadLetters(),
                    "dead letters of consumed places on the topic");
        }
        answered = count(answers.predictions()) + " predictions and " + count(answers.deadLetters()) + " dead letters";
        stepped = count(models.rises()) + " steps of " + count(models.keys()) + " models seen, "
                + count(fates.batches()) + " batches counted";
    }

    private void equal(long left, String what, long right, String parts) {
        if (left != right) {
            sums.add(what + " " + left + ", but " + parts + " " + right);
        }
    }

    /** @param found records without an answer whose id and content were answered before */
    void duplicates(long found) {
        if (kept.all()) {
            equal(
                    counted.fates().duplicates(),
                    "duplicates",
                    found,
                    "records without an answer whose id and content were answered before");
        }
    }

    /** @param why it is not possible */
    void notReplayed(String why) {
        replayed = "not possible: " + why;
    }

    /** Replaces what was found of the steps before the gaps were known. */
    void steps(Findings besidesGaps) {
        steps = besidesGaps;
    }

    void replayed(int keys, int models) {
        compared = models;
        replayed = count(keys) + " models learned anew, " + count(models) + " compared byte for byte";
    }

    Findings gaps() {
        return gaps;
    }

    Findings repeats() {
        return repeats;
    }

    Findings steps() {
        return steps;
    }

    Findings replay() {
        return replay;
    }

    Findings unreadable() {
        return book.unreadable();
    }

    Kept kept() {
        return kept;
    }

    /** Whether everything adds up. */
    public boolean balanced() {
        return problems().isEmpty();
    }

    /** Newest models that were compared byte for byte with what a replay came to. */
    public int compared() {
        return compared;
    }

    /** All that does not add up, a line each. */
    public List<String> problems() {
        List<Findings> all = exactlyOnce
                ? List.of(sums, lost, gaps, repeats, steps, hanging, replay, unreadable())
                : List.of(gaps, hanging, unreadable());
        return all.stream().flatMap(findings -> findings.lines().stream()).toList();
    }

    /** Prints it. */
    public void print(Terminal terminal) {
        terminal.line(terminal.bold("verified"));
        for (Run run : book.runs()) {
            entry(
                    terminal,
                    "run",
                    run.id() + (run.continues() ? " (continued)" : "") + ", up to checkpoint " + run.cut());
        }
        LedgerRow.Fates f = counted.fates();
        entry(terminal, "consumed", count(counted.records()) + " records of " + spans.partitions() + " partitions");
        entry(
                terminal,
                "fates",
                count(counted.records() - f.labels().taken()) + " consumed = " + count(f.predicted()) + " predicted + "
                        + count(f.dead()) + " dead + " + count(f.duplicates()) + " duplicate + " + count(f.late())
                        + " late");
        entry(
                terminal,
                "",
                count(f.predicted()) + " predicted = " + count(f.trained()) + " trained + " + count(f.refused())
                        + " refused");
        entry(terminal, "", "  + " + count(f.unlabelled()) + " unlabelled + " + count(f.open()) + " in open batches");
        later(terminal, f);
        entry(terminal, "on the topics", answered);
        findings(terminal, "sums", sums);
        findings(terminal, "lost commits", lost);
        findings(terminal, "gaps", gaps);
        findings(terminal, "repeats", repeats);
        entry(terminal, "steps", stepped);
        findings(terminal, "wrong steps", steps);
        if (!replayed.isEmpty()) {
            entry(terminal, "replay", replayed);
            findings(terminal, "other models", replay);
        }
        entry(terminal, "open transactions", open.isEmpty() ? "none" : count(open.size()));
        open.stream().limit(Findings.SHOWN).forEach(each -> entry(terminal, "", text(each)));
        hanging.lines().forEach(line -> entry(terminal, "hangs", line));
        unreadable().lines().forEach(line -> entry(terminal, "of another kind", line));
        if (!kept.all() || !kept.allAcknowledgements()) {
            entry(terminal, "not checked", "what is older than the topics reach back");
        }
        if (!exactlyOnce) {
            entry(terminal, "delivery", "at least once: only gaps are held against it");
        }
        entry(terminal, "ledger", balanced() ? terminal.good("balanced") : terminal.alarm("DOES NOT BALANCE"));
    }

    /** What there is besides where labels come later than their features. */
    private static void later(Terminal terminal, LedgerRow.Fates fates) {
        LedgerRow.Labels labels = fates.labels();
        if (fates.waiting() == 0 && labels.equals(LedgerRow.Labels.NONE)) {
            return;
        }
        entry(terminal, "", "  + " + count(fates.waiting()) + " waiting for their label");
        entry(
                terminal,
                "labels",
                count(labels.taken()) + " consumed = " + count(labels.joined()) + " joined + " + count(labels.dead())
                        + " dead + " + count(labels.duplicates()) + " duplicate");
        entry(terminal, "", "  + " + count(labels.waiting()) + " waiting for their features");
    }

    private static void findings(Terminal terminal, String name, Findings findings) {
        if (findings.none()) {
            entry(terminal, name, name.equals("sums") ? "equal" : "none");
        }
        String left = name;
        for (String line : findings.lines()) {
            entry(terminal, left, line);
            left = "";
        }
    }

    private static String text(OpenTransaction open) {
        return SafeText.of(open.id()) + ", open for " + open.age().toSeconds() + " s";
    }

    private static void entry(Terminal terminal, String name, String value) {
        terminal.line(String.format(Locale.ROOT, "  %-20s %s", name, value));
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
