package dev.reprise.personal;

import java.util.Optional;
import java.util.function.Function;

/**
 * A personal value, as an event or a state holds it. Only a command and an answer hold it readable;
 * what is stored is {@link Sealed}, where the service encrypts personal values.
 *
 * @param <T> the value's type
 */
public sealed interface Personal<T> {

    /** Begins the stored form of a readable value. */
    String KNOWN = "=";

    /** Begins the stored form of an encrypted value. */
    String SEALED = "~";

    /** The stored form of a value that was forgotten before it was stored. */
    String FORGOTTEN = "!";

    /** A readable value. */
    record Known<T>(T value) implements Personal<T> {}

    /**
     * An encrypted value. Two of them are equal if they are the same value of the same subject, in
     * the same field of the same stream.
     *
     * @param subject the id of the person
     * @param text what {@link SubjectKey#seal} made of the value
     */
    record Sealed<T>(String subject, String text) implements Personal<T> {}

    /** The value of a person who was forgotten. */
    record Forgotten<T>() implements Personal<T> {}

    /** The value if it is readable; empty if it was forgotten, or is still sealed. */
    default Optional<T> known() {
        return this instanceof Known<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    /** The stored form. {@link #ofStored} reads it. */
    default String stored(Function<? super T, String> text) {
        return switch (this) {
            case Known<T>(T value) -> KNOWN + text.apply(value);
            case Sealed<T>(String subject, String sealed) -> SEALED + subject + SEALED + sealed;
            case Forgotten<T> _ -> FORGOTTEN;
        };
    }

    /**
     * Reads a stored form.
     *
     * @param value makes a value of its text
     * @throws IllegalArgumentException if {@link #stored} did not write it, or the text is not one
     *     of a value
     */
    static <T> Personal<T> ofStored(String stored, Function<String, ? extends T> value) {
        if (stored.startsWith(KNOWN)) {
            return new Known<>(value.apply(stored.substring(KNOWN.length())));
        }
        if (stored.equals(FORGOTTEN)) {
            return new Forgotten<>();
        }
        int end = stored.indexOf(SEALED, SEALED.length());
        if (!stored.startsWith(SEALED) || end < 0) {
            throw new IllegalArgumentException(
                    "a stored personal value begins with "
                            + KNOWN
                            + ", or with "
                            + SEALED
                            + " and its subject, or is "
                            + FORGOTTEN);
        }
        return new Sealed<>(
                stored.substring(SEALED.length(), end), stored.substring(end + SEALED.length()));
    }
}
