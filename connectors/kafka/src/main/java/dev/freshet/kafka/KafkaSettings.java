package dev.freshet.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where the brokers are and how to be let in.
 *
 * @param bootstrap {@code host:port}, several separated by commas
 * @param properties how to be let in: names that begin with {@code security.}, {@code sasl.}, {@code ssl.} or
 *     {@code client.}; every other property is ours to set
 */
public record KafkaSettings(String bootstrap, Map<String, String> properties) implements Serializable {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
    private static final List<String> ALLOWED = List.of("security.", "sasl.", "ssl.", "client.");

    /** What an administrator of clients may set, and what is theirs alone to run: nothing that names a class to load. */
    private static final Set<String> KNOWN = Stream.concat(
                    ConsumerConfig.configNames().stream(), ProducerConfig.configNames().stream())
            .filter(name -> ALLOWED.stream().anyMatch(name::startsWith))
            .filter(name -> !name.endsWith(".class") && !name.equals("security.providers"))
            .collect(Collectors.toUnmodifiableSet());

    /** Others load code from elsewhere, or run what their options name (CVE-2023-25194, CVE-2025-27818). */
    private static final Set<String> LOGIN_MODULES = Set.of(
            "org.apache.kafka.common.security.plain.PlainLoginModule",
            "org.apache.kafka.common.security.scram.ScramLoginModule",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule",
            "com.sun.security.auth.module.Krb5LoginModule");

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern LOGIN_ENTRY = Pattern.compile("(?:^|;)\\s*([^\\s;\"]+)\\s");

    /** Whose values may be shown; all others may hold a secret. */
    private static final Set<String> SHOWN = Set.of(
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            "sasl.mechanism",
            CommonClientConfigs.CLIENT_ID_CONFIG,
            CommonClientConfigs.CLIENT_RACK_CONFIG,
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG);

    public KafkaSettings {
        for (String address : bootstrap.split(",", -1)) {
            var match = ADDRESS.matcher(address.strip());
            if (!match.matches() || Integer.parseInt(match.group(2)) > 65_535) {
                throw new IllegalArgumentException(
                        "kafka.bootstrap must read host:port, several separated by commas: got \"" + bootstrap + "\"");
            }
        }
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
        properties.forEach(KafkaSettings::check);
    }

    /** Brokers that let anyone in. */
    public static KafkaSettings of(String bootstrap) {
        return new KafkaSettings(bootstrap, Map.of());
    }

    /** What every client is told. */
    Properties client() {
        Properties all = new Properties();
        all.putAll(properties);
        all.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        all.setProperty(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "5000");
        all.setProperty(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, "10000");
        return all;
    }

    List<String> addresses() {
        List<String> all = new ArrayList<>();
        for (String address : bootstrap.split(",", -1)) {
            all.add(address.strip());
        }
        return all;
    }

    private static void check(String name, String value) {
        if (ALLOWED.stream().noneMatch(name::startsWith)) {
            throw new IllegalArgumentException("kafka.properties." + name
                    + " is not yours to set: allowed are names that begin with security., sasl., ssl. or client.");
        }
        if (!KNOWN.contains(name)) {
            throw new IllegalArgumentException("kafka.properties." + name
                    + " is none that Kafka's clients know, or names a class to load, which is not allowed; see"
                    + " the security settings in Kafka's documentation");
        }
        if (name.equals("sasl.jaas.config")) {
            checkLogin(value);
        }
        if (name.endsWith(".url") && !value.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "kafka.properties." + name + " must begin with https://, so that nothing else is read or asked");
        }
    }

    private static void checkLogin(String jaas) {
        Matcher entry = LOGIN_ENTRY.matcher(QUOTED.matcher(jaas).replaceAll("\"\""));
        while (entry.find()) {
            if (!LOGIN_MODULES.contains(entry.group(1))) {
                throw new IllegalArgumentException(
                        "kafka.properties.sasl.jaas.config must name one of the login modules "
                                + LOGIN_MODULES.stream().sorted().collect(Collectors.joining(", "))
                                + ": it names another, which could load code from elsewhere");
            }
        }
    }

    /** Without passwords: the values that may be secret read {@code ***}. */
    @Override
    public String toString() {
        return properties.entrySet().stream()
                .map(e -> e.getKey() + "=" + (SHOWN.contains(e.getKey()) ? e.getValue() : "***"))
                .collect(Collectors.joining(", ", "KafkaSettings[bootstrap=" + bootstrap + ", properties={", "}]"));
    }
}
