package dev.reprise.values;

import java.text.Normalizer;

/**
 * Checks free texts: 1 to 1,000 Unicode characters, not all of them blank.
 *
 * <p>The text of a command is checked and brought into one form by {@link #normalize}. A stored
 * text is only checked by {@link #require}, which takes all texts that were ever stored.
 */
public final class Texts {

    public static final int MAX_CHARACTERS = 1_000;

    private Texts() {}

    /**
     * Checks a text.
     *
     * @throws IllegalArgumentException if it is malformed; the message can follow a field's name
     */
    public static void require(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("must not be blank");
        }
        if (value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
            throw new IllegalArgumentException("must be at most 1,000 characters");
        }
        if (value.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(
                    "must not contain half of a surrogate pair, which cannot be stored");
        }
    }

    /**
     * The form in which the text of a command is stored: without white space at both ends, and in
     * Unicode's Normalization Form C, so that equal texts are stored equally. A line may end with
     * {@code \n}.
     *
     * @throws IllegalArgumentException if {@link #require} refuses this form, if the text contains
     *     a control character or another line separator, or no visible character; the message can
     *     follow a field's name
     */
    public static String normalize(String text) {
        String normalized = Normalizer.normalize(trim(text), Normalizer.Form.NFC);
        require(normalized);
        normalized
                .codePoints()
                .filter(Texts::isControl)
                .findFirst()
                .ifPresent(c -> {
                    throw new IllegalArgumentException(
                            "must not contain the control character U+%04X; a line ends with U+000A"
                                    .formatted(c));
                });
        if (normalized.codePoints().noneMatch(Texts::isVisible)) {
            throw new IllegalArgumentException("must contain a visible character");
        }
        return normalized;
    }

    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWhiteSpace(text.charAt(start))) {
            start++;
        }
        while (start < end && isWhiteSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** All white space is in the Basic Multilingual Plane. */
    private static boolean isWhiteSpace(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == '\u0085' // next line
                || c == '\u200B' // zero width space
                || c == '\uFEFF'; // zero width no-break space, also the byte order mark
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** A letter, number, punctuation mark or symbol, unless it is drawn as nothing. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                    false;
            default -> !isFiller(c);
        };
    }

    /** The characters of other categories that have no ink. */
    private static boolean isFiller(int c) {
        return switch (c) {
            case 0x115F, 0x1160, 0x3164, 0xFFA0 -> true; // Hangul fillers
            case 0x2800 -> true; // Braille pattern blank
            case 0x1D159 -> true; // musical symbol null notehead
            default -> false;
        };
    }
}
