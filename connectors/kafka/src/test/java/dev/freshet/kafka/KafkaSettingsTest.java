package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @Test
    void aSecretNeverShows() {
        KafkaSettings settings = new KafkaSettings(
                "broker:9093",
                Map.of(
                        "security.protocol", "SASL_SSL",
                        "ssl.truststore.password", "hunter2",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"hunter2\";"));

        assertThat(settings.toString())
                .contains("broker:9093", "security.protocol=SASL_SSL", "ssl.truststore.password=***")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolation.level", "transaction.timeout.ms", "bootstrap.servers", "Security.protocol", ""})
    void aPropertyThatIsOursToSetIsRefused(String name) {
        assertThatThrownBy(() -> new KafkaSettings("broker:9092", Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka.properties." + name + " is not yours to set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.sun.security.auth.module.JndiLoginModule required user.provider.url=\"ldap://evil\";",
                "com.sun.security.auth.module.LdapLoginModule required userProvider=\"ldap://evil\";",
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"x\";"
                        + "com.sun.security.auth.module.JndiLoginModule required;",
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"a\\\";\"; x.Evil required;"
            })
    void aLoginModuleThatLoadsCodeFromElsewhereIsRefused(String jaas) {
        assertThatThrownBy(() -> new KafkaSettings("broker:9092", Map.of("sasl.jaas.config", jaas)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("could load code from elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "a:1,b:2", "a:1, b:2", "[::1]:9092", "my_host-1.example.org:65535"})
    void addressesReadHostColonPort(String bootstrap) {
        assertThat(KafkaSettings.of(bootstrap).client()).containsEntry("bootstrap.servers", bootstrap);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:", ":1", "a:1,", "a:65536", "http://a:1", "a:1 b:2"})
    void anAddressThatIsNoneIsRefused(String bootstrap) {
        assertThatThrownBy(() -> KafkaSettings.of(bootstrap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka.bootstrap must read host:port")
                .hasMessageContaining("\"" + bootstrap + "\"");
    }

    @Test
    void whatTheUserSetsReachesEveryClient() {
        KafkaSettings settings =
                new KafkaSettings("broker:9092", Map.of("client.rack", "r1", "security.protocol", "SSL"));

        assertThat(settings.client()).containsEntry("client.rack", "r1").containsEntry("security.protocol", "SSL");
        assertThat(ProducerSettings.of(settings))
                .containsEntry("client.rack", "r1")
                .containsEntry("acks", "all");
    }

    @Test
    void aPasswordMayLookLikeALoginModule() {
        String jaas =
                "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"; x.Evil required;\";";

        assertThat(new KafkaSettings("broker:9092", Map.of("sasl.jaas.config", jaas)).client())
                .containsEntry("sasl.jaas.config", jaas);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssl.engine.factory.class",
                "sasl.login.class",
                "sasl.login.callback.handler.class",
                "sasl.client.callback.handler.class",
                "security.providers",
                "ssl.truststore.pasword"
            })
    void whatNamesAClassOrIsUnknownIsRefused(String name) {
        assertThatThrownBy(() -> new KafkaSettings("broker:9092", Map.of(name, "canary")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kafka.properties." + name)
                .hasMessageNotContaining("canary");
    }

    @Test
    void aTokenIsFetchedByHttpsOrNotAtAll() {
        String name = "sasl.oauthbearer.token.endpoint.url";

        assertThat(new KafkaSettings("broker:9092", Map.of(name, "https://login.example.org/t")).client())
                .containsKey(name);
        assertThatThrownBy(() -> new KafkaSettings("broker:9092", Map.of(name, "file:///etc/shadow")))
                .hasMessageContaining("must begin with https://");
    }
}
