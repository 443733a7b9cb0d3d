package dev.reprise.http;

import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The value of If-Match or If-None-Match: {@code *}, or a list of entity tags (RFC 9110, 8.8.3 and
 * 13.1).
 *
 * <p>The tag of an aggregate is its version in quotes, and strong. A tag that is not a version
 * matches nothing.
 */
record EntityTags(boolean any, List<Tag> tags) {

    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

    record Tag(boolean weak, String opaque) {

        Optional<StreamVersion> version() {
            return VERSION.matcher(opaque).matches()
                    ? Optional.of(new StreamVersion(Long.parseLong(opaque)))
                    : Optional.empty();
        }
    }

    EntityTags {
        tags = List.copyOf(tags);
    }

    /** The tag of a version. */
    static String of(StreamVersion version) {
        return "\"" + version + "\"";
    }

    /**
     * Reads a header's value.
     *
     * @throws IllegalArgumentException if it is neither {@code *} nor a list of entity tags
     */
    static EntityTags parse(String header) {
        if (header.strip().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<Tag> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(header);
        int end = 0;
        while (matcher.find(end)) {
            requireSeparator(header.substring(end, matcher.start()), tags.isEmpty());
            tags.add(new Tag(matcher.group(1) != null, matcher.group(2)));
            end = matcher.end();
        }
        requireSeparator(header.substring(end), true);
        if (tags.isEmpty()) {
            throw malformed();
        }
        return new EntityTags(false, tags);
    }

    /**
     * Between two elements there must be a comma; more commas and blanks are allowed (RFC 9110,
     * 5.6.1.2).
     */
    private static void requireSeparator(String between, boolean commaOptional) {
        boolean blank = between.chars().allMatch(c -> c == ' ' || c == '\t' || c == ',');
        if (!blank || !(commaOptional || between.contains(","))) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "must be * or a list of entity tags such as \"3\", with their quotes");
    }

    /** The precondition of If-Match, by strong comparison: a weak tag matches nothing. */
    Precondition ifMatch() {
        if (any) {
            return new Precondition.Exists();
        }
        return new Precondition.VersionIn(
                tags.stream()
                        .filter(tag -> !tag.weak())
                        .flatMap(tag -> tag.version().stream())
                        .collect(Collectors.toSet()));
    }

    /** The precondition of If-None-Match, by weak comparison: a weak tag matches, too. */
    Precondition ifNoneMatch() {
        if (any) {
            return new Precondition.NotExists();
        }
        return new Precondition.VersionNotIn(
                tags.stream().flatMap(tag -> tag.version().stream()).collect(Collectors.toSet()));
    }
}
