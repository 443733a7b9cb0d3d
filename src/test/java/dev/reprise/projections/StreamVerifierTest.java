package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows show damage that the hash chain of the stream alone does not show. */
class StreamVerifierTest extends ProjectorFixture {

    private Verification verify(EventStore store) {
        return new StreamVerifier(store, views, List.of(entries)).verify(account);
    }

    @Test
    void a_stream_without_rows_is_verified_by_its_chain_alone() {
        enter(1);
        assertThat(verify(stored)).isEqualTo(stored.verify(account));
    }

    @Test
    void a_stream_whose_row_is_behind_or_up_to_date_is_intact() {
        deliver(enter(1, 2));
        assertThat(verify(stored)).isInstanceOf(Verification.Intact.class);
        enter(3);
        assertThat(verify(stored)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void a_stream_is_verified_up_to_its_row_though_a_newer_release_wrote_its_last_commit() {
        deliver(enter(1, 2));
        InterceptedEventStore older = new InterceptedEventStore(stored);
        older.before((_, _) -> {
            throw NewerReleaseException.unknown("attribute x");
        });

        assertThat(verify(older)).isEqualTo(stored.verify(account));
    }

    @Test
    void a_stream_that_lost_commits_of_its_row_is_broken() {
        deliver(enter(1, 2), enter(3));
        EventStore cutOff = new InMemoryEventStore();
        append(cutOff, account, Entries.CODEC.encode(List.of(1, 2)));

        assertThat(verify(cutOff))
                .isEqualTo(
                        new Verification.Broken(
                                3,
                                new StreamVersion(2),
                                "commit 3 is missing: the row in entries was made from events up to 3"));
    }

    @Test
    void a_stream_that_was_rewritten_to_its_end_is_broken_where_its_row_differs() {
        deliver(enter(1), enter(2));
        EventStore rewritten = new InMemoryEventStore();
        append(rewritten, account, Entries.CODEC.encode(List.of(1)));
        append(rewritten, account, Entries.CODEC.encode(List.of(3)));
        append(rewritten, account, Entries.CODEC.encode(List.of(4)));

        assertThat(verify(rewritten))
                .isEqualTo(
                        new Verification.Broken(
                                2,
                                new StreamVersion(1),
                                "commit 2 was rewritten: the row in entries was made from a commit with"
                                        + " another hash"));
        assertThat(Commits.all(rewritten, account)).hasSize(3);
    }
}
