package dev.reprise.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in a sorted list as callers hand it back: opaque to them, and the same in every
 * generation of a read model.
 */
final class Cursor {

    private static final Pattern POSITION =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z#[A-Za-z0-9._:-]{1,128}");

    private Cursor() {}

    static String encode(String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if it is not one that was handed out
     */
    static String decode(String cursor) {
        String position;
        try {
            position = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        if (!POSITION.matcher(position).matches()) {
            throw malformed(null);
        }
        return position;
    }

    private static IllegalArgumentException malformed(@Nullable Throwable cause) {
        return new IllegalArgumentException("is not the next of an earlier page", cause);
    }
}
