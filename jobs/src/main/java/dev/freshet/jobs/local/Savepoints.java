package dev.freshet.jobs.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops jobs with a savepoint. */
final class Savepoints {
    private Savepoints() {}

    /**
     * Its path. A savepoint takes the brokers: without them the job is ended as it is.
     *
     * @throws LocalRunException if there is none; names the last checkpoint
     */
    static String stop(LocalJob job, String directory, BrokerWatch broker) {
        CompletableFuture<String> savepoint = CompletableFuture.supplyAsync(() -> job.stop(directory));
        while (true) {
            try {
                return savepoint.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                if (broker.away()) {
                    throw new LocalRunException(
                            broker.silence() + ", so no savepoint can be taken" + job.abandon(), null);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof LocalRunException failure
                        ? failure
                        : LocalRunException.of("the job cannot be stopped", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LocalRunException("interrupted while the job was stopping", e);
            }
        }
    }
}
