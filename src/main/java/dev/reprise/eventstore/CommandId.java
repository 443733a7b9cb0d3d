package dev.reprise.eventstore;

import java.util.regex.Pattern;

/**
 * Identifies a command, so that a repeated command is recognised. Every commit has the id of the
 * command that made it.
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record CommandId(String value) {

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,128}");

    public CommandId {
        if (!VISIBLE_ASCII.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 128 visible ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
