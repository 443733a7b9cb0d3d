package dev.reprise.eventstore;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Identifies a command, so that a repeated command is recognised. Every commit has the id of the
 * command that made it. A caller that may repeat a command chooses its id; other commands get a
 * generated one.
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record CommandId(String value) {

    private static final String GENERATED = "~";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,128}");

    public CommandId {
        if (!VISIBLE_ASCII.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 128 visible ASCII characters");
        }
    }

    /** A new id, {@code ~} and 22 characters: 128 random bits. */
    public static CommandId generate() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new CommandId(
                GENERATED + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /**
     * Whether the id has the form of a generated one: it begins with {@code ~}. A repeated command
     * with such an id is recognised for a short time only.
     */
    public boolean isGenerated() {
        return value.startsWith(GENERATED);
    }

    @Override
    public String toString() {
        return value;
    }
}
