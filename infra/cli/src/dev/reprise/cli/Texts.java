package dev.reprise.cli;

import java.util.Locale;

/** Makes texts fit for a terminal. */
final class Texts {

    private Texts() {}

    /**
     * A text from elsewhere in one line that is safe for a terminal. Control characters could
     * control the terminal, and characters that change the direction could reorder the text. Both
     * become {@code \}{@code u} and four digits. White space becomes a blank.
     */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (Character.isWhitespace(c)) {
                        plain.append(' ');
                    } else if (Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT) {
                        plain.append(String.format(Locale.ROOT, "\\u%04x", c));
                    } else {
                        plain.appendCodePoint(c);
                    }
                });
        return plain.toString();
    }

    /** The same, in quotes if it has a blank or is empty. */
    static String quoted(String text) {
        String plain = plain(text);
        return plain.isEmpty() || plain.contains(" ") ? '"' + plain + '"' : plain;
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number of things, such as {@code 1 stream} or {@code 1,200 streams}. */
    static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    static String streams(long number) {
        return count(number, "stream", "streams");
    }

    static String commits(long number) {
        return count(number, "commit", "commits");
    }

    static String events(long number) {
        return count(number, "event", "events");
    }
}
