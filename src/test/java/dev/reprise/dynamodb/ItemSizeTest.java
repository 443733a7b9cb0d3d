package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The expected sizes were counted by hand, by DynamoDB's rules. */
class ItemSizeTest {

    @Test
    void an_item_without_attributes_has_size_0() {
        assertThat(ItemSize.bytes(Map.of())).isZero();
    }

    @Test
    void a_text_takes_its_name_and_its_bytes_in_utf_8() {
        assertThat(size("at", AttributeValue.fromS(""))).isEqualTo(2);
        assertThat(size("at", AttributeValue.fromS("abc"))).isEqualTo(2 + 3);
        assertThat(size("é", AttributeValue.fromS("東🚚"))).isEqualTo(2 + 3 + 4);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "12, 2", "123, 3", "1234, 3", "9223372036854775807, 11"})
    void a_number_takes_a_byte_and_one_for_each_two_digits(String number, int bytes) {
        assertThat(size("seq", AttributeValue.fromN(number))).isEqualTo(3 + bytes);
    }

    @Test
    void a_binary_takes_its_bytes() {
        assertThat(size("hash", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[32]))))
                .isEqualTo(4 + 32);
    }

    @Test
    void a_map_takes_three_bytes_and_one_for_each_entry() {
        assertThat(size("meta", AttributeValue.fromM(Map.of()))).isEqualTo(4 + 3);
        assertThat(
                        size(
                                "meta",
                                AttributeValue.fromM(
                                        Map.of(
                                                "actor", AttributeValue.fromS("me"),
                                                "causationId", AttributeValue.fromS("x")))))
                .isEqualTo(4 + 3 + (1 + 5 + 2) + (1 + 11 + 1));
    }

    @Test
    void an_item_takes_what_its_attributes_take() {
        assertThat(
                        ItemSize.bytes(
                                Map.of(
                                        "stream", AttributeValue.fromS("order-a1b2c3d4"),
                                        "seq", AttributeValue.fromN("1"))))
                .isEqualTo(6 + 14 + 3 + 2);
    }

    @Test
    void the_size_of_an_attribute_type_that_no_commit_has_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> size("x", AttributeValue.fromL(List.of())));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1024, 1", "1025, 2", "2048, 2", "2049, 3", "409600, 400"})
    void each_started_kibibyte_is_a_write_unit(int bytes, int units) {
        assertThat(ItemSize.writeUnits(bytes)).isEqualTo(units);
    }

    private static int size(String name, AttributeValue value) {
        return ItemSize.bytes(Map.of(name, value));
    }
}
