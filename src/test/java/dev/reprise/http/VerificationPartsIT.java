package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.OrderProjections;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verification of a stream that is longer than one call checks. */
@QuarkusTest
class VerificationPartsIT {

    @Inject EventStore events;

    private void append(StreamName stream, int commits) {
        EventCodec<Order.Event> codec = OrderProjections.codec();
        OrderItem item =
                new OrderItem(new ItemId("i1"), new Quantity(1), new Price(new BigDecimal("2")));
        CommitBoundary end = CommitBoundary.startOf(stream);
        for (int i = 0; i < commits; i++) {
            Order.Event event =
                    i == 0
                            ? new Order.Event.OrderCreated(new CustomerId("c1"))
                            : new Order.Event.OrderItemAdded(item);
            end =
                    Commits.append(
                                    events,
                                    Commits.commit(
                                            end, "c" + i, codec.encode(List.of(event)), Commits.AT))
                            .end();
        }
    }

    @Test
    void a_long_stream_is_verified_in_several_calls() {
        StreamName stream = new StreamName("order", Api.freshId());
        append(stream, 1_001);
        String path = "/streams/" + stream + "/verification";

        Answer first = Api.get(path).expect(200);
        assertThat(first.json().get("intact").booleanValue()).isTrue();
        assertThat(first.json().get("commits").intValue()).isEqualTo(1_000);
        assertThat(first.json().get("version").intValue()).isEqualTo(1_000);
        String cursor = first.json().get("next").textValue();
        assertThat(first.header("Link"))
                .hasValue("<verification?cursor=" + cursor + ">; rel=\"next\"");

        Answer second = Api.get(path + "?cursor=" + cursor).expect(200);
        assertThat(second.json().get("intact").booleanValue()).isTrue();
        assertThat(second.json().get("commits").intValue()).isEqualTo(1_001);
        assertThat(second.json().get("version").intValue()).isEqualTo(1_001);
        assertThat(second.json().has("next")).isFalse();

        Refusal.malformed(
                "parameter cursor",
                () ->
                        Api.get(
                                "/streams/order-%s/verification?cursor=%s"
                                        .formatted(Api.freshId(), cursor)));
    }
}
