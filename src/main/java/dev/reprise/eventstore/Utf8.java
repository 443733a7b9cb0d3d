package dev.reprise.eventstore;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What can be stored as UTF-8: every text without half of a surrogate pair. */
final class Utf8 {

    private Utf8() {}

    /**
     * Checks a text. UTF-8 has no half surrogate pair: one would be stored as a question mark.
     *
     * @param name what the text is; asked for the message only
     * @param text null is accepted
     * @throws IllegalArgumentException if the text has half of a surrogate pair
     */
    static void requireStorable(Supplier<String> name, @Nullable String text) {
        if (text == null) {
            return;
        }
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(
                        name.get()
                                + " must not hold half of a surrogate pair (at character "
                                + i
                                + "): it would be stored as a question mark");
            }
        }
    }
}
