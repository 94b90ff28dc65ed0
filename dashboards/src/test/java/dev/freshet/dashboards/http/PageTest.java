package dev.freshet.dashboards.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) '\\./([^']+)'");

    private final Assets assets = new Assets();

    private String text(String name) {
        return new String(Objects.requireNonNull(assets.get("/" + name), name).bytes(), UTF_8);
    }

    private static List<String> own(String ending) {
        return Assets.names().stream()
                .filter(n -> n.endsWith(ending) && !n.startsWith("vendor/"))
                .toList();
    }

    @Test
    void theListHoldsEveryFileOfThePageAndNoOther() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(
                                PageTest.class.getResource("/dev/freshet/dashboards/page/index.html"), "the page")
                        .toURI())
                .resolveSibling("");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(f -> folder.relativize(f).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(Assets.names());
        }
    }

    @Test
    void whatAModuleImportsIsServed() {
        for (String name : own(".js")) {
            Matcher imports = IMPORT.matcher(text(name));
            while (imports.find()) {
                assertThat(assets.get("/" + imports.group(1)))
                        .as(name + " imports " + imports.group(1))
                        .isNotNull();
            }
        }
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        for (String name : own("")) {
            assertThat(text(name)).as(name).doesNotContainPattern("(?i)https?://|[\"'(]//");
        }
        assertThat(text("vendor/uPlot.min.css")).doesNotContainPattern("(?i)url\\(|@import");
    }

    @Test
    void thePageNeedsNoInlineScriptOrStyle() {
        assertThat(text("index.html"))
                .doesNotContainPattern("(?i)<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }

    @Test
    void textReachesThePageAsTextOnly() {
        for (String name : own(".js")) {
            assertThat(text(name))
                    .as(name)
                    .doesNotContainPattern(
                            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function"
                                    + "|DOMParser|createContextualFragment|srcdoc");
        }
    }

    @Test
    void theVendoredLibraryKeepsItsLicence() {
        assertThat(text("vendor/LICENSE-uPlot.txt")).contains("MIT License").contains("Leon Sorokin");
        assertThat(text("vendor/uPlot.esm.js")).contains("(v1.6.32)");
    }
}
