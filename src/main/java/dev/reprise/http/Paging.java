package dev.reprise.http;

/** The query parameters that every list has. */
public final class Paging {

    public static final String LIMIT = "limit";
    public static final String CURSOR = "cursor";
    public static final String LIMIT_DESCRIPTION =
            "The maximum number of elements, 1 to 200; 50 if not given";
    public static final String CURSOR_DESCRIPTION =
            "The next of the previous page, which had the same parameters";
    public static final String LINK_DESCRIPTION =
            "The next page, relative to this one, with rel=\"next\"; absent on the last page";

    static final int DEFAULT_LIMIT = 50;

    private static final int MAX_LIMIT = 200;

    private Paging() {}

    /** The maximum number of elements of a page. */
    static int limit(String limit) {
        return (int) Input.number(LIMIT, limit, 1, MAX_LIMIT);
    }
}
