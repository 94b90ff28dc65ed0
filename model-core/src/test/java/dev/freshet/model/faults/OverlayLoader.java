package dev.freshet.model.faults;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads this module's classes anew, those of an overlay before all others; libraries are those of the test's own JVM. */
final class OverlayLoader extends URLClassLoader {
    private static final List<Path> CLASSES = List.of(Path.of("target/test-classes"), Path.of("target/classes"));

    private OverlayLoader(URL[] urls) {
        super(urls, OverlayLoader.class.getClassLoader());
    }

    static OverlayLoader of(List<Path> overlay) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (List<Path> paths : List.of(overlay, CLASSES)) {
            for (Path path : paths) {
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

    /** Resources too come from here first, as a test's golden bytes. */
    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }
}
