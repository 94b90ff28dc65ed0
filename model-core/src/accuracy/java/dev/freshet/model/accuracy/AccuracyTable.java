package dev.freshet.model.accuracy;

import dev.freshet.model.Example;
import dev.freshet.model.Learner;
import dev.freshet.model.LearnerSpec;
import dev.freshet.model.data.Dataset;
import dev.freshet.model.run.Learners;
import dev.freshet.model.run.Prequential;
import dev.freshet.model.run.PrequentialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Prints the table of model-core's README, a row per stream: {@code --data DIR [NAME …]}. */
final class AccuracyTable {

    private AccuracyTable() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 2 || !args[0].equals("--data")) {
            System.err.println("usage: --data DIR ["
                    + String.join(" | ", Stream.ALL.stream().map(Stream::name).toList()) + " ...]");
            System.exit(2);
        }
        List<Stream> streams = new ArrayList<>();
        for (int i = 2; i < args.length; i++) {
            streams.add(Stream.named(args[i]));
        }
        print(Path.of(args[1]), streams.isEmpty() ? Stream.ALL : streams);
    }

    private static void print(Path data, List<Stream> streams) throws IOException {
        System.out.println(
                "| stream | rows | **default** | tuned | no-change | majority | NB | HT | ARF | linear | tuned to |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Stream stream : streams) {
            requireFile(stream, data.resolve(stream.file()));
            Dataset set = stream.open(data);
            PrequentialResult byDefault = run(set, Learners.spec(set.schema()).build());
            PrequentialResult tuned = run(set, stream.tuned().spec(set.schema()).build());
            System.out.println(
                    set.schema().classes().isEmpty()
                            ? regression(stream, byDefault, tuned)
                            : classes(stream, byDefault, tuned));
        }
    }

    /** The stream by a learner of {@code spec}. */
    static PrequentialResult run(Iterable<Example> stream, LearnerSpec spec) {
        Learner learner = new Learner(spec);
        return Prequential.every(1000).withoutGap().over(stream, learner, learner.init("run"), point -> {});
    }

    private static String classes(Stream stream, PrequentialResult byDefault, PrequentialResult tuned) {
        Reference reference = stream.reference();
        return "| %s | %,d | **%.2f** | %.2f | %.2f | %.2f | %s | %s | %s | %s | %s |"
                .formatted(
                        stream.name(),
                        byDefault.labelled(),
                        100 * byDefault.metric("accuracy"),
                        100 * tuned.metric("accuracy"),
                        100 * byDefault.metric("noChangeAccuracy"),
                        100 * byDefault.metric("majorityAccuracy"),
                        figure(reference.naiveBayes()),
                        figure(reference.hoeffdingTree()),
                        figure(reference.randomForest()),
                        figure(reference.linear()),
                        stream.tuned());
    }

    /** RMSE in place of accuracy, the mean so far in place of the majority. */
    private static String regression(Stream stream, PrequentialResult byDefault, PrequentialResult tuned) {
        return "| %s, RMSE | %,d | **%.2f** | %.2f | %.2f | %.2f | | | | | %s |"
                .formatted(
                        stream.name(),
                        byDefault.labelled(),
                        Math.sqrt(byDefault.metric("squaredError")),
                        Math.sqrt(tuned.metric("squaredError")),
                        Math.sqrt(byDefault.metric("noChangeSquaredError")),
                        Math.sqrt(byDefault.metric("meanBaselineSquaredError")),
                        stream.tuned());
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : "%.2f".formatted(value);
    }

    private static void requireFile(Stream stream, Path file) throws IOException {
        String found;
        try {
            found = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        if (!found.equals(stream.sha256())) {
            throw new IllegalArgumentException(file + " must have sha256 " + stream.sha256() + ": got " + found
                    + ": take it from " + stream.source());
        }
    }
}
