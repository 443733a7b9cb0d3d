package dev.reprise.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event with its place in a stream and what its commit says about it.
 *
 * @param sequenceNumber its number in the stream, from 1
 * @param timestamp the timestamp of its commit
 */
public record RecordedEvent<E>(
        StreamName stream,
        long sequenceNumber,
        E event,
        Instant timestamp,
        CommandId commandId,
        Metadata metadata) {

    /**
     * The events of a commit, in order.
     *
     * @throws NewerReleaseException if the codec does not know how to decode the events
     * @throws BrokenStreamException if the codec cannot decode the events, or decodes more or fewer
     *     than the commit declares
     */
    public static <E> List<RecordedEvent<E>> allOf(Commit commit, EventCodec<? extends E> codec) {
        return allOf(
                commit.stream(),
                commit.firstSequenceNumber(),
                decode(commit, codec),
                commit.at(),
                commit.commandId(),
                commit.metadata());
    }

    /** The events of a commit as they will be once it is stored, in order. */
    public static <E> List<RecordedEvent<E>> allOf(NewCommit commit, List<E> events) {
        return allOf(
                commit.stream(),
                commit.firstSequenceNumber(),
                events,
                commit.at(),
                commit.commandId(),
                commit.metadata());
    }

    /** The events of a commit, in order, made from its parts. */
    public static <E> List<RecordedEvent<E>> allOf(
            StreamName stream,
            long firstSequenceNumber,
            List<? extends E> events,
            Instant at,
            CommandId commandId,
            Metadata metadata) {
        List<RecordedEvent<E>> recorded = new ArrayList<>(events.size());
        for (E event : events) {
            recorded.add(
                    new RecordedEvent<>(
                            stream,
                            firstSequenceNumber + recorded.size(),
                            event,
                            at,
                            commandId,
                            metadata));
        }
        return recorded;
    }

    private static <E> List<E> decode(Commit commit, EventCodec<E> codec) {
        String place = "commit " + commit.firstSequenceNumber() + " of " + commit.stream();
        List<E> events;
        try {
            events = codec.decode(commit.events());
        } catch (NewerReleaseException e) {
            throw e.in(place);
        } catch (UndecodableEventsException e) {
            throw new BrokenStreamException(place + ": " + e.getMessage(), e);
        }
        if (events.size() != commit.events().count()) {
            throw new BrokenStreamException(
                    place
                            + ": the commit declares "
                            + commit.events().count()
                            + " events, but holds "
                            + events.size(),
                    null);
        }
        return events;
    }
}
