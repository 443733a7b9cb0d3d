package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.REASON;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.item;
import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.ChangeQuantity;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Digests are stored. The pinned ones were computed by another program. */
class OrderCommandDigestTest {

    private static final OrderItem GADGET = item("gadget", 1, "3");

    private static final Instant AT = Instant.parse("2010-12-01T08:26:00Z");

    /** A command and the SHA-256 of its content, whose first half is stored. */
    record Sample(Order.Command command, @Nullable Instant occurredAt, String digest) {

        Sample(Order.Command command, String digest) {
            this(command, null, digest);
        }
    }

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
                            "0380d4f65f27e5e0502f96bfb2bcb48babdf3ad3d84ddff1a07aa1054842ff80"),
                    new Sample(
                            new ChangeQuantity(WIDGETS.itemId(), new Quantity(3), null),
                            "c3674a2b79ad29db26b863d0847133a0fac064594f8a4439c0f28f71f64fb32d"),
                    new Sample(
                            new ChangeQuantity(WIDGETS.itemId(), new Quantity(3), price("15.99")),
                            "62c5cb9a425623c7149d251c8ea7ff1f0bf4a603a918c751860dd6661d771646"),
                    new Sample(
                            new ChangeOrder(
                                    List.of(
                                            new AddItem(GADGET),
                                            new ChangeQuantity(
                                                    WIDGETS.itemId(),
                                                    new Quantity(3),
                                                    price("15.99")),
                                            new RemoveItem(WIDGETS.itemId()),
                                            new ShipOrder(ADDRESS),
                                            new CancelOrder(REASON))),
                            "f510eee50891dbcf1f8288bd35165bad858797e56c9f05b88e94686cbfd5a157"),
                    new Sample(
                            new CreateOrder(CUSTOMER, List.of(), null),
                            AT,
                            "4ea416a4600332b899143878fc74780bc7d48a2e79123bd4f2b88aca213b77fb"),
                    new Sample(
                            new CreateOrder(CUSTOMER, List.of(WIDGETS, GADGET), ADDRESS),
                            AT,
                            "99b3220ee0d928131fd52ef7de664de9d87f24813385b74ee3d1bd46b0fa92fc"),
                    new Sample(
                            new ShipOrder(ADDRESS),
                            AT,
                            "1c3694f70c10bfe550ecbfbd040fc935719b37b73c88b16e6b1f19310e1430de"));

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
                    new ChangeQuantity(WIDGETS.itemId(), new Quantity(3), null),
                    new ChangeQuantity(WIDGETS.itemId(), new Quantity(3), price("15.99")),
                    new ChangeQuantity(WIDGETS.itemId(), new Quantity(3), price("15.98")),
                    new ChangeQuantity(WIDGETS.itemId(), new Quantity(4), null),
                    new ChangeQuantity(GADGET.itemId(), new Quantity(3), null),
                    new ChangeOrder(List.of(new AddItem(WIDGETS))),
                    new ChangeOrder(List.of(new AddItem(WIDGETS), new AddItem(WIDGETS))),
                    new ChangeOrder(List.of(new AddItem(WIDGETS), new AddItem(GADGET))),
                    new ChangeOrder(List.of(new AddItem(GADGET), new AddItem(WIDGETS))),
                    new ChangeOrder(List.of(new RemoveItem(WIDGETS.itemId()))),
                    new ChangeOrder(List.of(new ShipOrder(ADDRESS))),
                    new ChangeOrder(List.of(new CancelOrder(REASON))),
                    new ShipOrder(ADDRESS),
                    new ShipOrder(new ShippingAddress("1 Other St")),
                    new ShipOrder(new ShippingAddress("1 other St")),
                    new CancelOrder(REASON),
                    new CancelOrder(new CancellationReason("too slow")),
                    new CancelOrder(new CancellationReason(ADDRESS.value())));

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void a_command_has_the_digest_that_is_stored_for_it(Sample sample) {
        assertThat(OrderCommandDigest.of(ORDER, sample.command(), sample.occurredAt()))
                .hasToString("01" + sample.digest().substring(0, 32));
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
    void the_same_command_at_another_time_has_another_digest(Order.Command command) {
        assertThat(
                        Stream.of(null, AT, AT.plusMillis(1))
                                .map(at -> OrderCommandDigest.of(ORDER, command, at)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_time_of_occurrence_is_not_taken_for_an_address() {
        CreateOrder shippedToAnInstant =
                new CreateOrder(
                        CUSTOMER, List.of(), new ShippingAddress("2010-12-01T08:26:00.000Z"));
        CreateOrder open = new CreateOrder(CUSTOMER, List.of(), null);
        assertThat(OrderCommandDigest.of(ORDER, shippedToAnInstant, null))
                .isNotEqualTo(OrderCommandDigest.of(ORDER, open, AT));
    }

    @ParameterizedTest
    @FieldSource("DIFFERENT")
    void the_same_command_on_another_order_has_another_digest(Order.Command command) {
        assertThat(OrderCommandDigest.of(new OrderId(Tenant.ONLY, "a1b2c3d5"), command, null))
                .isNotEqualTo(digest(command));
    }

    private static CommandDigest digest(Order.Command command) {
        return OrderCommandDigest.of(ORDER, command, null);
    }
}
