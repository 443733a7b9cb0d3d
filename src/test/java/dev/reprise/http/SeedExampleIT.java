package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The example order of the documentation: created, two widgets added, shipped. */
@QuarkusTest
class SeedExampleIT {

    private static final String ORDER = "/orders/a1b2c3d4";

    private Answer created;
    private Answer added;
    private Answer shipped;

    /** The same keys each time, so all tests here use one order. */
    @BeforeEach
    void create_fill_and_ship_the_order() {
        created =
                Api.post(
                        "/orders",
                        "{\"orderId\":\"a1b2c3d4\",\"customerId\":\"user123\"}",
                        RequestContext.IDEMPOTENCY_KEY,
                        "seed-1",
                        RequestContext.CORRELATION_ID,
                        "seed");
        added =
                Api.post(
                        ORDER + "/items",
                        Api.item("widget-x", 2, "15.99"),
                        RequestContext.IDEMPOTENCY_KEY,
                        "seed-2",
                        RequestContext.CORRELATION_ID,
                        "seed");
        shipped =
                Api.post(
                        ORDER + "/shipment",
                        "{\"shippingAddress\":\"123 Main St, Anytown, USA\"}",
                        RequestContext.IDEMPOTENCY_KEY,
                        "seed-3",
                        RequestContext.CORRELATION_ID,
                        "seed");
    }

    @Test
    void a_creation_is_answered_201_with_location_and_etag() {
        created.expect(201);
        assertThat(created.header("Location")).hasValue(ORDER);
        assertThat(created.header("ETag")).hasValue("\"1\"");
        assertThat(created.json().get("status").textValue()).isEqualTo("OPEN");
    }

    @Test
    void each_change_is_answered_200_with_the_next_etag() {
        assertThat(added.expect(200).header("ETag")).hasValue("\"2\"");
        assertThat(shipped.expect(200).header("ETag")).hasValue("\"3\"");
        assertThat(List.of(added, shipped)).noneMatch(a -> a.header("Location").isPresent());
    }

    @Test
    void the_body_of_the_shipped_order_is_pinned() {
        Answer order = Api.get(ORDER + "?minVersion=3").expect(200);

        String createdAt = created.json().get("createdAt").textValue();
        String updatedAt = shipped.json().get("updatedAt").textValue();
        assertThat(order.body())
                .isEqualTo(
                        """
                        {"orderId":"a1b2c3d4","customerId":"user123","status":"SHIPPED",\
                        "items":[{"itemId":"widget-x","quantity":2,"price":15.99}],"total":31.98,\
                        "shippingAddress":"123 Main St, Anytown, USA","version":3,\
                        "createdAt":"%s","updatedAt":"%s"}\
                        """
                                .formatted(createdAt, updatedAt));
        assertThat(order.header("ETag")).hasValue("\"3\"");
        assertThat(order.body()).isEqualTo(shipped.body());
    }

    @Test
    void the_order_is_open_at_the_version_before_its_shipment() {
        Answer order = Api.get(ORDER + "?version=2").expect(200);

        assertThat(order.json().get("status").textValue()).isEqualTo("OPEN");
        assertThat(order.header("ETag")).hasValue("\"2\"");
        assertThat(order.body()).isEqualTo(added.body());
    }

    @Test
    void the_fields_of_its_events_are_pinned() {
        List<JsonNode> events = Api.get(ORDER + "/events").expect(200).elements("events");

        assertThat(events)
                .extracting(JsonNode::toString)
                .containsExactly(
                        """
                        {"sequenceNumber":1,"eventType":"OrderCreated","orderId":"a1b2c3d4",\
                        "customerId":"user123","timestamp":%s,\
                        "metadata":{"commandId":"seed-1","correlationId":"seed"}}\
                        """
                                .formatted(created.json().get("createdAt")),
                        """
                        {"sequenceNumber":2,"eventType":"OrderItemAdded","orderId":"a1b2c3d4",\
                        "itemId":"widget-x","quantity":2,"price":15.99,"timestamp":%s,\
                        "metadata":{"commandId":"seed-2","correlationId":"seed"}}\
                        """
                                .formatted(added.json().get("updatedAt")),
                        """
                        {"sequenceNumber":3,"eventType":"OrderShipped","orderId":"a1b2c3d4",\
                        "shippingAddress":"123 Main St, Anytown, USA","timestamp":%s,\
                        "metadata":{"commandId":"seed-3","correlationId":"seed"}}\
                        """
                                .formatted(shipped.json().get("updatedAt")));
    }

    @Test
    void a_list_that_is_complete_has_no_next() {
        assertThat(Api.get(ORDER + "/events").json().has("next")).isFalse();
    }

    @Test
    void the_attributes_of_its_commits_are_pinned() {
        List<Map<String, AttributeValue>> items = StoredCommits.of("a1b2c3d4");

        assertThat(items).hasSize(3);
        assertThat(items.subList(0, 2))
                .allSatisfy(item ->
                        assertThat(item)
                                .containsOnlyKeys("stream", "seq", "e", "t", "c", "d", "r", "h"));
        assertThat(items.get(2))
                .as("an address needs code that knows personal values")
                .containsOnlyKeys("stream", "seq", "v", "e", "t", "c", "d", "r", "h");
    }

    @Test
    void a_stored_commit_has_the_events_the_instant_and_the_command_id() {
        Map<String, AttributeValue> item = StoredCommits.of("a1b2c3d4").get(1);

        assertThat(item)
                .containsEntry("stream", AttributeValue.fromS("order-a1b2c3d4"))
                .containsEntry("seq", AttributeValue.fromN("2"))
                .containsEntry(
                        "e",
                        AttributeValue.fromS(
                                """
                                [{"eventType":"OrderItemAdded","itemId":"widget-x",\
                                "quantity":2,"price":15.99}]\
                                """))
                .containsEntry(
                        "t",
                        AttributeValue.fromN(
                                Long.toString(
                                        Instant.parse(added.json().get("updatedAt").textValue())
                                                .toEpochMilli())))
                .containsEntry("c", AttributeValue.fromS("seed-2"))
                .containsEntry("r", AttributeValue.fromS("seed"));
        assertThat(StoredCommits.attribute(item, "d").b().asByteArray()).hasSize(17);
        assertThat(StoredCommits.attribute(item, "h").b().asByteArray()).hasSize(32);
    }
}
