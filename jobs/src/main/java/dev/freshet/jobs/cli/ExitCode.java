package dev.freshet.jobs.cli;

import dev.freshet.jobs.StartUpException;
import dev.freshet.jobs.pipeline.PipelineException;
import dev.freshet.kafka.BrokerUnreachableException;
import dev.freshet.kafka.KafkaSetupException;

/** What the shell is told. */
final class ExitCode {
    static final int OK = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int INVALID_PIPELINE = 3;
    static final int UNREACHABLE = 4;

    /** As shells say it of a program that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Throwable failure) {
        if (failure instanceof PipelineException || failure instanceof StartUpException) {
            return INVALID_PIPELINE;
        }
        if (failure instanceof BrokerUnreachableException) {
            return UNREACHABLE;
        }
        return failure instanceof KafkaSetupException ? INVALID_PIPELINE : FAILURE;
    }
}
