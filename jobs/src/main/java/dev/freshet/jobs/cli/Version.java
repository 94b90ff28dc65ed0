package dev.freshet.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, and the Java that runs it. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/dev/freshet/version.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return new String[] {
            "freshet " + build.getProperty("version", "unknown") + " (Java " + System.getProperty("java.version") + ")"
        };
    }
}
