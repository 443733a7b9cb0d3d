package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.fingerprints;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.offering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitArchive;
import dev.reprise.eventstore.CommitArchive.CommitPage;
import dev.reprise.eventstore.CommitArchive.RestoreResult;
import dev.reprise.eventstore.CommitArchive.RestoreResult.AlreadyStored;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Different;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Gap;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Malformed;
import dev.reprise.eventstore.CommitArchive.RestoreResult.Restored;
import dev.reprise.eventstore.CommitArchive.RestoreResult.WrongHash;
import dev.reprise.eventstore.CommitArchive.StoredCommit;
import dev.reprise.eventstore.CommitArchive.StreamPage;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.CommitContent;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.local.DynamoDbLocal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Streams are copied from one table into another. */
@RunsBesideQuarkus
class DynamoDbCommitArchiveIT {

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();
    private static final StreamName STREAM = new StreamName("order", "7f3c");
    private static final StreamName OTHER = new StreamName("card", "7f3d");

    private final String here = DynamoDbLocal.freshTables() + "-events";
    private final String elsewhere = DynamoDbLocal.freshTables() + "-events";
    private final DynamoDbEventStore store = new DynamoDbEventStore(CLIENT, here);
    private final CommitArchive archive = new DynamoDbCommitArchive(CLIENT, here);
    private final CommitArchive copy = new DynamoDbCommitArchive(CLIENT, elsewhere);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    private static List<StoredCommit> all(CommitArchive archive, StreamName stream) {
        List<StoredCommit> all = new ArrayList<>();
        Optional<CommitPage> page = archive.read(stream, 0, 2);
        while (page.isPresent() && !page.get().commits().isEmpty()) {
            all.addAll(page.get().commits());
            page = archive.read(stream, all.getLast().commit().version().value(), 2);
        }
        return all;
    }

    private RestoreResult restore(StoredCommit stored) {
        return restore(stored.commit(), stored.content(), stored.commit().hash());
    }

    private RestoreResult restore(Commit commit, CommitContent content, Digest hash) {
        return copy.restore(commit.stream(), commit.firstSequenceNumber(), content, hash);
    }

    private static List<Map<String, AttributeValue>> items(String table, StreamName stream) {
        return CLIENT
                .queryPaginator(query ->
                        query.tableName(table)
                                .consistentRead(true)
                                .keyConditionExpression("#s = :s")
                                .expressionAttributeNames(Map.of("#s", "stream"))
                                .expressionAttributeValues(
                                        Map.of(":s", AttributeValue.fromS(stream.toString()))))
                .items()
                .stream()
                .toList();
    }

    private void assertCopied(StreamName stream) {
        for (StoredCommit stored : all(archive, stream)) {
            assertThat(restore(stored)).isEqualTo(new Restored(stored.commit()));
        }
        assertThat(items(elsewhere, stream)).isNotEmpty().isEqualTo(items(here, stream));
        assertThat(new DynamoDbEventStore(CLIENT, elsewhere).verify(stream))
                .isInstanceOf(Verification.Intact.class);
    }

    @Test
    void commits_of_every_kind_are_the_same_items_elsewhere() {
        Commit first =
                append(
                        store,
                        new NewCommit(
                                CommitBoundary.startOf(STREAM),
                                new EncodedEvents.Json(2, "[\"ü\",\"\\n\"]", 3),
                                CommandId.generate(),
                                commandDigest("1"),
                                new Metadata("4a481fc3-808f-43ff-87d8-42e46cb14a6c", "b", "c", AT),
                                AT));
        Commit deflated =
                append(
                        store,
                        commit(
                                first.end(),
                                "k2",
                                new EncodedEvents.Json(1, "[\"" + "a".repeat(9_000) + "\"]"),
                                AT));
        Commit bytes =
                append(
                        store,
                        commit(
                                deflated.end(),
                                "k3",
                                new EncodedEvents.Binary(1, "avro", new byte[] {1, 2, 3}),
                                AT));
        append(
                store,
                offering(
                        commit(bytes.end(), "k4", 1),
                        new Snapshot(2, "{\"state\":1}", fingerprints("k1", "k2")),
                        1_000_000));

        assertThat(items(here, STREAM))
                .anyMatch(item -> item.containsKey(EventsTable.STATE))
                .anyMatch(item -> item.containsKey(EventsTable.FORMAT))
                .anyMatch(item ->
                        Attributes.required(item, EventsTable.EVENTS).type()
                                == AttributeValue.Type.B);
        assertCopied(STREAM);
    }

