package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import dev.reprise.feed.FeedSweep;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.local.TestStream;
import dev.reprise.orders.CancellationReason;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.Order;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.ScheduledCommands;
import dev.reprise.orders.ShippingAddress;
import dev.reprise.personal.Forgetting;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A canary in the address and the reason is looked for wherever something is stored or shown. */
@QuarkusTest
class PersonalDataIT {

    /** One word of a search, too long to be part of anything encoded by chance. */
    private final String canary = "kanarienvogel" + Api.freshId().replace("-", "");

    @Inject Forgetting forgetting;
    @Inject TestStream stream;
    @Inject Optional<FeedSweep> sweep;
    @Inject ScheduledCommands scheduledCommands;

    private final String customer = "customer-" + Api.freshId();
    private final String shipped = Api.freshId();
    private final String cancelled = Api.freshId();
    private final String waiting = Api.freshId();

    @BeforeEach
    void ship_one_order_and_cancel_another() {
        create(shipped);
        create(cancelled);
        create(waiting);
        schedule("ship", new ShipOrder(new ShippingAddress(canary + " 9")));
        schedule("cancel", new CancelOrder(new CancellationReason("moved " + canary)));
        Api.post("/orders/" + shipped + "/shipment", json("shippingAddress", canary + " 7"))
                .expect(200);
        Api.post("/orders/" + cancelled + "/cancellation", json("reason", "left " + canary))
                .expect(200);
        stream.drain();
        Api.get("/shipped-items?itemId=i1&minVersion=3&orderId=" + shipped).expect(200);
        Api.get("/orders?customerId=" + customer + "&minVersion=3&orderId=" + cancelled)
                .expect(200);
    }

    private void schedule(String key, Order.Command command) {
        assertThat(
                        scheduledCommands.schedule(
                                new OrderId(Tenant.ONLY, waiting),
                                new CustomerId(customer),
                                command,
                                Instant.now().plusSeconds(3_600),
                                new CommandId(key),
                                new Metadata(null, null, "alice")))
                .isInstanceOf(CommandResult.Handled.class);
    }

    private void create(String orderId) {
        Api.post(
                        "/orders",
                        "{\"customerId\":\"%s\",\"orderId\":\"%s\",\"items\":[%s]}"
                                .formatted(customer, orderId, Api.item("i1", 1, "1")))
                .expect(201);
    }

    private static String json(String field, String value) {
        return "{\"%s\":\"%s\"}".formatted(field, value);
    }

    /** The events of an order in the feed, after a sweep. */
    private List<JsonNode> feedOf(String orderId) {
        return feedOfStream("order-" + orderId);
    }

    private List<JsonNode> feedOfStream(String name) {
        FeedSweep its = sweep.orElseThrow();
        its.work(Instant.now().plusSeconds(60));
        its.start();
        its.work(Instant.now().plusSeconds(60));
        List<JsonNode> events = new ArrayList<>();
        JsonNode page;
        long next = 0;
        do {
            page = Api.get("/feed?after=" + next + "&stream=" + name).expect(200).json();
            page.get("events").forEach(events::add);
            next = page.get("next").longValue();
        } while (!page.get("caughtUp").booleanValue());
        return events;
    }

    private Answer forget() {
        return Api.delete("/customers/" + customer + "/personal-data").expect(200);
    }

    /** What everybody could be shown of the two orders. */
    private List<String> answers() {
        return Stream.of(
                        "/orders/" + shipped,
                        "/orders/" + shipped + "?version=3",
                        "/orders/" + cancelled,
                        "/orders/" + cancelled + "?version=3",
                        "/orders/" + shipped + "/events",
                        "/orders/" + cancelled + "/events?order=desc",
                        "/orders?customerId=" + customer,
                        "/shipped-items?itemId=i1&limit=200",
                        "/shipped-items?q=" + canary,
                        "/customers/" + customer + "/personal-data",
                        "/streams/order-" + shipped + "/verification",
                        "/streams/order-" + shipped + "/commits",
                        "/orders/" + waiting + "/scheduled",
                        "/streams/scheduled_commands-" + waiting + "/verification",
                        "/streams/scheduled_commands-" + waiting + "/commits",
                        "/projections")
                .map(target -> Api.get(target).expect(200).body())
                .toList();
    }

