package dev.freshet.dashboards.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the page, read from the jar once. A path is looked up in a list and never made into a file name. */
final class Assets {
    private static final String FOLDER = "/dev/freshet/dashboards/page/";
    private static final List<String> NAMES = List.of(
            "index.html",
            "page.css",
            "app.js",
            "api.js",
            "chart.js",
            "dom.js",
            "overview.js",
            "keys.js",
            "drift.js",
            "models.js",
            "letters.js",
            "vendor/uPlot.esm.js",
            "vendor/uPlot.min.css",
            "vendor/LICENSE-uPlot.txt");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, Asset> byPath = new HashMap<>();

    /** A file, as it is sent. */
    static final class Asset {
        private final String type;
        private final byte[] bytes;

        Asset(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        String type() {
            return type;
        }

        /** Read only. */
        byte[] bytes() {
            return bytes;
        }
    }

    Assets() {
        for (String name : NAMES) {
            byPath.put("/" + name, read(name));
        }
        byPath.put("/", read("index.html"));
    }

    /** The file under a path as it came; null if there is none. */
    @Nullable
    Asset get(String path) {
        return byPath.get(path);
    }

    static List<String> names() {
        return NAMES;
    }

    private static Asset read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold " + FOLDER + name);
            }
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return new Asset(type, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar cannot be read: " + name, e);
        }
    }
}
