package dev.freshet.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker that lets nobody do anything without a password, TLS and an ACL, but for the superuser of its plain listener; a
 * further listener has a certificate that has expired. The certificates are made here and now.
 */
public final class SecureBroker implements AutoCloseable {
    public static final String USER = "freshet";
    public static final String PASSWORD = "canary-5c1f";
    public static final String STORE_PASSWORD = "store-8d2e";
    private static final String AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

    private final EmbeddedBroker broker;
    private final Path directory;
    private final int secure;
    private final int expired;

    private SecureBroker(EmbeddedBroker broker, Path directory, int secure, int expired) {
        this.broker = broker;
        this.directory = directory;
        this.secure = secure;
        this.expired = expired;
    }

    public static SecureBroker start(Path directory) throws Exception {
        makeAuthority(directory, "authority");
        makeAuthority(directory, "stranger");
        makeCertificate(directory, "server", "-validity", "2");
        makeCertificate(directory, "expired", "-startdate", "-10d", "-validity", "1");
        int plain = freePort();
        int secure = freePort();
        int expired = freePort();
        int controller = freePort();
        EmbeddedBroker.Builder builder = EmbeddedBroker.in(directory.resolve("kafka"))
                .port(plain)
                .log(directory.resolve("log"))
                .property(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + secure + ",EXPIRED://127.0.0.1:"
                                + expired + ",CONTROLLER://127.0.0.1:" + controller)
                .property(
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:" + plain + ",SECURE://127.0.0.1:" + secure + ",EXPIRED://127.0.0.1:"
                                + expired)
                .property("controller.quorum.voters", "0@127.0.0.1:" + controller)
                .property(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,EXPIRED:SASL_SSL")
                .property("authorizer.class.name", AUTHORIZER)
                .property("super.users", "User:ANONYMOUS")
                .property("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        tls(builder, "secure", directory.resolve("server.p12"));
        tls(builder, "expired", directory.resolve("expired.p12"));
        SecureBroker started = new SecureBroker(builder.start(), directory, secure, expired);
        started.addUser();
        return started;
    }

    private static void tls(EmbeddedBroker.Builder builder, String listener, Path keystore) {
        String prefix = "listener.name." + listener + ".";
        builder.property(prefix + "ssl.keystore.location", keystore.toString())
                .property(prefix + "ssl.keystore.type", "PKCS12")
                .property(prefix + "ssl.keystore.password", STORE_PASSWORD)
                .property(
                        prefix + "scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    }

    private void addUser() throws Exception {
        try (Admin admin = superuser()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
    }

    public Admin superuser() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    /** The listener that checks nothing. */
    public String plain() {
        return broker.bootstrap();
    }

    public KafkaSettings settings() {
        return settings("127.0.0.1:" + secure, PASSWORD, "authority");
    }

    KafkaSettings settingsOfExpired() {
        return settings("127.0.0.1:" + expired, PASSWORD, "authority");
    }

    /** With a password that does not open the file of trusted certificates. */
    KafkaSettings settingsWithStorePassword(String wrong) {
        Map<String, String> properties = new HashMap<>(settings().properties());
        properties.put("ssl.truststore.password", wrong);
        return new KafkaSettings("127.0.0.1:" + secure, properties);
    }

    /** @param trusted whose certificate is trusted */
    KafkaSettings settings(String bootstrap, String password, String trusted) {
        Map<String, String> properties = new HashMap<>();
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";");
        properties.put(
                "ssl.truststore.location",
                directory.resolve(trusted + "-trust.p12").toString());
        properties.put("ssl.truststore.type", "PKCS12");
        properties.put("ssl.truststore.password", STORE_PASSWORD);
        return new KafkaSettings(bootstrap, properties);
    }

    String secureAddress() {
        return "127.0.0.1:" + secure;
    }

    public void grant(List<Right> rights) throws Exception {
        try (Admin admin = superuser()) {
            admin.createAcls(rights.stream().map(SecureBroker::binding).toList())
                    .all()
                    .get();
        }
    }

    void revoke(Right right) throws Exception {
        try (Admin admin = superuser()) {
            admin.deleteAcls(List.of(binding(right).toFilter())).all().get();
        }
    }

    private static AclBinding binding(Right right) {
        ResourceType type = ResourceType.valueOf(right.kind().name());
        PatternType pattern = right.prefixed() ? PatternType.PREFIXED : PatternType.LITERAL;
        return new AclBinding(
                new ResourcePattern(type, right.name(), pattern),
                new AccessControlEntry(
                        "User:" + USER, "*", AclOperation.valueOf(right.operation()), AclPermissionType.ALLOW));
    }

    /** An authority whose certificate is trusted by whoever trusts {@code name}. */
    private static void makeAuthority(Path directory, String name) throws Exception {
        make(directory, name, "-ext", "bc:c");
        Path certificate = directory.resolve(name + ".cer");
        keytool(directory, name, "-exportcert", "-alias", name, "-file", certificate.toString());
        trust(directory, name + "-trust", name, certificate);
    }

    private static void makeCertificate(Path directory, String name, String... validity) throws Exception {
        make(directory, name);
        Path request = directory.resolve(name + ".csr");
        Path certificate = directory.resolve(name + ".cer");
        keytool(directory, name, "-certreq", "-alias", name, "-file", request.toString());
        List<String> sign = new ArrayList<>(List.of(
                "-gencert",
                "-alias",
                "authority",
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString()));
        sign.addAll(List.of(validity));
        keytool(directory, "authority", sign.toArray(String[]::new));
        trust(directory, name, "authority", directory.resolve("authority.cer"));
        trust(directory, name, name, certificate);
    }

    private static void make(Path directory, String name, String... more) throws Exception {
        List<String> make = new ArrayList<>(
                List.of("-genkeypair", "-alias", name, "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=" + name));
        make.addAll(List.of(more));
        keytool(directory, name, make.toArray(String[]::new));
    }

    private static void trust(Path directory, String store, String alias, Path certificate) throws Exception {
        keytool(directory, store, "-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString());
    }

    private static void keytool(Path directory, String store, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore",
                directory.resolve(store + ".p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                STORE_PASSWORD));
        Path said = Files.createTempFile("keytool", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        Files.delete(said);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
