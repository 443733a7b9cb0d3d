package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.digest;
import static dev.reprise.eventstore.Commits.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Digest;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.local.DynamoDbLocal;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stream whose first two commits were stored by an earlier release. */
@RunsBesideQuarkus
class OldStreamIT {

    private static final DynamoDbClient CLIENT = DynamoDbLocal.client();
    private static final CommitBoundary START = CommitBoundary.startOf(OldItems.STREAM);

    /** Another program computed it, from the hash of the second commit. */
    private static final Digest THIRD_HASH =
            Digest.of(
                    HexFormat.of()
                            .parseHex(
                                    "ae30999e494025037a40027775dc66c0103120ea21d99ebfd08c8e136de9650a"));

    private final String table = DynamoDbLocal.freshTables() + "-events";
    private final EventStore store = new DynamoDbEventStore(CLIENT, table);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @BeforeEach
    void two_old_commits() {
        put(OldItems.FIRST.item());
        put(OldItems.SECOND.item());
    }

    private void put(Map<String, AttributeValue> item) {
        CLIENT.putItem(put -> put.tableName(table).item(item));
    }

    private static NewCommit commit(CommitBoundary after, String id, CommandDigest digest) {
        return new NewCommit(after, events(1), new CommandId(id), digest, Metadata.NONE, AT);
    }

    private Commit third() {
        return append(
                store,
                commit(OldItems.SECOND.commit().end(), "command-3", commandDigest("command-3")));
    }

    @Test
    void its_commits_are_read_and_further_ones_are_appended() {
        Commit third = third();
        assertThat(all(store, OldItems.STREAM))
                .containsExactly(OldItems.FIRST.commit(), OldItems.SECOND.commit(), third);
    }

    @Test
    void its_verification_is_intact_over_both_layouts() {
        assertThat(store.verify(OldItems.STREAM))
                .isEqualTo(
                        new Verification.Intact(
                                new StreamVersion(2), 2, OldItems.SECOND.commit().hash()));
        third();
        assertThat(store.verify(OldItems.STREAM))
                .isEqualTo(new Verification.Intact(new StreamVersion(3), 3, THIRD_HASH));
    }

    @Test
    void an_altered_old_commit_is_found() {
        third();
        Map<String, AttributeValue> item = OldItems.FIRST.item();
        item.put("at", AttributeValue.fromS("2026-01-31T08:15:30.121Z"));
        put(item);
        assertThat(store.verify(OldItems.STREAM)).isInstanceOf(Verification.Broken.class);
    }

    @Test
    void a_repeated_command_is_recognised_by_the_whole_digest_that_was_stored() {
        AppendResult repeated =
                store.append(commit(START, "command-1", CommandDigest.of(1, digest("content"))));
        assertThat(repeated).isEqualTo(new AppendResult.AlreadyAppended(OldItems.FIRST.commit()));
        assertThat(store.append(commit(START, "command-1", commandDigest("another content"))))
                .isEqualTo(new AppendResult.Conflict(OldItems.FIRST.commit()));
    }
}
