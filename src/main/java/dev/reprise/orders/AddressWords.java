package dev.reprise.orders;

import java.text.Normalizer;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of an address, in the form in which they are searched. Changes of that form are a new
 * schema version of {@link ShippedItemsProjection}.
 *
 * <p>A word is a run of letters and digits, with their marks. Upper and lower case are the same,
 * and so are the forms that Unicode calls compatible (NFKC), such as full-width letters. The
 * accents of Latin, Greek and Cyrillic letters are removed: who types {@code zurich} finds {@code
 * Zürich}. Marks of other scripts stay, because they make other letters.
 */
final class AddressWords {

    /** How many different words of an address are searched: the first ones. */
    static final int MAX_WORDS = 32;

    /** How many characters of a word are searched: the first ones. */
    static final int MAX_CHARACTERS = 32;

    private static final Pattern ACCENTS = Pattern.compile("\\p{InCombiningDiacriticalMarks}+");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*");

    private AddressWords() {}

    /** The words by which an address is found, in the order of the address. */
    static SequencedSet<String> of(ShippingAddress address) {
        List<String> words = in(address.value()).stream().limit(MAX_WORDS).toList();
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(words));
    }

    /** All different words of a text. */
    static SequencedSet<String> in(String text) {
        SequencedSet<String> words = new LinkedHashSet<>();
        WORD.matcher(folded(text))
                .results()
                .map(MatchResult::group)
                .map(word -> beginning(word, MAX_CHARACTERS))
                .forEach(words::add);
        return words;
    }

    private static String folded(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        String unaccented = ACCENTS.matcher(decomposed).replaceAll("");
        // Both cases, because ẞ is ß in lower case, which is SS in upper case.
        String upperCase = unaccented.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
        // Letter by letter, because σ has another form at the end of a word.
        StringBuilder lowerCase = new StringBuilder(upperCase.length());
        upperCase.codePoints().map(Character::toLowerCase).forEach(lowerCase::appendCodePoint);
        return Normalizer.normalize(lowerCase, Normalizer.Form.NFKC);
    }

    /** The first characters of a word, or the whole word if it is not longer. */
    static String beginning(String word, int characters) {
        return word.codePointCount(0, word.length()) <= characters
                ? word
                : word.substring(0, word.offsetByCodePoints(0, characters));
    }
}
