package dev.freshet.kafka;

import dev.freshet.wire.SafeText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Questions to the brokers, with errors that say which broker, what was asked and what to do. */
final class AdminSession implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;
    private static final Duration END_WITHIN = Duration.ofSeconds(1);
    private static final int PROBE_MILLIS = 1_000;
    private static final int PROBES = 3;
    private static final int REASON = 500;

    private final KafkaSettings settings;
    private final Admin admin;

    private AdminSession(KafkaSettings settings, Admin admin) {
        this.settings = settings;
        this.admin = admin;
    }

    static AdminSession open(KafkaSettings settings) {
        return open(settings, ANSWER_MILLIS);
    }

    /** @param answerMillis how long a question may take */
    static AdminSession open(KafkaSettings settings, int answerMillis) {
        Properties properties = settings.client();
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(answerMillis));
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(answerMillis / 2));
        try {
            return new AdminSession(settings, Admin.create(properties));
        } catch (KafkaException e) {
            throw new KafkaSetupException(
                    "Kafka at " + settings.bootstrap() + ": no client can be made (" + innermost(e)
                            + "): check kafka.properties, security.protocol, sasl.* and ssl.*",
                    e);
        }
    }

    /**
     * @param what completes "cannot …"
     * @throws KafkaSetupException if the brokers do not answer, refuse or fail
     */
    <T> T get(String what, Function<Admin, KafkaFuture<T>> question) {
        try {
            return ask(question);
        } catch (ExecutionException e) {
            throw failure(what, e.getCause());
        }
    }

    /** As {@link #get}, for a caller that knows what to make of the cause. */
    <T> T ask(Function<Admin, KafkaFuture<T>> question) throws ExecutionException {
        try {
            return question.apply(admin).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaSetupException("interrupted while asking " + settings.bootstrap(), e);
        }
    }

    /** Whether a broker answers at all, be it with a refusal. */
    boolean reaches() {
        try {
            var unused = ask(a -> a.describeCluster().clusterId());
            return true;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof TimeoutException || e.getCause() instanceof DisconnectException);
        }
    }

    KafkaSetupException failure(String what, @Nullable Throwable cause) {
        return failure(settings, what, cause);
    }

    static KafkaSetupException failure(KafkaSettings settings, String what, @Nullable Throwable cause) {
        String where = "Kafka at " + settings.bootstrap();
        if (cause instanceof TimeoutException || cause instanceof DisconnectException) {
            return new BrokerUnreachableException(where + " does not answer: " + probe(settings), cause);
        }
        if (cause instanceof AuthenticationException) {
            return new KafkaSetupException(
                    where + " does not let " + Rights.principal(settings) + " in (" + reason(cause)
                            + "): check kafka.properties, security.protocol, sasl.* and ssl.*",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new KafkaSetupException(
                    where + ": " + Rights.principal(settings) + " may not " + what + " (" + reason(cause)
                            + "): grant the right, see freshet topics acl",
                    cause);
        }
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return new KafkaSetupException(
                where + ": cannot " + what + ": " + (root == null ? "no reason given" : root.getMessage()), cause);
    }

    /** All that the chain of causes says, since of a certificate only the innermost tells what is wrong with it. */
    private static String reason(Throwable failure) {
        Set<String> said = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said.add(String.valueOf(cause.getMessage()));
        }
        return SafeText.of(String.join(": ", said));
    }

    /** The three innermost messages: of a file that cannot be opened they tell which it is, and why. */
    private static String innermost(Throwable failure) {
        List<String> said = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            said.add(String.valueOf(cause.getMessage()));
        }
        return SafeText.of(String.join(": ", said.subList(Math.max(0, said.size() - 3), said.size())), REASON);
    }

    /** Tells a wrong address from a wrong protocol. */
    private static String probe(KafkaSettings settings) {
        StringBuilder found = new StringBuilder();
        boolean anyListens = false;
        for (String address : settings.addresses()
                .subList(0, Math.min(PROBES, settings.addresses().size()))) {
            int colon = address.lastIndexOf(':');
            String host = address.substring(0, colon);
            try (Socket socket = new Socket()) {
                InetAddress[] all = InetAddress.getAllByName(host);
                socket.connect(
                        new InetSocketAddress(all[0], Integer.parseInt(address.substring(colon + 1))), PROBE_MILLIS);
                anyListens = true;
                found.append(address).append(" accepts connections; ");
            } catch (IOException e) {
                found.append(address).append(": ").append(e).append("; ");
            }
        }
        return found
                + (anyListens
                        ? "check that it is a Kafka listener and that security.protocol fits it"
                        : "check kafka.bootstrap, and that the broker runs");
    }

    @Override
    public void close() {
        // What is still asked is not waited for: whoever asked has had the answer, or has given up.
        admin.close(END_WITHIN);
    }
}
