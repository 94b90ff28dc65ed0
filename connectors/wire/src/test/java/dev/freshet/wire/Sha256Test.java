package dev.freshet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The first example of FIPS 180-2. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theDigestIsThatOfTheStandard() {
        assertThat(Sha256.hex("abc".getBytes(UTF_8))).isEqualTo(ABC);
    }

    @Test
    void partsAreOneBehindTheOther() {
        assertThat(Sha256.hex(List.of("a".getBytes(UTF_8), new byte[0], "bc".getBytes(UTF_8))))
                .isEqualTo(ABC);
    }
}
