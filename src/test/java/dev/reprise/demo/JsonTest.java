package dev.reprise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reprise.demo.NewOrder.Item;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

    private static final String AWKWARD = "a\"b\\c\nd\te\u0000f\u001fg/hÖ\u2028i\uD83D\uDE00";

    @Test
    void an_order_is_created_with_all_its_rows() {
        var order =
                new NewOrder(
                        "1001",
                        "guest",
                        List.of(
                                new Item("85123A", 6, new BigDecimal("2.55")),
                                new Item("85123A", 1, new BigDecimal("0.0"))),
                        Optional.of("Norway"));

        assertThat(Json.creation(order))
                .isEqualTo(
                        """
                        {"orderId":"1001","customerId":"guest","items":[\
                        {"itemId":"85123A","quantity":6,"price":2.55},\
                        {"itemId":"85123A","quantity":1,"price":0.0}]}\
                        """);
    }

    @Test
    void a_price_is_written_without_an_exponent() {
        var items = List.of(new Item("A", 1, new BigDecimal("1E-4")));

        assertThat(Json.creation(new NewOrder("1", "2", items, Optional.empty())))
                .contains("\"price\":0.0001}");
    }

    @Test
    void a_shipment_names_its_address() {
        assertThat(Json.shipment("Côte d'Ivoire"))
                .isEqualTo("{\"shippingAddress\":\"Côte d'Ivoire\"}");
    }

    @Test
    void quotes_backslashes_and_control_characters_are_escaped() {
        assertThat(Json.string("a\"b\\c\nd\u0000")).isEqualTo("\"a\\\"b\\\\c\\u000ad\\u0000\"");
    }

    @Test
    void any_text_is_read_back_as_it_was() throws JsonProcessingException {
        assertThat(new ObjectMapper().readValue(Json.string(AWKWARD), String.class))
                .isEqualTo(AWKWARD);
    }

    @Test
    void a_member_is_found_and_its_escapes_are_undone() {
        assertThat(
                        Json.member(
                                "{\"status\":409, \"detail\" : \"it's \\\"C:\\\\\\u00e9\\\"\"}",
                                "detail"))
                .isEqualTo("it's \"C:\\é\"");
    }

    @Test
    void a_name_inside_another_text_is_no_member() {
        String json = "{\"title\":" + Json.string("\"detail\":\"no\"") + ",\"detail\":\"yes\"}";

        assertThat(Json.member(json, "detail")).isEqualTo("yes");
        assertThat(Json.member("<html>", "detail")).isEmpty();
    }
}
