package dev.reprise.consumers;

import dev.reprise.eventstore.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One of several parts of the streams, chosen by the hash of their names. Each segment of a
 * consumer has a position and a lease of its own, so several workers share the work.
 *
 * @param number which part, 0 to {@code of} - 1
 * @param of the number of parts: 1, 2, 4, 8 or 16
 */
public record Segment(int number, int of) {

    public static final int MAX_SEGMENTS = 16;

    /** All streams. */
    public static final Segment ALL = new Segment(0, 1);

    private static final String RULE =
            "must be a number, a slash, and 1, 2, 4, 8 or 16, such as 0/4 to 3/4";

    private static final Pattern FORM = Pattern.compile("([0-9]{1,2})/([0-9]{1,2})");

    public Segment {
        if (!isCount(of) || number < 0 || number >= of) {
            throw new IllegalArgumentException(RULE);
        }
    }

    /** Whether there can be this many segments. */
    public static boolean isCount(int count) {
        return count >= 1 && count <= MAX_SEGMENTS && Integer.bitCount(count) == 1;
    }

    /**
     * Parses the form of {@link #toString}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Segment parse(String text) {
        return Optional.of(FORM.matcher(text))
                .filter(Matcher::matches)
                .map(match ->
                        new Segment(
                                Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))))
                .orElseThrow(() -> new IllegalArgumentException(RULE));
    }

    /** Whether a stream belongs to the segment. */
    public boolean has(StreamName stream) {
        int hash = stream.toString().hashCode();
        return ((hash ^ hash >>> 16) & of - 1) == number;
    }

    /** The parts of this segment if there are this many segments, at least as many as now. */
    List<Segment> split(int count) {
        return IntStream.range(0, count / of)
                .mapToObj(part -> new Segment(number + part * of, count))
                .toList();
    }

    /** The segment with the streams of this one if there are fewer segments. */
    Segment merged(int count) {
        return new Segment(number % count, count);
    }

    /** Whether all streams of the other segment belong to this one. */
    boolean contains(Segment other) {
        return other.of % of == 0 && other.number % of == number;
    }

    /** Whether these segments, of which no two have the same stream, have all streams. */
    static boolean areWhole(List<Segment> segments) {
        return segments.stream().mapToInt(segment -> MAX_SEGMENTS / segment.of).sum()
                == MAX_SEGMENTS;
    }

    /** The number, a slash, and the number of segments. */
    @Override
    public String toString() {
        return number + "/" + of;
    }
}