    @Test
    void joint_commits_keep_their_partners() {
        store.appendAll(
                new JointCommit(
                        List.of(
                                commit(CommitBoundary.startOf(STREAM), "k", 2),
                                commit(CommitBoundary.startOf(OTHER), "k", 1)),
                        List.of()));

        assertCopied(STREAM);
        assertCopied(OTHER);
    }

    @Test
    void items_of_earlier_releases_are_copied_too() {
        for (OldItems.Sample sample : List.of(OldItems.FIRST, OldItems.SECOND)) {
            CLIENT.putItem(put -> put.tableName(here).item(sample.item()));
        }

        assertCopied(OldItems.STREAM);
    }

    @Test
    void the_hash_can_be_computed_from_what_is_copied() {
        List<Commit> commits = appendAll(store, STREAM, 5, 2, 1);

        Digest hash = CommitBoundary.startOf(STREAM).hash();
        for (StoredCommit stored : all(archive, STREAM)) {
            assertThat(stored.previous()).isEqualTo(hash);
            hash = stored.content().hashAfter(hash);
        }
        assertThat(hash).isEqualTo(commits.getLast().hash());
    }

    @Test
    void a_commit_that_is_there_already_is_not_written_again() {
        appendAll(store, STREAM, 5, 2);
        assertCopied(STREAM);

        assertThat(all(archive, STREAM))
                .allSatisfy(stored ->
                        assertThat(restore(stored)).isEqualTo(new AlreadyStored(stored.commit())));
    }

    @Test
    void another_commit_in_its_place_stays() {
        appendAll(store, STREAM, 5, 2);
        DynamoDbEventStore target = new DynamoDbEventStore(CLIENT, elsewhere);
        appendAll(target, STREAM, 5);
        Commit rival = append(target, commit(last(target).end(), "rival", 1));
        List<StoredCommit> commits = all(archive, STREAM);

        assertThat(restore(commits.getFirst())).isInstanceOf(AlreadyStored.class);
        assertThat(restore(commits.getLast())).isEqualTo(new Different(rival.version()));
        assertThat(last(target)).isEqualTo(rival);
    }

    @Test
    void a_commit_that_would_begin_inside_another_one_is_refused() {
        appendAll(store, STREAM, 1, 2);
        DynamoDbEventStore target = new DynamoDbEventStore(CLIENT, elsewhere);
        appendAll(target, STREAM, 4);

        assertThat(restore(all(archive, STREAM).getLast()))
                .isEqualTo(new Different(new StreamVersion(4)));
    }

    private static Commit last(DynamoDbEventStore store) {
        return store.commitAtOrBefore(STREAM, Long.MAX_VALUE).orElseThrow();
    }

    @Test
    void a_commit_after_one_that_is_missing_is_refused() {
        appendAll(store, STREAM, 5, 2);

        assertThat(restore(all(archive, STREAM).getLast())).isEqualTo(new Gap(StreamVersion.NONE));
        assertThat(items(elsewhere, STREAM)).isEmpty();
    }

    @Test
    void a_commit_with_another_hash_is_refused() {
        List<Commit> commits = appendAll(store, STREAM, 5, 2);
        StoredCommit first = all(archive, STREAM).getFirst();

        assertThat(restore(first.commit(), first.content(), commits.getLast().hash()))
                .isEqualTo(new WrongHash(first.commit().hash()));
        assertThat(items(elsewhere, STREAM)).isEmpty();
    }

