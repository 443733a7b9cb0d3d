package dev.reprise.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the paths that the framework would take for another one. It resolves the segments {@code .}
 * and {@code ..}, encoded or not, drops empty segments, and removes a semicolon with what follows
 * it.
 */
final class PlainPaths {

    private static final Pattern DOT_SEGMENT = Pattern.compile("(?i)(?:\\.|%2e){1,2}");

    private PlainPaths() {}

    /**
     * What is wrong with a path; empty if it stands for itself only.
     *
     * @param path the path of a request, not decoded
     */
    static Optional<Problem> fault(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return Optional.empty();
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

    private static Optional<Problem> malformed(String detail) {
        return Optional.of(Problem.of(ProblemType.MALFORMED, detail));
    }
}
