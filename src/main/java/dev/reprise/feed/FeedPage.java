package dev.reprise.feed;

import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A page of the feed: the entries that one put stored. A page never changes. The commits of a joint
 * append are all in one page.
 *
 * @param entries one or more, with consecutive positions
 * @param settledUpTo the position up to which every {@link IndexedStream} was written before the
 *     page was put; 0 for none
 * @param streamCount how many streams the feed has, up to the end of the page; empty if the feed
 *     began in a release that did not count them
 * @param hash the digest of the previous page's hash and of everything else in the page
 */
public record FeedPage(
        List<FeedEntry> entries, long settledUpTo, Optional<Long> streamCount, Digest hash) {

    /** The first page uses this as the hash of the previous page. */
    public static final Digest START = new FramedDigest().add("feed").digest();

    public FeedPage {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a page of the feed has 1 entry or more");
        }
        long next = entries.getFirst().position();
        for (FeedEntry entry : entries) {
            if (entry.position() != next) {
                throw new IllegalArgumentException(
                        "the entry of %s at %d must have the position %d, not %d"
                                .formatted(
                                        entry.stream(),
                                        entry.firstSequenceNumber(),
                                        next,
                                        entry.position()));
            }
            next = entry.lastPosition() + 1;
        }
    }

    /**
     * The page after another one.
     *
     * @param streamsBefore how many streams the pages before it have; empty if it is not known
     */
    static FeedPage after(
            Digest previousHash,
            Optional<Long> streamsBefore,
            List<FeedEntry> entries,
            long settledUpTo) {
        // Every stream is in the feed from its first event on, and that event is there once.
        long begun = entries.stream().filter(entry -> entry.firstSequenceNumber() == 1).count();
        Optional<Long> streams = streamsBefore.map(before -> before + begun);
        return new FeedPage(
                entries, settledUpTo, streams, hash(previousHash, entries, settledUpTo, streams));
    }

    /** The position of the page's first event. */
    public long firstPosition() {
        return entries.getFirst().position();
    }

    /** The position of the page's last event. */
    public long lastPosition() {
        return entries.getLast().lastPosition();
    }

    /** Whether the page is unaltered, and follows the page with this hash. */
    public boolean follows(Digest previousHash) {
        return hash.equals(hash(previousHash, entries, settledUpTo, streamCount));
    }

    /** Each stream of the page, as it is after the page. */
    Map<StreamName, IndexedStream> streams() {
        Map<StreamName, IndexedStream> streams = new LinkedHashMap<>();
        entries.forEach(entry -> streams.put(entry.stream(), IndexedStream.after(entry)));
        return streams;
    }

    private static Digest hash(
            Digest previousHash,
            List<FeedEntry> entries,
            long settledUpTo,
            Optional<Long> streamCount) {
        FramedDigest digest =
                new FramedDigest()
                        .add(previousHash.bytes())
                        .add(Long.toString(entries.getFirst().position()))
                        .add(Long.toString(settledUpTo));
        // It cannot be taken for the entry that follows: the name of a stream has a dash.
        streamCount.ifPresent(count -> digest.add(Long.toString(count)));
        entries.forEach(entry -> add(digest, entry));
        return digest.digest();
    }

    private static void add(FramedDigest digest, FeedEntry entry) {
        Metadata metadata = entry.metadata();
        digest.add(entry.stream().toString())
                .add(Long.toString(entry.firstSequenceNumber()))
                .add(Integer.toString(entry.count()))
                .add(TimestampFormat.format(entry.at()))
                .add(entry.commandId().value())
                .add(Objects.requireNonNullElse(metadata.correlationId(), ""))
                .add(Objects.requireNonNullElse(metadata.causationId(), ""))
                .add(Objects.requireNonNullElse(metadata.actor(), ""))
                .add(
                        Optional.ofNullable(metadata.occurredAt())
                                .map(TimestampFormat::format)
                                .orElse(""))
                .add(entry.commitHash().bytes());
        entry.events().ifPresentOrElse(events -> add(digest, events), () -> digest.add(""));
    }

    private static void add(FramedDigest digest, EncodedEvents events) {
        digest.add(events.format())
                .add(Integer.toString(events.schemaVersion()))
                .add(events.bytes());
    }
}
