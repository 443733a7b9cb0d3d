package dev.reprise.dynamodb;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.projections.DeliveredCommit;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads commits from the records of the events table's stream, as Lambda delivers them.
 *
 * <p>The mapping of values is our own: aws-lambda-java-events-sdk-transformer turns an empty set
 * into a value without a type.
 */
public final class StreamImages {

    private StreamImages() {}

    /**
     * Reads the commit of an inserted item. The commit is damaged if the record's image is missing
     * or cannot be read.
     *
     * @param id the id of the delivery
     * @return empty if the item's key is not that of a commit
     */
    public static Optional<DeliveredCommit> delivery(String id, StreamRecord inserted) {
        Map<String, AttributeValue> key = attributes(inserted.getKeys());
        Optional<StreamName> stream = stream(key.get(EventsTable.STREAM));
        Optional<Long> seq = sequenceNumber(key.get(EventsTable.SEQ));
        if (stream.isEmpty() || seq.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (inserted.getNewImage() == null) {
                throw new IllegalArgumentException("the stream record has no new image");
            }
            Map<String, AttributeValue> item = attributes(inserted.getNewImage());
            Commit commit = CommitItem.decode(item);
            return Optional.of(
                    new DeliveredCommit.Intact(
                            id,
                            commit,
                            previous -> CommitHash.of(previous, item).equals(commit.hash())));
        } catch (IllegalArgumentException | BrokenStreamException e) {
            return Optional.of(
                    new DeliveredCommit.Damaged(
                            id, stream.get(), seq.get(), String.valueOf(e.getMessage())));
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

    private static Map<String, AttributeValue> attributes(
            Map<String, com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue>
                    image) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        image.forEach((name, value) -> attributes.put(name, attribute(value)));
        return attributes;
    }

    /** Converts a value of any of DynamoDB's ten types. */
    private static AttributeValue attribute(
            com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue value) {
        if (value.getS() != null) {
            return AttributeValue.fromS(value.getS());
        }
        if (value.getN() != null) {
            return AttributeValue.fromN(value.getN());
        }
        if (value.getB() != null) {
            return AttributeValue.fromB(bytes(value.getB()));
        }
        if (value.getM() != null) {
            return AttributeValue.fromM(attributes(value.getM()));
        }
        if (value.getL() != null) {
            return AttributeValue.fromL(
                    value.getL().stream().map(StreamImages::attribute).toList());
        }
        if (value.getBOOL() != null) {
            return AttributeValue.fromBool(value.getBOOL());
        }
        if (value.getNULL() != null) {
            return AttributeValue.fromNul(value.getNULL());
        }
        if (value.getSS() != null) {
            return AttributeValue.fromSs(value.getSS());
        }
        if (value.getNS() != null) {
            return AttributeValue.fromNs(value.getNS());
        }
        if (value.getBS() != null) {
            return AttributeValue.fromBs(value.getBS().stream().map(StreamImages::bytes).toList());
        }
        throw new IllegalArgumentException("the type of an attribute's value is not known");
    }

    private static SdkBytes bytes(ByteBuffer buffer) {
        return SdkBytes.fromByteBuffer(buffer);
    }
}
