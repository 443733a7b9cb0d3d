package dev.reprise.publishing;

import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The events that a receiver took of commits that it did not take as a whole. They are not sent
 * again by this process. So a receiver that takes only a part of a large commit in each run gets
 * the whole commit in the end.
 *
 * <p>A stream is forgotten when its commit is taken as a whole, or when another commit of it is
 * sent. If there are more than {@value #MAX_STREAMS} streams, the one that was used the longest
 * time ago is forgotten. Events that were forgotten are sent again.
 */
final class TakenEvents {

    static final int MAX_STREAMS = 1_000;

    private final SequencedMap<StreamName, Part> parts = new LinkedHashMap<>(16, 0.75f, true);

    /** The events of a commit that were taken, as their places in it, counted from 0. */
    private static final class Part {

        private final long firstSequenceNumber;
        private final BitSet places = new BitSet();

        Part(FeedEntry commit) {
            this.firstSequenceNumber = commit.firstSequenceNumber();
        }

        boolean isOf(FeedEntry commit) {
            return firstSequenceNumber == commit.firstSequenceNumber();
        }

        boolean has(CloudEvent event) {
            return places.get(place(event));
        }

        void add(CloudEvent event) {
            places.set(place(event));
        }

        private int place(CloudEvent event) {
            return Math.toIntExact(event.sequenceNumber() - firstSequenceNumber);
        }
    }

    /** The events of a commit that were not taken, in their order. */
    synchronized List<CloudEvent> notIn(FeedEntry commit, List<CloudEvent> events) {
        Part part = parts.get(commit.stream());
        return part == null || !part.isOf(commit)
                ? events
                : events.stream().filter(event -> !part.has(event)).toList();
    }

    /** Notes that an event of a commit was taken. */
    synchronized void add(FeedEntry commit, CloudEvent event) {
        parts.compute(
                        commit.stream(),
                        (_, part) -> part != null && part.isOf(commit) ? part : new Part(commit))
                .add(event);
        if (parts.size() > MAX_STREAMS) {
            parts.pollFirstEntry();
        }
    }

    /** Notes that a commit was taken as a whole. */
    synchronized void forget(FeedEntry commit) {
        parts.remove(commit.stream());
    }
}