    @Test
    void an_altered_commit_is_refused_with_its_old_hash() {
        appendAll(store, STREAM, 5);
        Map<String, AttributeValue> altered = new HashMap<>(items(here, STREAM).getFirst());
        altered.put(EventsTable.AT, AttributeValue.fromN("1"));
        StoredCommit first = all(archive, STREAM).getFirst();

        assertThat(restore(first.commit(), CommitHash.content(altered), first.commit().hash()))
                .isInstanceOf(WrongHash.class);
    }

    @Test
    void a_commit_of_another_place_is_refused() {
        appendAll(store, STREAM, 5);
        StoredCommit first = all(archive, STREAM).getFirst();
        Digest hash = first.commit().hash();

        assertThat(copy.restore(OTHER, 1, first.content(), hash)).isInstanceOf(Malformed.class);
        assertThat(copy.restore(STREAM, 2, first.content(), hash)).isInstanceOf(Malformed.class);
    }

    @Test
    void a_commit_of_an_earlier_time_is_refused() {
        appendAll(store, STREAM, 1);
        assertCopied(STREAM);
        Commit last = last(store);
        Map<String, AttributeValue> item =
                new HashMap<>(CommitItem.encode(commit(last.end(), "k", 1)).attributes());
        item.put(
                EventsTable.AT,
                AttributeValue.fromN(Long.toString(AT.minusMillis(1).toEpochMilli())));
        CommitContent content = CommitHash.content(item);

        assertThat(copy.restore(STREAM, 2, content, content.hashAfter(last.hash())))
                .isInstanceOf(Malformed.class);
    }

    /** Each is the content of a commit with one attribute that was altered. */
    static Stream<CommitContent> malformed() {
        Map<String, AttributeValue> item =
                CommitItem.encode(commit(CommitBoundary.startOf(STREAM), "k", 1)).attributes();
        return Stream.of(
                        Map.of(EventsTable.SEQ, AttributeValue.fromN("1.0")),
                        Map.of(EventsTable.SEQ, AttributeValue.fromN("01")),
                        Map.of(EventsTable.SEQ, AttributeValue.fromS("1")),
                        Map.of(EventsTable.STREAM, AttributeValue.fromS("noname")),
                        Map.of(EventsTable.EVENTS, AttributeValue.fromL(List.of())),
                        Map.of(EventsTable.COMMAND_ID, AttributeValue.fromS("")),
                        Map.of(EventsTable.AT, AttributeValue.fromNul(true)))
                .map(change -> {
                    Map<String, AttributeValue> altered = new HashMap<>(item);
                    altered.putAll(change);
                    return CommitHash.content(altered);
                });
    }

    @Test
    void what_is_not_the_content_of_a_commit_is_refused() {
        CommitContent whole =
                CommitHash.content(
                        CommitItem.encode(commit(CommitBoundary.startOf(STREAM), "k", 1))
                                .attributes());
        Stream<CommitContent> cut =
                Stream.of(0, 1, 3, 4, 7, whole.length() - 1)
                        .map(length -> CommitContent.of(Arrays.copyOf(whole.bytes(), length)));
        Stream<CommitContent> twice =
                Stream.of(
                        CommitContent.of(fields -> {
                            for (String name : List.of("e", "e")) {
                                fields.add(name).add("S").add("[]");
                            }
                        }));
        Digest start = CommitBoundary.startOf(STREAM).hash();

        assertThat(Stream.of(cut, twice, malformed()).flatMap(contents -> contents))
                .hasSize(14)
                .allSatisfy(content ->
                        assertThat(copy.restore(STREAM, 1, content, content.hashAfter(start)))
                                .isInstanceOf(Malformed.class));
        assertThat(copy.restore(STREAM, 1, whole, whole.hashAfter(start)))
                .isInstanceOf(Restored.class);
    }

