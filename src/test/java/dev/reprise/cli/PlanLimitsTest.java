package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.orders.ItemId;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tool has its own copy of the API's limits. These tests compare the copy with the API's own.
 */
class PlanLimitsTest {

    @Test
    void the_demo_and_the_api_accept_the_same_ids() {
        for (String id :
                List.of(
                        "",
                        ".",
                        "..",
                        "...",
                        "a",
                        "-",
                        "85123A",
                        "a_b:c.d-e",
                        "a b",
                        "a/b",
                        "ä",
                        "x".repeat(128),
                        "x".repeat(129),
                        "a\n")) {
            assertThat(Plan.isId(id)).as(id).isEqualTo(apiAccepts(() -> new ItemId(id)));
        }
    }

    @Test
    void the_demo_and_the_api_accept_the_same_quantities() {
        for (int quantity : List.of(-1, 0, 1, 2, 1_000_000, 1_000_001)) {
            assertThat(Plan.isQuantity(BigDecimal.valueOf(quantity)))
                    .as("%d", quantity)
                    .isEqualTo(apiAccepts(() -> new Quantity(quantity)));
        }
        assertThat(Plan.isQuantity(new BigDecimal("6.00"))).isTrue();
        assertThat(Plan.isQuantity(new BigDecimal("6.5"))).isFalse();
    }

    @Test
    void the_demo_and_the_api_accept_the_same_prices() {
        for (String price :
                List.of(
                        "-0.01",
                        "0",
                        "0.0",
                        "0.00000",
                        "2.55",
                        "1.2345",
                        "1.23450",
                        "1.23456",
                        "1E-4",
                        "1E-5",
                        "999999999999999.9999",
                        "1000000000000000",
                        "1E+999999999")) {
            var amount = new BigDecimal(price);
            assertThat(Plan.isPrice(amount))
                    .as(price)
                    .isEqualTo(apiAccepts(() -> new Price(amount)));
        }
    }

    private static boolean apiAccepts(Runnable creation) {
        try {
            creation.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
