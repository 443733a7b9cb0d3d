package dev.reprise.dynamodb;

import static com.amazonaws.services.lambda.runtime.events.transformers.v2.dynamodb.DynamodbAttributeValueTransformer.toAttributeValueMapV2;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads commits from the records of the events table's stream, as Lambda delivers them. */
public final class StreamImages {

    private StreamImages() {}

    /**
     * Reads the commit of a record. The commit of an inserted item is damaged if the record's image
     * is missing or malformed.
     *
     * @param id the id of the delivery
     * @param eventName {@code INSERT}, {@code MODIFY} or {@code REMOVE}
     * @return empty if the item's key is not that of a commit
     * @throws IllegalArgumentException if the event has another name
     */
    public static Optional<DeliveredCommit> delivery(
            String id, String eventName, StreamRecord change) {
        Map<String, AttributeValue> key = toAttributeValueMapV2(change.getKeys());
        Optional<StreamName> stream = stream(key.get(EventsTable.STREAM));
        Optional<Long> seq = sequenceNumber(key.get(EventsTable.SEQ));
        if (stream.isEmpty() || seq.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (eventName) {
                    case "INSERT" -> appended(id, stream.get(), seq.get(), change);
                    case "MODIFY" ->
                            new DeliveredCommit.Altered(id, stream.get(), seq.get(), "changed");
                    case "REMOVE" ->
                            new DeliveredCommit.Altered(id, stream.get(), seq.get(), "removed");
                    default ->
                            throw new IllegalArgumentException(
                                    "a stream record must be INSERT, MODIFY or REMOVE, found "
                                            + eventName);
                });
    }

    /**
     * The commit of an item that was read from the events table.
     *
     * @return empty if the item's key is not that of a commit
     */
    static Optional<DeliveredCommit> stored(Map<String, AttributeValue> item) {
        Optional<StreamName> stream = stream(item.get(EventsTable.STREAM));
        Optional<Long> seq = sequenceNumber(item.get(EventsTable.SEQ));
        return stream.isEmpty() || seq.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        appended(
                                stream.get() + "@" + seq.get(),
                                stream.get(),
                                seq.get(),
                                () -> item));
    }

    private static DeliveredCommit appended(
            String id, StreamName stream, long seq, StreamRecord inserted) {
        if (inserted.getNewImage() == null) {
            return new DeliveredCommit.Damaged(
                    id, stream, seq, "the stream record has no new image");
        }
        return appended(id, stream, seq, () -> toAttributeValueMapV2(inserted.getNewImage()));
    }

    private static DeliveredCommit appended(
            String id, StreamName stream, long seq, Supplier<Map<String, AttributeValue>> image) {
        try {
            Map<String, AttributeValue> item = image.get();
            Commit commit = CommitItem.decode(item);
            return new DeliveredCommit.Intact(
                    id, commit, previous -> CommitHash.of(previous, item).equals(commit.hash()));
        } catch (NewerReleaseException e) {
            return new DeliveredCommit.FromNewerRelease(
                    id, stream, seq, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | BrokenStreamException e) {
            return new DeliveredCommit.Damaged(id, stream, seq, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<StreamName> stream(@Nullable AttributeValue name) {
        return name == null || name.s() == null ? Optional.empty() : StreamName.parse(name.s());
    }

    private static Optional<Long> sequenceNumber(@Nullable AttributeValue number) {
        if (number == null || number.n() == null) {
            return Optional.empty();
        }
        try {
            long seq = new BigDecimal(number.n()).longValueExact();
            return seq < 1 ? Optional.empty() : Optional.of(seq);
        } catch (ArithmeticException _) {
            return Optional.empty(); // a fraction, or beyond a long
        }
    }
}