    @Test
    void a_commit_of_a_newer_release_waits_for_that_release() {
        Map<String, AttributeValue> item =
                new HashMap<>(
                        CommitItem.encode(commit(CommitBoundary.startOf(STREAM), "k", 1))
                                .attributes());
        item.put("zz", AttributeValue.fromS("new"));
        CommitContent content = CommitHash.content(item);
        Digest hash = content.hashAfter(CommitBoundary.startOf(STREAM).hash());

        assertThatThrownBy(() -> copy.restore(STREAM, 1, content, hash))
                .isInstanceOf(NewerReleaseException.class);
    }

    @Test
    void a_damaged_stream_is_copied_up_to_the_damage() {
        appendAll(store, STREAM, 1, 1);
        CLIENT.updateItem(update ->
                update.tableName(here)
                        .key(
                                Map.of(
                                        "stream",
                                        AttributeValue.fromS(STREAM.toString()),
                                        "seq",
                                        AttributeValue.fromN("2")))
                        .updateExpression("SET #e = :e")
                        .expressionAttributeNames(Map.of("#e", EventsTable.EVENTS))
                        .expressionAttributeValues(Map.of(":e", AttributeValue.fromS("[7]"))));

        assertThat(read(0, 10)).hasSize(1);
        assertThat(archive.read(STREAM, 0, 10).orElseThrow().more()).isTrue();
        assertThatThrownBy(() -> archive.read(STREAM, 1, 10))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessageContaining("order-7f3c: the stored hash of commit 2 does not match");
    }

    @Test
    void commits_begin_after_a_sequence_number_wherever_it_is() {
        List<Commit> commits = appendAll(store, STREAM, 5, 2, 1);

        assertThat(read(3, 10)).containsExactlyElementsOf(commits.subList(1, 3));
        assertThat(read(5, 10)).containsExactlyElementsOf(commits.subList(1, 3));
        assertThat(read(7, 10)).containsExactlyElementsOf(commits.subList(2, 3));
        assertThat(read(8, 10)).isEmpty();
        assertThat(read(0, 1)).containsExactly(commits.getFirst());
        assertThat(archive.read(OTHER, 0, 10)).isEmpty();
        assertThat(archive.read(OTHER, 5, 10)).isEmpty();
    }

    private List<Commit> read(long after, int limit) {
        return archive.read(STREAM, after, limit).orElseThrow().commits().stream()
                .map(StoredCommit::commit)
                .toList();
    }

    @Test
    void a_page_of_large_commits_has_about_a_megabyte() {
        CommitBoundary end = CommitBoundary.startOf(STREAM);
        for (int i = 0; i < 4; i++) {
            end = append(store, commit(end, "k" + i, incompressible(300_000), AT)).end();
        }

        CommitPage page = archive.read(STREAM, 0, 10).orElseThrow();
        assertThat(page.commits()).hasSize(1);
        assertThat(page.more()).isTrue();
        assertThat(all(archive, STREAM)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 200})
    void each_stream_is_listed_once_however_long_it_is(int limit) {
        List<StreamName> streams = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            StreamName stream = new StreamName(i % 2 == 0 ? "order" : "card", "s" + i);
            appendAll(store, stream, 1, 1, 1, 1, 1, 1);
            streams.add(stream);
        }

        List<StreamName> listed = new ArrayList<>();
        int pages = 0;
        Optional<String> after = Optional.empty();
        do {
            StreamPage page = archive.streams(after, limit);
            listed.addAll(page.streams());
            after = page.next();
            pages++;
        } while (after.isPresent());

        assertThat(listed).containsExactlyInAnyOrderElementsOf(streams);
        // A page that begins behind a stream skips the rest of it.
        assertThat(pages).isLessThanOrEqualTo(streams.size() + 1);
    }

    @Test
    void an_empty_table_has_no_streams() {
        assertThat(archive.streams(Optional.empty(), 10))
                .isEqualTo(new StreamPage(List.of(), Optional.empty()));
    }
}
