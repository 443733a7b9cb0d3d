package dev.reprise.dynamodb;

import dev.reprise.eventstore.StreamName;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * A place in the list of the streams whose names begin with a prefix: a partition, or a partition
 * and a stream in it. The prefix is not part of the place.
 *
 * @param afterRest the rest of the name of the last listed stream, after the prefix; empty for the
 *     start of the partition
 */
record ListedPlace(int partition, Optional<String> afterRest) {

    static final ListedPlace FIRST = new ListedPlace(0, Optional.empty());

    private static final String SEPARATOR = "/";

    /**
     * Parses a place in the list with a prefix.
     *
     * @throws IllegalArgumentException if the text is not such a place
     */
    static ListedPlace parse(String prefix, String text) {
        String[] parts = text.split(SEPARATOR, 2);
        int partition = Integer.parseInt(parts[0]);
        Optional<String> rest = parts.length == 1 ? Optional.empty() : Optional.of(parts[1]);
        boolean isName = rest.map(end -> StreamName.parse(prefix + end).isPresent()).orElse(true);
        if (partition < 0 || partition >= FeedTable.STREAM_PARTITIONS || !isName) {
            throw new IllegalArgumentException("not a place in a list of streams: " + text);
        }
        return new ListedPlace(partition, rest);
    }

    /** Whether a text has the form of a place in the list with a prefix. */
    static boolean isPlace(String prefix, String text) {
        try {
            parse(prefix, text);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** The place after the answer to a query for the streams after this place. */
    ListedPlace next(String prefix, QueryResponse answer) {
        return answer.lastEvaluatedKey().isEmpty()
                ? new ListedPlace(partition + 1, Optional.empty())
                : new ListedPlace(
                        partition,
                        Optional.of(
                                Attributes.text(answer.lastEvaluatedKey(), FeedTable.PLACE)
                                        .substring(prefix.length())));
    }

    @Override
    public String toString() {
        return partition + afterRest.map(rest -> SEPARATOR + rest).orElse("");
    }
}
