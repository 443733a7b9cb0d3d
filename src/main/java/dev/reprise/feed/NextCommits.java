package dev.reprise.feed;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Returns the commits that the feed lacks of each stream, one after another. Delivered commits come
 * from the batch. The commits before and between them come from the event store.
 */
final class NextCommits {

    /** The first page: most streams lack one commit or two. Each further page is twice as large. */
    private static final int PAGE_SIZE = 4;

    private final EventStore events;
    private final Map<StreamName, Map<Long, DeliveredCommit>> delivered = new HashMap<>();
    private final Map<StreamName, Stored> stored = new HashMap<>();
    private final Map<StreamName, String> blocked = new HashMap<>();

    NextCommits(EventStore events, List<? extends DeliveredCommit> delivered) {
        this.events = events;
        for (DeliveredCommit commit : delivered) {
            this.delivered
                    .computeIfAbsent(commit.stream(), _ -> new HashMap<>())
                    .put(commit.sequenceNumber(), commit);
        }
    }

    /** The blocked streams, each with the reason. */
    Map<StreamName, String> blocked() {
        return Collections.unmodifiableMap(blocked);
    }

    /** Blocks a stream. The first reason is kept. */
    void block(StreamName stream, String error) {
        blocked.putIfAbsent(stream, error);
        stored.remove(stream);
    }

    boolean isBlocked(StreamName stream) {
        return blocked.containsKey(stream);
    }

    /** Drops the stored commits of a stream. No more of them are needed now. */
    void close(StreamName stream) {
        stored.remove(stream);
    }

    /**
     * Returns the commit after the last one that the feed has of a stream. If there is none, or it
     * cannot be put into the feed, the result is empty and the stream is blocked.
     */
    Optional<Commit> next(IndexedStream has) {
        StreamName stream = has.stream();
        if (isBlocked(stream)) {
            return Optional.empty();
        }
        @Nullable DeliveredCommit delivery =
                delivered.getOrDefault(stream, Map.of()).get(has.version().nextSequenceNumber());
        return switch (delivery) {
            case DeliveredCommit.Intact(_, Commit commit, var hashCovers)
                    when hashCovers.test(has.hash()) ->
                    Optional.of(commit);
            case DeliveredCommit.Intact(_, Commit commit, _) ->
                    fromStore(has).filter(stored -> isAnother(stored, commit));
            // The delivery may be damaged, and the stored commit not.
            case DeliveredCommit.Damaged _,
                    DeliveredCommit.FromNewerRelease _,
                    DeliveredCommit.Altered _ ->
                    fromStore(has);
            case null -> fromStore(has);
        };
    }

    /**
     * Blocks a stream if the event store has another commit than the last one that the feed has.
     *
     * @param delivery of a commit that the feed seems to have. If it is the last one, the event
     *     store is not asked
     */
    void blockIfRewritten(IndexedStream has, DeliveredCommit delivery) {
        boolean isLast =
                delivery instanceof DeliveredCommit.Intact(_, Commit commit, _)
                        && isLastOf(has, commit);
        try {
            if (!isLast
                    && events.commitAtOrBefore(has.stream(), has.version().value())
                            .filter(stored -> isLastOf(has, stored))
                            .isEmpty()) {
                block(has.stream(), rewritten(has));
            }
        } catch (BrokenStreamException | NewerReleaseException e) {
            block(has.stream(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isLastOf(IndexedStream has, Commit commit) {
        return commit.version().equals(has.version()) && commit.hash().equals(has.hash());
    }

    private static String rewritten(IndexedStream has) {
        return "the feed has %s at version %s with another commit than the event store: the events table was replaced or rewritten; verify the stream, and rebuild the feed"
                .formatted(has.stream(), has.version());
    }

    private Optional<Commit> blockedBy(StreamName stream, String error) {
        block(stream, error);
        return Optional.empty();
    }

    /** Blocks the stream if the stored commit is the delivered one, whose hash does not fit. */
    private boolean isAnother(Commit stored, Commit delivered) {
        if (!stored.hash().equals(delivered.hash())) {
            return true;
        }
        block(
                stored.stream(),
                "the hash of commit %d does not fit the commit before it; verify the stream"
                        .formatted(stored.firstSequenceNumber()));
        return false;
    }

    private Optional<Commit> fromStore(IndexedStream has) {
        try {
            Stored commits = stored.get(has.stream());
            if (commits == null) {
                commits = new Stored(has);
                stored.put(has.stream(), commits);
            }
            return commits.after(has);
        } catch (BrokenStreamException | NewerReleaseException e) {
            return blockedBy(has.stream(), String.valueOf(e.getMessage()));
        }
    }

    /** The stored commits of a stream, from the last one that the feed had. */
    private final class Stored {

        private final Iterator<Commit> commits;
        private @Nullable Commit next;

        private Stored(IndexedStream has) {
            long last = Math.max(1, has.version().value());
            commits = events.readFrom(has.stream(), last, PAGE_SIZE).iterator();
            advance();
            if (has.version().value() > 0 && (next == null || !isLastOf(has, next))) {
                throw new BrokenStreamException(rewritten(has), null);
            }
        }

        private void advance() {
            next = commits.hasNext() ? commits.next() : null;
        }

        private Optional<Commit> after(IndexedStream has) {
            while (next != null && next.version().compareTo(has.version()) <= 0) {
                advance();
            }
            if (next == null || next.firstSequenceNumber() != has.version().nextSequenceNumber()) {
                throw new BrokenStreamException(
                        "the event store has no commit of %s at %d; compare the events table with a backup"
                                .formatted(has.stream(), has.version().nextSequenceNumber()),
                        null);
            }
            return Optional.of(next);
        }
    }
}
