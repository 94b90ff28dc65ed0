package dev.freshet.kafka;

import java.lang.reflect.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what the connector's exactly-once writer leaves open. To list transactions, as pooled names need, it makes an admin
 * client and never closes it: a thread, and with it the job's class loader, for each writer that a TaskManager has ever run.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    /** Of the connector that this build is pinned to, which a test holds. */
    static final String FIELD = "adminClient";

    private Leftovers() {}

    /** Closes the admin client of a writer that is closed itself, if it has made one. */
    static void close(Object writer) {
        try {
            Field field = writer.getClass().getDeclaredField(FIELD);
            field.setAccessible(true);
            if (field.get(writer) instanceof AutoCloseable client) {
                client.close();
            }
        } catch (NoSuchFieldException e) {
            // A writer that needs none.
        } catch (Exception e) {
            LOG.warn(
                    "cannot close the admin client of {}: {}", writer.getClass().getName(), e.toString());
        }
    }
}
