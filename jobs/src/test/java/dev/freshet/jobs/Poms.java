package dev.freshet.jobs;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

/** The build's own words, read from its poms. */
public final class Poms {
    /** The repository. */
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Poms() {}

    /** A property of the root pom. */
    public static String property(String name) {
        return text(ROOT.resolve("pom.xml"), "/project/properties/*[name()='" + name + "']");
    }

    /** A parameter of the job jar's shading. */
    public static String jobJar(String parameter) {
        return text(
                ROOT.resolve("jobs/pom.xml"), "//execution[id='job-jar']/configuration//*[name()='" + parameter + "']");
    }

    private static String text(Path pom, String path) {
        try {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            String found = XPathFactory.newInstance().newXPath().evaluate(path, document);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("nothing at " + path + " in " + pom);
            }
            return found;
        } catch (Exception e) {
            throw new IllegalStateException("cannot read " + pom, e);
        }
    }
}
