package dev.reprise.http;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification.Intact;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * How far a stream was verified, as the position in a cursor: the version, the number of commits
 * and the hash of the last one. So the next part begins with the commit that was checked, whatever
 * is stored by then.
 */
final class VerifiedPosition {

    private static final Pattern FORM =
            Pattern.compile("[1-9][0-9]{0,17}\\.[1-9][0-9]{0,17}\\.[0-9a-f]{64}");

    private VerifiedPosition() {}

    static boolean isPosition(String text) {
        return FORM.matcher(text).matches();
    }

    static String format(Intact checked) {
        return checked.version() + "." + checked.commits() + "." + checked.hash();
    }

    /** Reads what {@link #format} wrote. */
    static Intact parse(String position) {
        String[] parts = position.split("\\.", 3);
        return new Intact(
                new StreamVersion(Long.parseLong(parts[0])),
                Long.parseLong(parts[1]),
                Digest.of(HexFormat.of().parseHex(parts[2])));
    }
}
