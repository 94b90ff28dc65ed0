package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user hears from a broker with SASL, TLS and ACLs: one line, with who asked, for what, and what to do. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecurityIT {
    private static final String TOPIC = "secure.events";
    private static final List<Right> RIGHTS = List.of(
            Right.configsOfBrokers(),
            Right.topic(TOPIC, "READ"),
            Right.topic(TOPIC, "WRITE"),
            Right.topic(TOPIC, "DESCRIBE_CONFIGS"),
            Right.group("g", "READ"),
            Right.transactions("t", "WRITE"));

    @TempDir
    static Path directory;

    private static SecureBroker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = SecureBroker.start(directory);
        var unused = Topics.ensure(KafkaSettings.of(broker.plain()), List.of(TopicSpec.of(TOPIC, 1)));
        broker.grant(RIGHTS);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void withPasswordCertificateAndRightsAllIsAsElsewhere() {
        assertThat(BrokerLimits.read(broker.settings()).transactionMaxMillis()).isEqualTo(900_000);
        try (EventProducer producer = new EventProducer(broker.settings())) {
            producer.send(Records.outbound(TOPIC, "k", "secret news"));
        }
        assertThat(TestBroker.values(broker.settings(), TOPIC)).contains("secret news");
        assertThat(Rights.missing(broker.settings(), RIGHTS)).isEmpty();
    }

    @Test
    void aWrongPasswordNamesWhoWasNotLetIn() {
        refusal(broker.settings(broker.secureAddress(), "canary-wrong", "authority"))
                .hasMessageStartingWith("Kafka at " + broker.secureAddress() + " does not let User:freshet in (")
                .hasMessageContaining("invalid credentials")
                .hasMessageContaining("check kafka.properties");
    }

    @Test
    void aCertificateThatHasExpiredSaysSo() {
        refusal(broker.settingsOfExpired())
                .hasMessageContaining("does not let User:freshet in")
                .hasMessageContaining("NotAfter");
    }

    @Test
    void aCertificateThatNobodyTrustsSaysSo() {
        refusal(broker.settings(broker.secureAddress(), SecureBroker.PASSWORD, "stranger"))
                .hasMessageContaining("does not let User:freshet in")
                .hasMessageContaining("PKIX path");
    }

    @Test
    void aPasswordThatDoesNotOpenTheTrustedCertificatesSaysSo() {
        refusal(broker.settingsWithStorePassword("canary-store"))
                .hasMessageStartingWith("Kafka at " + broker.secureAddress() + ": no client can be made (")
                .hasMessageContaining("authority-trust.p12")
                .hasMessageContaining("password was incorrect")
                .hasMessageContaining("check kafka.properties");
    }

    @Test
    void tlsToAPortThatSpeaksPlainSaysWhichAddressAndWhatToCheck() {
        refusal(broker.settings(broker.plain(), SecureBroker.PASSWORD, "authority"))
                .hasMessageContaining(broker.plain())
                .hasMessageContaining("security.protocol");
    }

    @Test
    void plainToAPortThatSpeaksTlsSaysWhichAddressAndWhatToCheck() {
        refusal(KafkaSettings.of(broker.secureAddress()))
                .hasMessageContaining(broker.secureAddress())
                .hasMessageContaining("security.protocol");
    }

    @Test
    void eachRightThatIsMissingIsNamedAlone() throws Exception {
        for (Right right : RIGHTS) {
            broker.revoke(right);
            try {
                assertThat(Rights.missing(broker.settings(), RIGHTS)).containsExactly(right);
            } finally {
                broker.grant(List.of(right));
            }
        }
        assertThat(Rights.explain(broker.settings(), RIGHTS.subList(1, 2)))
                .isEqualTo("Kafka at " + broker.secureAddress() + ": User:freshet lacks the right to READ on topic "
                        + TOPIC + "; grant what freshet topics acl prints");
    }

    @Test
    void aRightThatIsMissingInTheMiddleOfAnActionIsNamedToo() throws Exception {
        Right limits = Right.configsOfBrokers();
        broker.revoke(limits);
        try {
            refusal(broker.settings()).hasMessageContaining("User:freshet may not read the broker's limits");
        } finally {
            broker.grant(List.of(limits));
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refusal(KafkaSettings settings) {
        return assertThatThrownBy(() -> {
                    var unused = BrokerLimits.read(settings);
                })
                .isInstanceOf(KafkaSetupException.class)
                .satisfies(failure ->
                        assertThat(String.valueOf(failure.getMessage()).lines()).hasSize(1))
                .satisfies(failure -> assertNoSecret(failure));
    }

    /** Neither in what is printed nor in what a log would add. */
    private static void assertNoSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("canary", "store-8d2e");
        }
    }
}
