package dev.freshet.jobs.cli;

import dev.freshet.jobs.letters.LetterFilter;
import dev.freshet.jobs.letters.LetterReplay;
import dev.freshet.jobs.letters.SentLetters;
import dev.freshet.jobs.local.LocalRunException;
import dev.freshet.jobs.pipeline.Pipeline;
import dev.freshet.kafka.DeadLetter;
import dev.freshet.kafka.DeadLetter.Hindrance;
import dev.freshet.kafka.EventProducer;
import dev.freshet.kafka.KafkaSetupException;
import dev.freshet.kafka.TopicReader;
import dev.freshet.wire.Replays;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Sends the records of dead letters back to the events topic, to the partition where they lay, behind what"
                    + " is there now. Only says what it would do, unless --send is given.",
            "The letters stay. One that was sent back before is kept, as the records on the events topic tell; --again"
                    + " sends it once more, and it is learned from twice unless the pipeline drops duplicates"
                    + " (events.dedupe)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  freshet dead-letters replay -c pipeline.yaml --code TYPE",
            "  freshet dead-letters replay -c pipeline.yaml --code TYPE --send"
        })
final class DeadLettersReplayCommand implements Callable<Integer> {

    @Mixin
    private final LetterOptions options = new LetterOptions();

    @Option(names = "--send", description = "Sends them.")
    private boolean send;

    @Option(names = "--again", description = "Sends also what was sent before.")
    private boolean again;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        LetterFilter filter = options.filter(spec);
        Pipeline pipeline = options.config().load();
        List<String> inputs = pipeline.topics().learnedFrom(pipeline.labels() != null);
        for (String input : inputs) {
            replay(filter, input, inputs, pipeline);
        }
        return ExitCode.OK;
    }

    /** Sends back what came from one of the topics that the job reads; the first pass tells of what came from none. */
    private void replay(LetterFilter filter, String input, List<String> inputs, Pipeline pipeline) {
        SentLetters sent = again
                ? SentLetters.forgotten(filter, input)
                : SentLetters.read(pipeline.kafka(), pipeline.topics().deadLetters(), filter, input);
        if (!send) {
            run(new LetterReplay(filter, input, sent, (record, partition) -> {}), input, inputs, pipeline);
            return;
        }
        Set<Integer> partitions = TopicReader.ends(pipeline.kafka(), input).keySet();
        EventProducer producer = new EventProducer(pipeline.kafka());
        try (producer) {
            LetterReplay replay = new LetterReplay(filter, input, sent, (record, partition) -> {
                int there = (int) partition;
                producer.send(record, partitions.contains(there) ? there : null);
            });
            run(replay, input, inputs, pipeline);
        } catch (KafkaSetupException e) {
            if (producer.failed() == 0) {
                throw e;
            }
            throw new LocalRunException(String.valueOf(e.getMessage()), e);
        }
    }

    private void run(LetterReplay replay, String input, List<String> inputs, Pipeline pipeline) {
        boolean first = input.equals(inputs.get(0));
        try (TopicReader reader =
                new TopicReader(pipeline.kafka(), List.of(pipeline.topics().deadLetters()))) {
            reader.toEnd(raw -> {
                String from = new DeadLetter(raw).topic();
                if (input.equals(from) || (first && !inputs.contains(String.valueOf(from)))) {
                    replay.add(raw);
                }
            });
        }
        PrintWriter out = spec.commandLine().getOut();
        String to = (send ? "sent back to " : "would be sent back to ") + input;
        out.printf("%,d records %s%n", replay.count(Hindrance.NONE), to);
        explain(out, replay, Hindrance.CUT, "kept: the record was too long for a letter, its end is lost");
        explain(out, replay, Hindrance.NO_EVENT, "kept: it tells of an output, whose event was learned from");
        explain(out, replay, Hindrance.ELSEWHERE, "kept: its record came from another topic");
        String limit = "kept: REPLAY_LIMIT, its record was sent back " + Replays.MAX + " times before";
        explain(out, replay, Hindrance.REPLAY_LIMIT, limit);
        explain(out, replay, Hindrance.SENT_BEFORE, "kept: it was sent back before; --again sends it once more");
        explain(
                out,
                replay,
                Hindrance.UNSEEN,
                "kept: topic " + input + " no longer tells whether it was sent back before; --again sends it");
        if (!send && replay.count(Hindrance.NONE) > 0) {
            out.println("nothing was sent: add --send to do it");
        }
        out.flush();
    }

    private static void explain(PrintWriter out, LetterReplay replay, Hindrance hindrance, String why) {
        if (replay.count(hindrance) > 0) {
            out.printf("%,d %s%n", replay.count(hindrance), why);
        }
    }
}
