package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.cli.StoredCommits.Stored;
import java.util.Optional;

/**
 * The values of an event in the feed that the check needs.
 *
 * @param type empty if the API cannot read it
 */
record FeedEvent(
        long position,
        String stream,
        long sequenceNumber,
        String type,
        String timestamp,
        String commandId) {

    /**
     * The last event of a stream that was checked, and its commit.
     *
     * @param commitFirst the sequence number of the commit's first event
     * @param commitLast the sequence number of the commit's last event
     */
    record Checked(long sequenceNumber, long position, long commitFirst, long commitLast) {

        static final Checked NOTHING = new Checked(0, 0, 0, 0);

        /** The next event is in a commit that begins after this sequence number. */
        long nextCommitAfter() {
            return sequenceNumber < commitLast ? commitFirst - 1 : sequenceNumber;
        }
    }

    static FeedEvent of(JsonNode event) {
        return new FeedEvent(
                event.path(Events.POSITION).asLong(),
                event.path(Events.STREAM).asText(),
                event.path(Events.SEQUENCE_NUMBER).asLong(),
                event.path(Events.EVENT_TYPE).asText(),
                event.path(Events.TIMESTAMP).asText(),
                event.path("metadata").path("commandId").asText());
    }

    Checked checked(Stored commit) {
        return new Checked(sequenceNumber, position, commit.first(), commit.last());
    }

    /** What is wrong with the order of the stream's events; empty if nothing is. */
    Optional<String> wrongAfter(Checked before) {
        if (sequenceNumber <= before.sequenceNumber()) {
            return Optional.of(
                    "the event stands in the feed again, or after a later event of its stream");
        }
        if (sequenceNumber > before.sequenceNumber() + 1) {
            return Optional.of(
                    "event %d of the stream is missing before it"
                            .formatted(before.sequenceNumber() + 1));
        }
        return Optional.empty();
    }

    /** How the event differs from its stream; empty if it does not. */
    Optional<String> differenceTo(Optional<Stored> stored, Checked before) {
        if (stored.isEmpty()) {
            return Optional.of("the stream does not have this event");
        }
        Stored commit = stored.get();
        String storedType = commit.type(sequenceNumber);
        if (!timestamp.equals(commit.at())) {
            return difference("timestamp", timestamp, commit.at());
        }
        if (!commandId.equals(commit.commandId())) {
            return difference("commandId", commandId, commit.commandId());
        }
        if (!type.isEmpty() && !storedType.isEmpty() && !type.equals(storedType)) {
            return difference("eventType", type, storedType);
        }
        if (sequenceNumber > commit.first() && position != before.position() + 1) {
            return Optional.of(
                    "its commit is torn apart: the event before it stands at position "
                            + before.position());
        }
        return Optional.empty();
    }

    private static Optional<String> difference(String field, String inFeed, String inStream) {
        return Optional.of(
                "%s is %s in the feed, and %s in the stream"
                        .formatted(field, Texts.quoted(inFeed), Texts.quoted(inStream)));
    }
}
