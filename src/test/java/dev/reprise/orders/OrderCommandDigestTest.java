package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Digest;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Digests are stored. The pinned ones were computed by another program. */
class OrderCommandDigestTest {

    private static final OrderItem GADGET = item("gadget", 1, "3");

    /** A command and its stored digest. */
    record Sample(Order.Command command, String digest) {}

    static final List<Sample> SAMPLES =
            List.of(
                    new Sample(
                            new CreateOrder(CUSTOMER, List.of(), null),
                            "ebb146da760f8195f95d6757bc2d483ed33b3803bdc6931f45c5d476a1d6b658"),
                    new Sample(
                            new CreateOrder(CUSTOMER, List.of(WIDGETS, GADGET), ADDRESS),
                            "daf3231f9e7e6c428a5c57d3c9910f79bd19dc78bd19c8a77e89f8b9aaa0fdb8"),
                    new Sample(
                            new AddItem(WIDGETS),
                            "c825ad40e84b1877dfc9e280c45c9d26cc61570b18b8acd71a6afa677fd7f155"),
                    new Sample(
                            new RemoveItem(WIDGETS.itemId()),
                            "08a51df6e4bcc578b4db40e9b05b6ab394165d3ae8e03991c70c1e3b04bc88e5"),
                    new Sample(
                            new ShipOrder(ADDRESS),
                            "90c057f704c8cef1a06c4dc9578e5bcdb928ad04fb3d0c54aa97de4c35c3974e"),
                    new Sample(
                            new CancelOrder(REASON),
                            "0380d4f65f27e5e0502f96bfb2bcb48babdf3ad3d84ddff1a07aa1054842ff80"));

    /** Commands that differ from each other in one field only, or by moving text between fields. */
    static final List<Order.Command> DIFFERENT =
            List.of(
                    new CreateOrder(CUSTOMER, List.of(), null),
                    new CreateOrder(new CustomerId("user124"), List.of(), null),
                    new CreateOrder(CUSTOMER, List.of(WIDGETS), null),
                    new CreateOrder(CUSTOMER, List.of(WIDGETS, WIDGETS), null),
                    new CreateOrder(CUSTOMER, List.of(WIDGETS, GADGET), null),
                    new CreateOrder(CUSTOMER, List.of(GADGET, WIDGETS), null),
                    new CreateOrder(CUSTOMER, List.of(WIDGETS), ADDRESS),
                    new CreateOrder(CUSTOMER, List.of(WIDGETS), new ShippingAddress("1 Other St")),
                    new AddItem(WIDGETS),
                    new AddItem(item("widget-y", 2, "15.99")),
                    new AddItem(item("widget-x", 3, "15.99")),
                    new AddItem(item("widget-x", 2, "15.98")),
                    new AddItem(item("widget-x2", 2, "15.99")),
                    new AddItem(item("widget-x", 21, "5.99")),
                    new RemoveItem(WIDGETS.itemId()),
                    new RemoveItem(GADGET.itemId()),
                    new ShipOrder(ADDRESS),
                    new ShipOrder(new ShippingAddress("1 Other St")),
                    new ShipOrder(new ShippingAddress("1 other St")),
                    new CancelOrder(REASON),
                    new CancelOrder(new CancellationReason("too slow")),
                    new CancelOrder(new CancellationReason(ADDRESS.value())));

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_command_has_the_digest_that_is_stored_for_it(Sample sample) {
        assertThat(OrderCommandDigest.of(ORDER, sample.command())).hasToString(sample.digest());
    }

    @Test
    void two_forms_of_a_price_have_the_same_digest() {
        assertThat(digest(new AddItem(item("widget-x", 2, "15.90"))))
                .isEqualTo(digest(new AddItem(item("widget-x", 2, "15.9"))));
        assertThat(digest(new AddItem(item("widget-x", 2, "1e2"))))
                .isEqualTo(digest(new AddItem(item("widget-x", 2, "100.00"))));
    }

    @Test
    void different_commands_have_different_digests() {
        assertThat(DIFFERENT.stream().map(OrderCommandDigestTest::digest)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("DIFFERENT")
    void the_same_command_on_another_order_has_another_digest(Order.Command command) {
        assertThat(OrderCommandDigest.of(new OrderId("a1b2c3d5"), command))
                .isNotEqualTo(digest(command));
    }

    private static Digest digest(Order.Command command) {
        return OrderCommandDigest.of(ORDER, command);
    }
}
