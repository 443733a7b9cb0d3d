package dev.reprise.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The words of addresses. They are stored in positions: another form of a word is another schema
 * version.
 */
class AddressWordsTest {

    private static boolean matches(String query, String address) {
        return AddressQuery.parse(query).matches(new ShippingAddress(address));
    }

    @ParameterizedTest
    @CsvSource({
        "'123 Main St, Anytown, USA', 123 main st anytown usa",
        "'  O''Brien''s\n(rear) No.7/b ', o brien s rear no 7 b",
        "Zürich ZÜRICH zurich Zu\u0308rich, zurich",
        "Straße STRASSE strasse, strasse",
        "ΟΔΟΣ οδος οδός Οδοσ, οδοσ",
        "İstanbul ISTANBUL istanbul ıstanbul, istanbul",
        "Йошкар Ёлка, иошкар елка",
        "ＦＵＬＬ ｗｉｄｔｈ ７, full width 7",
        "ﬁeld ½ m², field 1 2 m2",
        "東京都 千代田区, 東京都 千代田区",
        "か\u3099 が ガ, が ガ",
        "हिन्दी मार्ग, हिन्दी मार्ग",
        "Łódź Århus Køge, łodz arhus køge",
        "a\u0301\u0301 -- ✈ a, a",
        "𝔐𝔞𝔦𝔫 𠮷野, main 𠮷野"
    })
    void words_are_folded(String address, String words) {
        assertThat(String.join(" ", AddressWords.of(new ShippingAddress(address))))
                .isEqualTo(words);
    }

    @Test
    void a_folded_word_stays_as_it_is() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE)
                .mapToObj(Character::toString)
                .forEach(text ->
                        AddressWords.in(text)
                                .forEach(word ->
                                        assertThat(AddressWords.in(word))
                                                .as("U+%04X", text.codePointAt(0))
                                                .containsExactly(word)));
    }

    @Test
    void the_first_32_different_words_of_an_address_are_searched() {
        String words =
                IntStream.range(0, 40)
                        .mapToObj(i -> "w" + i + " W" + i)
                        .collect(Collectors.joining(" "));

        assertThat(AddressWords.of(new ShippingAddress(words)))
                .hasSize(32)
                .startsWith("w0", "w1")
                .endsWith("w31");
        assertThat(matches("w31", words)).isTrue();
        assertThat(matches("w32", words)).isFalse();
    }

    @Test
    void the_first_32_characters_of_a_word_are_searched() {
        String letter = "\uD842\uDFB7"; // one character of two chars
        String word = letter.repeat(40);

        assertThat(AddressWords.of(new ShippingAddress(word + " " + word + "x")))
                .containsExactly(letter.repeat(32));
        assertThat(matches(letter.repeat(33), word)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "MA", "usa 1", "st main", "Ánytown", "12-any", "main main"})
    void each_word_of_a_query_begins_a_word_of_the_address(String query) {
        assertThat(matches(query, "123 Main St, Anytown, USA")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ain", "mains", "main street", "usa 4"})
    void an_address_without_one_of_the_words_does_not_match(String query) {
        assertThat(matches(query, "123 Main St, Anytown, USA")).isFalse();
    }

    @Test
    void the_longest_word_of_two_or_more_characters_is_looked_up_in_the_index() {
        assertThat(AddressQuery.parse("1 main st").indexed()).hasValue("main");
        assertThat(AddressQuery.parse("st 1").indexed()).hasValue("st");
        assertThat(AddressQuery.parse("1 a 東").indexed()).isEmpty();
        assertThat(AddressQuery.parse("東京").indexed()).hasValue("東京");
        assertThat(AddressQuery.parse("\uD842\uDFB7").indexed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-- ✈ ., must have a letter or a digit",
        "'1 2 3 4 5 6 7 8 9 1', 'must have at most 8 different words, not 9'"
    })
    void a_query_has_one_to_eight_words(String query, String message) {
        assertThatThrownBy(() -> AddressQuery.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThat(AddressQuery.parse("1 2 3 4 5 6 7 8 8").words()).hasSize(8);
    }
}
