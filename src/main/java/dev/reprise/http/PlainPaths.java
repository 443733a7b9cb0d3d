package dev.reprise.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the paths that the framework would take for another one. It resolves the segments {@code .}
 * and {@code ..}, encoded or not, drops empty segments, and removes a semicolon with what follows
 * it.
 */
final class PlainPaths {

    private static final Pattern DOT_SEGMENT = Pattern.compile("[.]{1,2}");

    /** An escape of a character that needs none: a letter, a digit, or one of {@code - . _ ~}. */
    private static final Pattern NEEDLESS_ESCAPE =
            Pattern.compile("(?i)%(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3[0-9]|2[DE]|5F|7E)");

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/?-]*");

    private PlainPaths() {}

    /**
     * The path without needless escapes, which is the same path (RFC 3986, 6.2.2.2). Without this
     * {@code /%6Frders} would be another one to whoever does not decode it.
     *
     * @param path the path of a request, not decoded
     */
    static String normalized(String path) {
        return NEEDLESS_ESCAPE
                .matcher(path)
                .replaceAll(escape ->
                        String.valueOf((char) Integer.parseInt(escape.group(), 1, 3, 16)));
    }

    /**
     * What is wrong with a path; empty if it stands for itself only.
     *
     * @param path normalized
     */
    static Optional<Problem> fault(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return Optional.empty();
        }
        if (ESCAPE.matcher(path).replaceAll("").contains("%")) {
            return malformed("the path must be that of a URI: write % itself as %25");
        }
        if (path.contains(";")) {
            return malformed("the path must not contain a semicolon");
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty()) {
                return malformed("the path must not have two slashes in a row, or one at its end");
            }
            if (DOT_SEGMENT.matcher(segment).matches()) {
                return malformed("the path must not have a segment . or .., encoded or not");
            }
        }
        return Optional.empty();
    }

    /**
     * What is wrong with a query; empty if it is that of a URI (RFC 3986, 3.4).
     *
     * @param query not decoded; null if there is none
     */
    static Optional<Problem> faultOfQuery(@Nullable String query) {
        // Without the escapes first: one expression for both would overflow the stack.
        if (query == null || QUERY.matcher(ESCAPE.matcher(query).replaceAll("")).matches()) {
            return Optional.empty();
        }
        return malformed(
                "the query must be that of a URI: write other characters in UTF-8 as %XX, and % itself as %25");
    }

    private static Optional<Problem> malformed(String detail) {
        return Optional.of(Problem.of(ProblemType.MALFORMED, detail));
    }
}
