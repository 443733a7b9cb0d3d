package dev.reprise.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parses the query parameters of a list. */
public final class Paging {

    public static final String LIMIT = "limit";
    public static final String CURSOR = "cursor";

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    private Paging() {}

    /** The maximum number of elements of a page. */
    public static int limit(@Nullable String limit) {
        return limit == null ? DEFAULT_LIMIT : (int) Input.number(LIMIT, limit, 1, MAX_LIMIT);
    }

    /** The position in a cursor; empty for the first page. */
    public static Optional<String> position(@Nullable String cursor) {
        return Optional.ofNullable(cursor)
                .map(given -> Input.parameter(CURSOR, given, Cursor::decode));
    }

    /** The cursor for a position; null without a position. */
    public static @Nullable String cursor(Optional<String> position) {
        return position.map(Cursor::encode).orElse(null);
    }
}
