package dev.freshet.jobs.faults;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads this project's classes anew, those of an overlay before all others; libraries are those of the test's own JVM. */
final class OverlayLoader extends URLClassLoader {

    private OverlayLoader(URL[] urls) {
        super(urls, OverlayLoader.class.getClassLoader());
    }

    static OverlayLoader of(Path overlay) throws IOException {
        List<URL> urls = new ArrayList<>(List.of(overlay.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path) || path.getFileName().toString().startsWith("freshet-")) {
                urls.add(path.toUri().toURL());
            }
        }
        return new OverlayLoader(urls.toArray(new URL[0]));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.freshet.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
