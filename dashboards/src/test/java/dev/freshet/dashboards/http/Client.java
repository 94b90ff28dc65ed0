package dev.freshet.dashboards.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends what it is told to, byte for byte. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    Client(String url) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** All that the server answers to a request until it closes; "" if it closes without a word. */
    static String ask(String url, String request) throws IOException {
        try (Client client = new Client(url)) {
            return client.send(request).all();
        }
    }

    /** The answer to a GET of {@code path} with further header lines. */
    static String get(String url, String path, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return ask(
                url,
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + URI.create(url).getPort() + "\r\nConnection: close\r\n" + lines + "\r\n");
    }

    /** The status of an answer; 0 for none. */
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    Client send(String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The server may hang up on what is too much while it is being sent.
        }
        return this;
    }

    String all() {
        return until("\u0000never\u0000");
    }

    /** What the server sends, up to and with {@code end}, or until it closes. */
    String until(String end) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] last = end.getBytes(StandardCharsets.UTF_8);
        try {
            InputStream in = socket.getInputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                all.write(b);
                if (b == last[last.length - 1]
                        && all.toString(StandardCharsets.UTF_8).endsWith(end)) {
                    break;
                }
            }
        } catch (IOException e) {
            // A connection that was reset has ended, too.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
