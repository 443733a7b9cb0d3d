package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.price;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values are accepted and which are refused. */
class OrderValuesTest {

    private static final List<Function<String, Record>> IDS =
            List.of(id -> new OrderId(Tenant.ONLY, id), CustomerId::new, ItemId::new);
    private static final List<Function<String, Record>> TEXTS =
            List.of(ShippingAddress::new, CancellationReason::new);

    static final List<String> GOOD_IDS =
            List.of("a", "user123", "A.b_c-d:9", "...", ".a", "-", "x".repeat(128));
    static final List<String> BAD_IDS =
            List.of("", ".", "..", " ", "a b", "a/b", "a\n", "é", "a\u0000", "x".repeat(129));
    static final List<String> GOOD_TEXTS =
            List.of("x", " x ", "a\nb", "y".repeat(1_000), "🚚".repeat(1_000), "\uFFFF");
    static final List<String> BAD_TEXTS =
            List.of(
                    "",
                    " \t\n",
                    "y".repeat(1_001),
                    "🚚".repeat(1_001),
                    "\uD83D",
                    "\uDE9A",
                    "a\uD83Db",
                    "\uDE9A\uD83D");

    @ParameterizedTest
    @CsvSource({
        "15.90, 15.9",
        "15.9, 15.9",
        "100, 100",
        "1e2, 100",
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "0.00, 0",
        "0e999999999, 0",
        "0e-999999999, 0",
        "0.0001, 0.0001",
        "0.10000000, 0.1",
        "1e14, 100000000000000",
        "999999999999999.9999, 999999999999999.9999"
    })
    void equal_prices_have_the_same_form(String given, String form) {
        assertThat(price(given)).hasToString(form).isEqualTo(price(form));
        assertThat(price(given).amount()).isEqualTo(new BigDecimal(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "-1", "-1e999999999", "-1e-999999999"})
    void a_negative_price_is_refused(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> price(amount))
                .withMessage("must be from 0 to 999999999999999.9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.00001", "15.99999", "1e-5", "1e-999999999"})
    void a_price_has_at_most_four_decimals(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> price(amount))
                .withMessage("must have at most 4 decimals");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000", "1e15", "1000000000000000.5", "1e999999999"})
    void a_price_has_at_most_fifteen_digits_before_the_point(String amount) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> price(amount))
                .withMessage("must be from 0 to 999999999999999.9999");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000_000})
    void a_quantity_may_be_one_to_a_million(int value) {
        assertThat(new Quantity(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_000_001, Integer.MAX_VALUE})
    void any_other_quantity_is_refused(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Quantity(value))
                .withMessage("must be 1 to 1,000,000");
    }

    @ParameterizedTest
    @FieldSource("GOOD_IDS")
    void a_well_formed_id_is_accepted_unchanged(String value) {
        assertThat(IDS).allSatisfy(id -> assertThat(id.apply(value)).hasToString(value));
    }

    @ParameterizedTest
    @FieldSource("BAD_IDS")
    void a_malformed_id_is_refused(String value) {
        assertThat(IDS)
                .allSatisfy(id ->
                        assertThatIllegalArgumentException().isThrownBy(() -> id.apply(value)));
    }

    @ParameterizedTest
    @FieldSource("GOOD_TEXTS")
    void a_well_formed_text_is_accepted_unchanged(String value) {
        assertThat(TEXTS).allSatisfy(text -> assertThat(text.apply(value)).hasToString(value));
    }

    @ParameterizedTest
    @FieldSource("BAD_TEXTS")
    void a_text_that_is_blank_or_too_long_or_cannot_be_stored_is_refused(String value) {
        assertThat(TEXTS)
                .allSatisfy(text ->
                        assertThatIllegalArgumentException().isThrownBy(() -> text.apply(value)));
    }

    @Test
    void an_orders_stream_is_named_after_it() {
        assertThat(new OrderId(Tenant.ONLY, "a1b2-c3d4").stream())
                .isEqualTo(new StreamName("order", "a1b2-c3d4"))
                .hasToString("order-a1b2-c3d4");
    }

    @Test
    void the_stream_name_of_every_order_id_can_be_parsed() {
        assertThat(GOOD_IDS)
                .allSatisfy(id ->
                        assertThat(StreamName.parse("order-" + id))
                                .contains(new OrderId(Tenant.ONLY, id).stream()));
    }

    @Test
    void derived_ids_are_pinned() {
        assertThat(OrderId.derivedFrom(Tenant.ONLY, "user123", new CommandId("key-1")))
                .hasToString("c28ba01cf4a20dd413f2cd4ebb3677de");
        assertThat(OrderId.derivedFrom(Tenant.ONLY, "", new CommandId("key-1")))
                .hasToString("80eb8e0ade2122df8c6a6250a2869a9c");
    }

    @Test
    void derived_ids_differ_by_caller_and_by_key() {
        assertThat(
                        List.of(
                                OrderId.derivedFrom(Tenant.ONLY, "user12", new CommandId("3key")),
                                OrderId.derivedFrom(Tenant.ONLY, "user123", new CommandId("key")),
                                OrderId.derivedFrom(Tenant.ONLY, "user123", new CommandId("key2")),
                                OrderId.derivedFrom(Tenant.ONLY, "user124", new CommandId("key"))))
                .doesNotHaveDuplicates();
    }
}
