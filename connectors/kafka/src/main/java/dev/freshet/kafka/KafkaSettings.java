package dev.freshet.kafka;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;

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

    /** A connection string in their options makes them load code from elsewhere (CVE-2023-25194, CVE-2025-27818). */
    private static final List<String> FORBIDDEN_MODULES = List.of("JndiLoginModule", "LdapLoginModule");

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
                    + " is not yours to set: allowed are names that" + " begin with security., sasl., ssl. or client.");
        }
        for (String module : FORBIDDEN_MODULES) {
            if (value.contains(module)) {
                throw new IllegalArgumentException("kafka.properties." + name + " names " + module
                        + ", which loads code from elsewhere: use another login module");
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
