package dev.reprise.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.metrics.RecentUsage.Units;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The prices of units, which three places have. */
class UnitPricesTest {

    @Test
    void a_price_is_exact() {
        assertThat(UnitPrices.dollars(new Units(1_000_000, 2_000_000)))
                .isEqualByComparingTo("1.375");
        assertThat(UnitPrices.dollars(new Units(0.5, 0))).isEqualTo(new BigDecimal("0.0000000625"));
        assertThat(UnitPrices.dollars(Units.NONE)).isZero();
    }

    @Test
    void the_page_on_costs_has_the_same_prices() throws IOException {
        assertThat(Files.readString(Path.of("docs/operations.md")))
                .contains(
                        "of %s as we know them (per million: write units $%s, read units $%s,"
                                .formatted(
                                        UnitPrices.REGION,
                                        UnitPrices.DOLLARS_PER_MILLION_WRITE_UNITS,
                                        UnitPrices.DOLLARS_PER_MILLION_READ_UNITS));
    }
}
