package dev.freshet.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.dashboards.store.Yardstick;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardSettingsTest {
    static final String TOPICS =
            "\"topics\":{\"events\":\"e\",\"metrics\":\"m\",\"drift\":\"d\",\"dead-letters\":\"l\","
                    + "\"ledger\":\"g\",\"models\":\"o\"}";
    private static final String WHOLE =
            "{\"name\":\"p\",\"bootstrap\":\"h:1\",\"properties\":{\"sasl.jaas.config\":\"secret\"}," + TOPICS
                    + ",\"classes\":[\"a\",\"b\"],\"window\":10,\"exactly-once\":true,\"bind\":\"127.0.0.1\",\"port\":0}";

    @Test
    void settingsAreReadAndSecretsNotShown() {
        DashboardSettings settings = DashboardSettings.read(WHOLE);

        assertThat(settings.pipeline().yardstick()).isEqualTo(Yardstick.CLASSES);
        assertThat(settings.pipeline().topics().deadLetters()).isEqualTo("l");
        assertThat(settings.properties()).containsEntry("sasl.jaas.config", "secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void aPipelineWithoutClassesIsARegression() {
        assertThat(DashboardSettings.read(WHOLE.replace("\"a\",\"b\"", ""))
                        .pipeline()
                        .yardstick())
                .isEqualTo(Yardstick.VALUES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "{\"name\":\"secret\"}",
                "{\"nmae\":\"secret\"}",
                "{\"properties\":{\"a\":\"secret"
            })
    void whatIsWrongIsToldWithoutASecret(String json) {
        assertThatThrownBy(() -> DashboardSettings.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("settings")
                .hasMessageNotContaining("secret");
    }
}
