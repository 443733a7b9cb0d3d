package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a stack of {@code template.yaml} does, whatever runs its functions. */
abstract class StackContract {

    protected abstract RunningStack stack();

    @Test
    void an_order_is_created_filled_and_shipped_and_found_in_every_read_model() {
        RunningStack stack = stack();
        String created = "{\"orderId\":\"a1b2c3d4\",\"customerId\":\"user123\",\"items\":[]}";
        HttpResponse<String> order = RunningStack.expect(201, stack.post("/orders", created));
        assertThat(order.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(order.headers().firstValue("Location")).hasValue("/orders/a1b2c3d4");
        HttpResponse<String> filled =
                stack.post(
                        "/orders/a1b2c3d4/items",
                        "{\"itemId\":\"widget-x\",\"quantity\":2,\"price\":15.99}");
        assertThat(RunningStack.expect(200, filled).headers().firstValue("ETag")).hasValue("\"2\"");
        HttpResponse<String> shipped = ship("a1b2c3d4");
        assertThat(RunningStack.expect(200, shipped).headers().firstValue("ETag"))
                .hasValue("\"3\"");
        assertThat(ship("a1b2c3d4").body()).isEqualTo(shipped.body());

        stack.whenProjected(() -> {
            assertThat(stack.get("/orders/a1b2c3d4").body()).isEqualTo(shipped.body());
            assertThat(stack.list("/orders?customerId=user123", "orders"))
                    .containsExactly(RunningStack.json(shipped));
            assertThat(stack.list("/shipped-items?itemId=widget-x", "items"))
                    .extracting(item -> item.path("orderId").textValue())
                    .containsExactly("a1b2c3d4");
            JsonNode customer = RunningStack.json(stack.get("/customers/user123"));
            assertThat(customer.toString()).contains("31.98");
        });
    }

    private HttpResponse<String> ship(String orderId) {
        return stack().post(
                        "/orders/" + orderId + "/shipment",
                        "{\"shippingAddress\":\"123 Main St, Anytown, USA\"}",
                        "Idempotency-Key",
                        "ship-1");
    }

    @Test
    void a_repeated_command_is_told_its_first_outcome_and_records_nothing() {
        String orderId = RunningStack.freshId();
        stack().create(orderId, "k1");
        HttpResponse<String> first = RunningStack.expect(200, stack().add(orderId, "i2", "k2"));
        RunningStack.expect(200, stack().add(orderId, "i3", "k3"));

        HttpResponse<String> repeated = stack().add(orderId, "i2", "k2");

        assertThat(RunningStack.expect(200, repeated).body()).isEqualTo(first.body());
        assertThat(repeated.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(stack().list("/orders/" + orderId + "/events", "events")).hasSize(4);
    }

    @Test
    void a_damaged_commit_parks_its_order_and_no_other() {
        RunningStack stack = stack();
        String damaged = RunningStack.freshId();
        String other = RunningStack.freshId();
        stack.create(damaged, "k1");
        stack.create(other, "k1");
        stack.whenProjected(() -> assertThat(row(damaged).path("version").intValue()).isEqualTo(2));
        Map<String, AttributeValue> poison = new HashMap<>(stack.commit(damaged, 1));
        poison.put("seq", AttributeValue.fromN("3"));
        poison.put("e", AttributeValue.fromS("[{\"eventType\":\"damaged\"}]"));
        stack.putCommit(poison);
        RunningStack.expect(200, stack.add(other, "i2", "k2"));

        stack.whenProjected(() -> {
            assertThat(row(other).path("version").intValue()).isEqualTo(3);
            assertThat(stack.parked("order-summaries"))
                    .contains("order-" + damaged)
                    .doesNotContain("order-" + other);
        });
        stack.removeCommit(poison);
        RunningStack.expect(200, stack.post("/projections/order-summaries/redrive", ""));
        stack.whenProjected(() ->
                assertThat(stack.parked("order-summaries")).doesNotContain("order-" + damaged));
    }

    /** An order as its customer's list shows it, which is the read model's row. */
    private JsonNode row(String orderId) {
        return stack().list("/orders?customerId=c1&limit=200", "orders").stream()
                .filter(order -> order.path("orderId").textValue().equals(orderId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + orderId));
    }
}
