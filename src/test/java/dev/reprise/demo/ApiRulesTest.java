package dev.reprise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.orders.ItemId;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo knows the API's limits; here they are held against the API's own. */
class ApiRulesTest {

    @Test
    void ids_are_legal_where_the_api_takes_them() {
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
            assertThat(ApiRules.isId(id)).as(id).isEqualTo(takes(() -> new ItemId(id)));
        }
    }

    @Test
    void quantities_are_legal_where_the_api_takes_them() {
        for (int quantity : List.of(-1, 0, 1, 2, 1_000_000, 1_000_001)) {
            assertThat(ApiRules.isQuantity(BigDecimal.valueOf(quantity)))
                    .as("%d", quantity)
                    .isEqualTo(takes(() -> new Quantity(quantity)));
        }
        assertThat(ApiRules.isQuantity(new BigDecimal("6.00"))).isTrue();
        assertThat(ApiRules.isQuantity(new BigDecimal("6.5"))).isFalse();
    }

    @Test
    void prices_are_legal_where_the_api_takes_them() {
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
            assertThat(ApiRules.isPrice(amount))
                    .as(price)
                    .isEqualTo(takes(() -> new Price(amount)));
        }
    }

    private static boolean takes(Runnable made) {
        try {
            made.run();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
