package dev.freshet.dashboards.http;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. On the loopback address, whoever is on this machine; elsewhere, whoever has the token. In both cases only under
 * a name of this machine and not from a page of another site, so that no site can read through a visitor's browser.
 *
 * @param names under which requests may come, besides the loopback's and, where there is a token, any address in digits
 * @param token null where none is asked
 */
record Access(Set<String> names, @Nullable String token) {
    static final String COOKIE = "freshet-dashboard";
    private static final int TOKEN_BYTES = 24;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?");
    private static final Pattern DIGITS = Pattern.compile("\\[[0-9a-fA-F:.]+]|[0-9]+(\\.[0-9]+){3}");

    /** Listening on {@code bind}: with a new token unless it is a loopback address. */
    static Access on(InetAddress bind, String name) {
        return bind.isLoopbackAddress()
                ? new Access(LOOPBACK, null)
                : new Access(Set.of("localhost", "127.0.0.1", "[::1]", name.toLowerCase(Locale.ROOT)), newToken());
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Lets a request in.
     *
     * @throws HttpProblem 400, 401, 403 or 421
     */
    void check(Headers headers) {
        String host = only(headers, "Host");
        checkHost(host);
        checkOrigin(headers, host);
        if (token != null && !isToken(bearer(headers)) && !isToken(cookie(headers))) {
            throw new HttpProblem(401, "Token needed", "open the address that was printed at the start, token and all");
        }
    }

    private static String only(Headers headers, String name) {
        List<String> values = headers.get(name);
        if (values == null || values.size() != 1) {
            throw HttpProblem.badRequest("header " + name + " must stand once");
        }
        return values.get(0);
    }

    private void checkHost(String host) {
        var match = HOST.matcher(host);
        if (match.matches()) {
            String name = match.group(1).toLowerCase(Locale.ROOT);
            if (names.contains(name) || (token != null && DIGITS.matcher(name).matches())) {
                return;
            }
        }
        throw new HttpProblem(421, "Misdirected request", "this server is not called " + host);
    }

    private static void checkOrigin(Headers headers, String host) {
        String origin = headers.getFirst("Origin");
        String site = headers.getFirst("Sec-Fetch-Site");
        String mode = headers.getFirst("Sec-Fetch-Mode");
        boolean foreign = origin != null && !origin.equalsIgnoreCase("http://" + host);
        boolean crossSite = "cross-site".equals(site) && !"navigate".equals(mode);
        if (foreign || crossSite) {
            throw new HttpProblem(403, "Forbidden", "a page of another site may not ask: " + origin);
        }
    }

    private static @Nullable String bearer(Headers headers) {
        String value = headers.getFirst("Authorization");
        return value != null && value.startsWith("Bearer ") ? value.substring("Bearer ".length()) : null;
    }

    private static @Nullable String cookie(Headers headers) {
        String cookies = headers.getFirst("Cookie");
        if (cookies == null) {
            return null;
        }
        for (String cookie : cookies.split(";", -1)) {
            String each = cookie.strip();
            if (each.startsWith(COOKIE + "=")) {
                return each.substring(COOKIE.length() + 1);
            }
        }
        return null;
    }

    /** In a time that does not depend on where they differ. */
    boolean isToken(@Nullable String given) {
        return token != null
                && given != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
