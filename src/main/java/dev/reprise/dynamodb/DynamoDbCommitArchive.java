package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.DynamoDbFaults.translated;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitArchive;
import dev.reprise.eventstore.CommitArchive.RestoreResult.AlreadyStored;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Different;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Gap;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Malformed;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Restored;
import dev.reprise.eventstore.CommitArchive.RestoreResult.TooLarge;
import dev.reprise.eventstore.CommitArchive.RestoreResult.WrongHash;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.CommitContent;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.HashChain;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Reads and restores items of the events table as they are. It never updates or deletes an item.
 *
 * <p>The list of streams is a scan that skips items. Each page begins after the last possible item
 * of the stream that the page before ended with. So the rest of a long stream is not read.
 */
public final class DynamoDbCommitArchive implements CommitArchive {

    /** The approximate size of a page of commits in the answer. One commit may be larger. */
    private static final int MAX_PAGE_BYTES = 1024 * 1024;

    private static final Map<String, String> NAMES =
            Map.of("#stream", EventsTable.STREAM, "#seq", EventsTable.SEQ);

    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbEventStore store;

    /**
     * @param client configured by {@link DynamoDbClientDefaults}
     * @param table the name of the events table
     */
    public DynamoDbCommitArchive(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.store = new DynamoDbEventStore(client, table);
    }

