package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.EventsTable.HASH;
import static dev.reprise.dynamodb.EventsTable.SEQ;
import static dev.reprise.dynamodb.EventsTable.STREAM;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamName;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Encodes a commit as an item of the events table, and decodes it, in whichever layout it is. */
final class CommitItem {

    private static final ShortNames WRITTEN = ShortNames.LAYOUT;

    private CommitItem() {}

    /**
     * The whole item, with its hash. Its events are deflated if that saves a write unit. Its
     * snapshot is left out if {@link SnapshotAttributes#put} says so.
     */
    static EncodedCommit.Item encode(NewCommit commit) {
        SizedItem item = new SizedItem();
        WRITTEN.put(item, commit);
        item.put(HASH, Attributes.binary(new byte[Digest.LENGTH]));
        WRITTEN.events().put(item, commit.events());
        int bytesWithoutSnapshot = item.bytes();
        commit.snapshot().ifPresent(offer -> WRITTEN.snapshot().put(item, offer));
        Digest hash = CommitHash.of(commit.after().hash(), item.attributes(), HASH);
        item.put(HASH, Attributes.binary(hash.bytes()));
        boolean withSnapshot = WRITTEN.snapshot().areIn(item.attributes());
        return new EncodedCommit.Item(
                item.attributes(),
                item.bytes(),
                commit.stored(hash, bytesWithoutSnapshot, withSnapshot));
    }

    /**
     * The commit of a stored item.
     *
     * @throws NewerReleaseException if an attribute or the events' format is unknown
     * @throws BrokenStreamException if an attribute is missing or malformed
     */
    static Commit decode(Map<String, AttributeValue> item) {
        return decode(item, CommitItem::stream);
    }

    /**
     * The commit of a stored item of a stream. The item's key is not read again.
     *
     * @throws NewerReleaseException if an attribute or the events' format is unknown
     * @throws BrokenStreamException if an attribute is missing or malformed
     */
    static Commit decode(Map<String, AttributeValue> item, StreamName stream) {
        return decode(item, _ -> stream);
    }

    private static Commit decode(
            Map<String, AttributeValue> item,
            Function<Map<String, AttributeValue>, StreamName> stream) {
        CommitLayout layout = CommitLayout.of(item);
        try {
            Attributes.requireOnly(layout.names(), item.keySet());
            Digest hash = layout.hash(item);
            return new Commit(
                    stream.apply(item),
                    Attributes.positiveLong(item, SEQ),
                    layout.events().read(item, layout.count(item)),
                    layout.at(item),
                    layout.commandId(item),
                    layout.commandDigest(item),
                    layout.metadata(item),
                    layout.partners(item),
                    layout.snapshot().read(item),
                    layout.snapshot().bytesWithout(item),
                    hash);
        } catch (NewerReleaseException e) {
            throw e.in("commit " + place(item));
        } catch (IllegalArgumentException e) {
            throw new BrokenStreamException(
                    "commit " + place(item) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static StreamName stream(Map<String, AttributeValue> item) {
        return StreamName.parse(Attributes.text(item, STREAM))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "attribute " + STREAM + " must be a stream name"));
    }

    private static String place(Map<String, AttributeValue> item) {
        AttributeValue seq = item.get(SEQ);
        AttributeValue stream = item.get(STREAM);
        return (seq == null ? "?" : seq.n()) + " of " + (stream == null ? "?" : stream.s());
    }

    /**
     * The item as a link of the hash chain. Attributes that the chain does not need may be damaged.
     */
    static HashChain.Link link(Map<String, AttributeValue> item) {
        CommitLayout layout = CommitLayout.of(item);
        return new HashChain.Link(
                new BigDecimal(Attributes.required(item, SEQ, AttributeValue.Type.N).n()),
                Attributes.undamaged(() -> layout.count(item)).orElse(0),
                Attributes.undamaged(() -> layout.hash(item)).orElse(null),
                previous -> CommitHash.of(previous, item));
    }
}
