package dev.reprise.http;

/** The query parameters that every list has. */
public final class Paging {

    public static final String LIMIT = "limit";
    public static final String CURSOR = "cursor";

    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;

    private Paging() {}

    /** The maximum number of elements of a page. */
    static int limit(String limit) {
        return (int) Input.number(LIMIT, limit, 1, MAX_LIMIT);
    }
}