    /** Every attribute of every item of a table, as text, in lower case. */
    private static String items(String setting) {
        String table = ConfigProvider.getConfig().getValue(setting, String.class);
        List<String> texts = new ArrayList<>();
        try (DynamoDbClient dynamoDb = DynamoDbLocal.client()) {
            dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true))
                    .items()
                    .forEach(item -> item.values().forEach(value -> texts.add(text(value))));
        }
        return String.join("\n", texts).toLowerCase(Locale.ROOT);
    }

    private static String text(AttributeValue value) {
        if (value.type() != AttributeValue.Type.B) {
            return value.toString();
        }
        ByteBuffer bytes = value.b().asByteBuffer();
        return new String(value.b().asByteArrayUnsafe(), StandardCharsets.ISO_8859_1)
                + inflated(bytes);
    }

    private static String inflated(ByteBuffer bytes) {
        var inflater = new Inflater();
        var raw = new byte[1 << 20];
        try {
            inflater.setInput(bytes);
            return new String(raw, 0, inflater.inflate(raw), StandardCharsets.UTF_8);
        } catch (DataFormatException _) {
            return "";
        } finally {
            inflater.end();
        }
    }

    private void assertNoCanary(String where, String text) {
        assertThat(text.toLowerCase(Locale.ROOT)).as(where).doesNotContain(canary);
    }

    @Test
    void events_never_hold_the_text_and_only_one_read_model_does() {
        assertNoCanary("the events table", items("reprise.events-table"));
        assertNoCanary("the keys table", items("reprise.keys-table"));
        assertThat(feedOf(shipped)).hasSize(3);
        assertThat(feedOfStream("scheduled_commands-" + waiting)).hasSize(4);
        assertNoCanary("the feed", feedOfStream("scheduled_commands-" + waiting).toString());
        assertNoCanary(
                "an export",
                Api.get("/streams/scheduled_commands-" + waiting + "/commits").expect(200).body());
        assertNoCanary("the feed table", items("reprise.feed-table"));
        assertThat(items("reprise.feed-table"))
                .as("the pages of the feed are inflated")
                .contains("order-" + shipped);
        assertThat(items("reprise.views-table"))
                .as("shipped-items is searched by words")
                .contains(canary);
    }

    @Test
    void the_text_is_shown_until_it_is_forgotten() {
        JsonNode held = Api.get("/customers/" + customer + "/personal-data").expect(200).json();

        assertThat(held.at("/customerId").textValue()).isEqualTo(customer);
        assertThat(held.has("forgottenAt")).isFalse();
        assertThat(held.at("/orders"))
                .extracting(order -> order.at("/orderId").textValue())
                .containsExactlyInAnyOrder(shipped, cancelled, waiting);
        assertThat(held.toString()).contains(canary + " 7", "left " + canary);
        assertThat(Api.get("/orders/" + shipped).json().at("/shippingAddress").textValue())
                .isEqualTo(canary + " 7");
        assertThat(Api.get("/orders/" + shipped + "/events").json().at("/events/2/shippingAddress"))
                .hasToString("\"" + canary + " 7\"");
        assertThat(feedOf(shipped).get(2).at("/shippingAddress"))
                .hasToString("\"" + canary + " 7\"");
        assertThat(Api.get("/orders/" + waiting + "/scheduled").expect(200).body())
                .contains(canary + " 9", "moved " + canary);
    }

    @Test
    void forgetting_is_answered_alike_each_time() {
        JsonNode first = forget().json();
        JsonNode second = forget().json();

        assertThat(first.at("/customerId").textValue()).isEqualTo(customer);
        assertThat(Instant.parse(first.at("/forgottenAt").textValue())).isNotNull();
        assertThat(second).isEqualTo(first);
        assertThat(Api.get("/customers/" + customer + "/personal-data").json().at("/forgottenAt"))
                .isEqualTo(first.at("/forgottenAt"));
    }

    @Test
    void a_customer_without_orders_can_be_forgotten_and_has_nothing() {
        String nobody = "nobody-" + Api.freshId();
        Api.delete("/customers/" + nobody + "/personal-data").expect(200);

        assertThat(
                        Api.get("/customers/" + nobody + "/personal-data")
                                .expect(200)
                                .json()
                                .at("/orders"))
                .isEmpty();
    }

    @Test
    void a_malformed_id_is_refused() {
        Api.delete("/customers/a%20b/personal-data").expect(400);
        Api.get("/customers/a%20b/personal-data").expect(400);
    }

    @Test
    void afterwards_no_answer_and_no_table_has_the_text() {
        forget();
        forgetting.work(Instant.now().plusSeconds(60));

        answers().forEach(answer -> assertNoCanary("an answer", answer));
        assertNoCanary("the feed", feedOf(shipped).toString() + feedOf(cancelled));
        assertThat(feedOf(shipped).get(2).at("/forgotten").booleanValue()).isTrue();
        Api.get("/orders/" + shipped, "If-None-Match", "\"3\"").expect(200);
        JsonNode order = Api.get("/orders/" + shipped).json();
        assertThat(order.has("shippingAddress")).isFalse();
        assertThat(order.at("/forgotten").booleanValue()).isTrue();
        JsonNode event = Api.get("/orders/" + cancelled + "/events").json().at("/events/2");
        assertThat(event.has("reason")).isFalse();
        assertThat(event.at("/forgotten").booleanValue()).isTrue();
        for (String table :
                List.of(
                        "reprise.events-table",
                        "reprise.views-table",
                        "reprise.keys-table",
                        "reprise.feed-table")) {
            assertNoCanary(table, items(table));
        }
    }

    @Test
    void commands_repeated_afterwards_are_answered_without_the_text() {
        String key = "ship-" + Api.freshId();
        String orderId = Api.freshId();
        create(orderId);
        String body = json("shippingAddress", canary + " 8");
        Api.post("/orders/" + orderId + "/shipment", body, RequestContext.IDEMPOTENCY_KEY, key)
                .expect(200);
        forget();

        Answer repeated =
                Api.post(
                                "/orders/" + orderId + "/shipment",
                                body,
                                RequestContext.IDEMPOTENCY_KEY,
                                key)
                        .expect(200);
        assertNoCanary("a repeated command", repeated.body());
        assertThat(repeated.json().at("/forgotten").booleanValue()).isTrue();
    }
}
