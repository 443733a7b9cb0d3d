package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The totals of sales and of customers. Each test has a customer and items of its own. */
@QuarkusTest
class SalesIT {

    @Inject TestStream stream;

    private final String customer = Api.freshId();
    private final String item = Api.freshId();
    private final String otherItem = Api.freshId();

    private String create(String... items) {
        return Api.post(
                        "/orders",
                        "{\"customerId\":\"%s\",\"items\":[%s]}"
                                .formatted(customer, String.join(",", items)))
                .expect(201)
                .json()
                .get("orderId")
                .textValue();
    }

    private String ship(String... items) {
        String orderId = create(items);
        Api.ship(orderId).expect(200);
        return orderId;
    }

    private static LocalDate shippedOn(String orderId) {
        return LocalDate.ofInstant(
                Instant.parse(Api.get("/orders/" + orderId).json().get("updatedAt").textValue()),
                ZoneOffset.UTC);
    }

    private static void assertTotal(JsonNode total, long quantity, String revenue, long orders) {
        assertThat(total.get("quantity").longValue()).isEqualTo(quantity);
        assertThat(total.get("revenue").decimalValue()).isEqualTo(new BigDecimal(revenue));
        assertThat(total.get("orders").longValue()).isEqualTo(orders);
    }

    @Test
    void the_sales_of_an_item_are_shown_per_day_and_together() {
        String orderId = ship(Api.item(item, 2, "15.99"), Api.item(item, 1, "0.0201"));
        ship(Api.item(item, 1, "0.0099"), Api.item(otherItem, 9, "1"));
        create(Api.item(item, 5, "1"));
        stream.drain();
        LocalDate day = shippedOn(orderId);

        JsonNode sales =
                Api.get("/sales?itemId=%s&from=%s".formatted(item, day)).expect(200).json();

        assertThat(sales.get("itemId").textValue()).isEqualTo(item);
        assertThat(sales.get("from").textValue()).isEqualTo(day.toString());
        assertThat(sales.get("days").size()).isBetween(1, 2);
        assertTotal(sales, 4, "32.01", 2);
        assertTotal(
                Api.get("/sales?itemId=%s&from=%s".formatted(otherItem, day)).json(), 9, "9", 1);
        if (sales.get("days").size() == 1) {
            assertThat(sales.at("/days/0/day").textValue()).isEqualTo(day.toString());
            assertTotal(sales.at("/days/0"), 4, "32.01", 2);
        }
    }

    @Test
    void the_sales_of_all_items_are_shown_per_day() {
        LocalDate day = shippedOn(ship(Api.item(item, 1, "1")));
        stream.drain();
        String target = "/sales?from=%s&to=%s".formatted(day, day.plusDays(1));
        JsonNode before = Api.get(target).expect(200).json();

        ship(Api.item(item, 3, "2.5"), Api.item(otherItem, 1, "0.5"));
        stream.drain();

        JsonNode after = Api.get(target).expect(200).json();
        assertThat(after.has("itemId")).isFalse();
        assertTotal(
                after,
                before.get("quantity").longValue() + 4,
                before.get("revenue").decimalValue().add(new BigDecimal("8")).toPlainString(),
                before.get("orders").longValue() + 1);
    }

    @Test
    void the_last_30_days_are_shown_unless_days_are_given() {
        JsonNode sales = Api.get("/sales?itemId=" + item).expect(200).json();
        LocalDate to = LocalDate.parse(sales.get("to").textValue());

        assertThat(to)
                .isBetween(
                        LocalDate.now(ZoneOffset.UTC).minusDays(1), LocalDate.now(ZoneOffset.UTC));
        assertThat(sales.get("from").textValue()).isEqualTo(to.minusDays(29).toString());
        assertThat(sales.get("days").size()).isZero();
        assertTotal(sales, 0, "0", 0);
        assertThat(Api.get("/sales?to=2026-01-31&itemId=" + item).json().get("from").textValue())
                .isEqualTo("2026-01-02");
    }

    @Test
    void the_orders_of_a_customer_are_counted_by_status() {
        create();
        ship(Api.item(item, 2, "1.5"));
        ship(Api.item(item, 1, "1.5"), Api.item(otherItem, 1, "0"));
        Api.cancel(create(Api.item(item, 7, "1"))).expect(200);
        stream.drain();

        Answer answer = Api.get("/customers/" + customer).expect(200);

        assertThat(answer.body())
                .isEqualTo(
                        "{\"customerId\":\"%s\",\"orders\":4,\"open\":1,\"shipped\":2,\"cancelled\":1,\"quantity\":4,\"revenue\":4.5}"
                                .formatted(customer));
        assertThat(answer.header("ETag")).isEmpty();
    }

    @Test
    void a_customer_without_orders_is_404() {
        Answer answer = Api.get("/customers/" + customer).expectProblem(404, "customer-not-found");

        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("there is no order of customer " + customer);
    }

    @Test
    void totals_wait_for_an_order_at_a_version() throws Exception {
        String orderId = ship(Api.item(item, 2, "1.5"));
        String waits = "minVersion=3&orderId=" + orderId;

        CompletableFuture<Answer> sales =
                Api.meanwhile(() -> Api.get("/sales?itemId=" + item + "&" + waits));
        CompletableFuture<Answer> total =
                Api.meanwhile(() -> Api.get("/customers/" + customer + "?" + waits));
        stream.drain();

        assertTotal(sales.get().expect(200).json(), 2, "3", 1);
        assertTotal(total.get().expect(200).json(), 2, "3", 1);
    }

    @Test
    void totals_that_cannot_show_the_version_say_why() {
        String orderId = ship(Api.item(item, 2, "1.5"));

        Api.get("/customers/" + customer + "?minVersion=3&orderId=" + orderId)
                .expectProblem(503, "read-model-behind");
        Api.get("/sales?minVersion=9&orderId=" + orderId)
                .expectProblem(412, "version-not-reached")
                .expectActualVersion(3);
        Api.get("/sales?minVersion=1&orderId=nope").expectProblem(404, "order-not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "/sales?itemId=a%2Fb, itemId",
        "/sales?from=2026-1-1, from",
        "/sales?from=2026-01-01T00:00:00Z, from",
        "/sales?from=2024-01-01&to=2025-01-01, to",
        "/sales?from=2026-02-02&to=2026-02-01, to",
        "/sales?from=2000-01-01, from",
        "/sales?limit=1, limit",
        "/sales?minVersion=1, orderId",
        "/sales?orderId=o, minVersion",
        "/customers/c1?minVersion=x&orderId=o, minVersion",
        "/customers/c1?minVersion=1, orderId",
        "/customers/c1?orderId=o, minVersion",
        "/customers/a%20b, customerId"
    })
    void a_malformed_parameter_is_named(String target, String parameter) {
        Refusal.malformed("parameter " + parameter, () -> Api.get(target));
    }
}
