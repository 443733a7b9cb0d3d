package dev.reprise.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of Accept: which media types the caller takes (RFC 9110, 12.5.1). Of the ranges that
 * include a media type, the most specific one decides.
 *
 * <p>An element that is not a media range is ignored, because some clients send such elements
 * beside correct ones; a weight counts as such only if it is 0. Other parameters are ignored: they
 * have no meaning for JSON (RFC 8259, 11).
 */
record AcceptHeader(List<Range> ranges) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern RANGE = Pattern.compile("(" + TOKEN + ")/(" + TOKEN + ")");
    private static final Pattern ZERO_WEIGHT = Pattern.compile("[qQ]=0(?:[.]0*)?");
    private static final String ANY = "*";

    /**
     * An element.
     *
     * @param refused whether its weight is 0
     */
    record Range(String type, String subtype, boolean refused) {

        /** 0 if the range does not include the media type; else the higher, the narrower. */
        private int specificity(String otherType, String otherSubtype) {
            if (type.equalsIgnoreCase(otherType) && subtype.equalsIgnoreCase(otherSubtype)) {
                return 3;
            }
            if (!subtype.equals(ANY)) {
                return 0;
            }
            return type.equalsIgnoreCase(otherType) ? 2 : type.equals(ANY) ? 1 : 0;
        }
    }

    AcceptHeader {
        ranges = List.copyOf(ranges);
    }

    /** Reads a header's value; several lines of it are one list. */
    static AcceptHeader parse(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String element : split(header, ',')) {
            List<String> parts = split(element, ';');
            Matcher range = RANGE.matcher(parts.getFirst().strip());
            if (range.matches()) {
                boolean refused =
                        parts.stream()
                                .anyMatch(part -> ZERO_WEIGHT.matcher(part.strip()).matches());
                ranges.add(new Range(range.group(1), range.group(2), refused));
            }
        }
        return new AcceptHeader(ranges);
    }

    /** Whether the caller takes a media type. Without any range it takes every one. */
    boolean accepts(String type, String subtype) {
        int narrowest =
                ranges.stream().mapToInt(range -> range.specificity(type, subtype)).max().orElse(0);
        return ranges.isEmpty()
                || (narrowest > 0
                        && ranges.stream()
                                .filter(range -> range.specificity(type, subtype) == narrowest)
                                .anyMatch(range -> !range.refused()));
    }

    /** Whether the caller names HTML, and not only a range that includes it. */
    boolean namesHtml() {
        return ranges.stream()
                .anyMatch(range -> range.specificity("text", "html") == 3 && !range.refused());
    }

    /** Splits at a separator, but not within quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