    @Override
    public StreamPage streams(Optional<String> after, int limit) {
        ScanRequest request =
                ScanRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .limit(limit)
                        .projectionExpression("#stream")
                        .expressionAttributeNames(Map.of("#stream", EventsTable.STREAM))
                        .exclusiveStartKey(
                                after.map(stream -> key(stream, Long.MAX_VALUE)).orElse(null))
                        .build();
        ScanResponse page = translated(() -> client.scan(request));
        List<StreamName> streams =
                page.items().stream()
                        .map(item -> Attributes.text(item, EventsTable.STREAM))
                        .distinct()
                        .flatMap(name -> StreamName.parse(name).stream())
                        .toList();
        return new StreamPage(
                streams,
                page.lastEvaluatedKey().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Attributes.text(page.lastEvaluatedKey(), EventsTable.STREAM)));
    }

    @Override
    public Optional<CommitPage> read(StreamName stream, long after, int limit) {
        Optional<Commit> before =
                after == 0 ? Optional.empty() : store.commitAtOrBefore(stream, after);
        QueryResponse page =
                translated(() ->
                        client.query(
                                QueryRequest.builder()
                                        .tableName(table)
                                        .consistentRead(true)
                                        .keyConditionExpression(
                                                "#stream = :stream AND #seq > :after")
                                        .expressionAttributeNames(NAMES)
                                        .expressionAttributeValues(
                                                Map.of(
                                                        ":stream",
                                                        Attributes.text(stream.toString()),
                                                        ":after",
                                                        Attributes.number(after)))
                                        .limit(limit)
                                        .build()));
        if (before.isEmpty() && page.items().isEmpty()) {
            return Optional.empty();
        }
        List<StoredCommit> commits = checked(stream, before, page.items());
        boolean cut = commits.size() < page.items().size();
        return Optional.of(new CommitPage(commits, cut || !page.lastEvaluatedKey().isEmpty()));
    }

    /** The commits of these items, up to the size of a page, or up to a damaged commit. */
    private static List<StoredCommit> checked(
            StreamName stream, Optional<Commit> before, List<Map<String, AttributeValue>> items) {
        Intact start =
                before.map(commit -> new Intact(commit.version(), 1, commit.hash()))
                        .orElse(Intact.none(stream));
        HashChain chain = new HashChain(start);
        Digest previous = start.hash();
        List<StoredCommit> commits = new ArrayList<>();
        int bytes = 0;
        for (Map<String, AttributeValue> item : items) {
            Optional<Broken> broken = chain.next(CommitItem.link(item));
            if (broken.isPresent() && commits.isEmpty()) {
                throw new BrokenStreamException(stream + ": " + broken.get().reason(), null);
            }
            if (broken.isPresent()) {
                return commits;
            }
            Commit commit = CommitItem.decode(item, stream);
            CommitContent content = CommitHash.content(item);
            bytes += content.length() + commit.events().length();
            if (bytes > MAX_PAGE_BYTES && !commits.isEmpty()) {
                return commits;
            }
            commits.add(new StoredCommit(commit, previous, content));
            previous = commit.hash();
        }
        return commits;
    }

    @Override
    public RestoreResult restore(
            StreamName stream, long sequenceNumber, CommitContent content, Digest hash) {
        // 1. Make the item. It must be a commit of this stream and sequence number.
        Map<String, AttributeValue> item;
        Commit commit;
        try {
            item = ContentReader.read(content);
            item.put(CommitLayout.of(item).hashName(), Attributes.binary(hash.bytes()));
            commit = CommitItem.decode(item);
        } catch (IllegalArgumentException | BrokenStreamException e) {
            return new Malformed(String.valueOf(e.getMessage()));
        }
        if (!commit.stream().equals(stream)) {
            return new Malformed("is that of a commit of another stream than " + stream);
        }
        if (commit.firstSequenceNumber() != sequenceNumber) {
            return new Malformed(
                    "is that of commit %d of %s, not of commit %d"
                            .formatted(commit.firstSequenceNumber(), stream, sequenceNumber));
        }
        int bytes = ItemSize.bytes(item);
        if (bytes > ItemSize.MAX_BYTES) {
            return new TooLarge(bytes, ItemSize.MAX_BYTES);
        }
        // 2. Compare it with what the stream has.
        Optional<Commit> last = store.commitAtOrBefore(stream, Long.MAX_VALUE);
        CommitBoundary end = last.map(Commit::end).orElse(CommitBoundary.startOf(stream));
        if (sequenceNumber <= end.version().value()) {
            return stored(commit, end);
        }
        if (sequenceNumber != end.version().nextSequenceNumber()) {
            return new Gap(end.version());
        }
        Digest expected = content.hashAfter(end.hash());
        if (!expected.equals(hash)) {
            return new WrongHash(expected);
        }
        if (commit.at().isBefore(end.at())) {
            return new Malformed("has a time before that of the commit before it, " + end.at());
        }
        // 3. Put it at the end, if the place is still free.
        return put(item, commit);
    }

    /** A stored commit with the same hash is the same commit, after the same earlier commits. */
    private RestoreResult stored(Commit commit, CommitBoundary end) {
        return store.commitAtOrBefore(commit.stream(), commit.firstSequenceNumber())
                .filter(there -> there.firstSequenceNumber() == commit.firstSequenceNumber())
                .filter(there -> there.hash().equals(commit.hash()))
                .<RestoreResult>map(AlreadyStored::new)
                .orElse(new Different(end.version()));
    }

    private RestoreResult put(Map<String, AttributeValue> item, Commit commit) {
        PutItemRequest put =
                PutItemRequest.builder()
                        .tableName(table)
                        .item(item)
                        .conditionExpression(EventsTable.KEY_IS_FREE)
                        .expressionAttributeNames(EventsTable.KEY_IS_FREE_NAMES)
                        .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)
                        .build();
        try {
            translated(() -> client.putItem(put));
            return new Restored(commit);
        } catch (ConditionalCheckFailedException keyIsTaken) {
            Commit present = CommitItem.decode(keyIsTaken.item(), commit.stream());
            return present.hash().equals(commit.hash())
                    ? new AlreadyStored(present)
                    : new Different(present.version());
        }
    }

    private static Map<String, AttributeValue> key(String stream, long seq) {
        return Map.of(
                EventsTable.STREAM,
                Attributes.text(stream),
                EventsTable.SEQ,
                Attributes.number(seq));
    }
}
