package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SizedItemTest {

    private final SizedItem item = new SizedItem();

    private void assertSize() {
        assertThat(item.bytes()).isEqualTo(ItemSize.bytes(item.attributes()));
    }

    @Test
    void the_size_is_that_of_the_attributes() {
        assertThat(item.bytes()).isZero();
        item.put("stream", Attributes.text("order-é"));
        item.put("seq", Attributes.number(123));
        assertThat(item.bytes()).isEqualTo(6 + 8 + 3 + 3);
        assertSize();
    }

    @Test
    void a_replaced_attribute_is_not_counted() {
        item.put("h", Attributes.binary(new byte[32]));
        item.put("h", Attributes.binary(new byte[8]));
        assertThat(item.attributes()).isEqualTo(Map.of("h", Attributes.binary(new byte[8])));
        assertThat(item.bytes()).isEqualTo(1 + 8);
    }

    @Test
    void a_removed_attribute_is_not_counted() {
        item.put("s", Attributes.text("state"));
        item.put("sv", Attributes.number(1));
        item.remove("s");
        item.remove("sc");
        assertThat(item.attributes()).isEqualTo(Map.of("sv", Attributes.number(1)));
        assertThat(item.bytes()).isEqualTo(2 + 2);
    }

    @Test
    void a_text_is_counted_as_it_is_put() {
        item.putDeflatable("a", "x".repeat(1_023));
        assertThat(item.attributes()).containsEntry("a", Attributes.text("x".repeat(1_023)));
        assertSize();
        item.putDeflatable("b", "x".repeat(2_000));
        assertThat(item.bytes()).isLessThan(1_100);
        assertSize();
        item.putDeflatable("c", "12345");
        assertThat(item.attributes()).containsEntry("c", Attributes.text("12345"));
        assertSize();
    }

    @Test
    void the_attributes_are_in_the_order_of_their_names() {
        item.put("t", Attributes.number(1));
        item.put("c", Attributes.number(2));
        item.put("stream", Attributes.number(3));
        assertThat(item.attributes()).containsOnlyKeys("c", "stream", "t");
        assertThat(item.attributes().keySet()).containsExactly("c", "stream", "t");
    }
}
