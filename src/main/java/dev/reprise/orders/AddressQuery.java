package dev.reprise.orders;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A search for addresses. An address matches if each word of the search begins a word of it.
 *
 * @param words as {@link AddressWords} writes them, at least one
 */
public record AddressQuery(List<String> words) {

    static final int MAX_WORDS = 8;

    public AddressQuery {
        words = List.copyOf(words);
    }

    /**
     * A search for the words of a text.
     *
     * @throws IllegalArgumentException if the text has no word, or too many; the message can follow
     *     a parameter's name
     */
    public static AddressQuery parse(String text) {
        Collection<String> words = AddressWords.in(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("must have a letter or a digit");
        }
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException(
                    "must have at most " + MAX_WORDS + " different words, not " + words.size());
        }
        return new AddressQuery(List.copyOf(words));
    }

    boolean matches(ShippingAddress address) {
        Collection<String> found = AddressWords.of(address);
        return words.stream().allMatch(word -> found.stream().anyMatch(w -> w.startsWith(word)));
    }

    /**
     * The longest word, which probably begins the fewest words of addresses; empty if no word is
     * long enough to be found in the index.
     */
    public Optional<String> indexed() {
        return words.stream()
                .filter(ShippedItemsProjection::isIndexed)
                .max(Comparator.comparingInt(String::length));
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
