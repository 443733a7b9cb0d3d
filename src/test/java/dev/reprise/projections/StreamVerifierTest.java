package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.NewerReleaseException;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows show damage that the hash chain of the stream alone does not show. */
class StreamVerifierTest extends ProjectorFixture {

    private Verification verify(EventStore store) {
        return new StreamVerifier(store, views, List.of(entries))
                .verify(account, Verification.Intact.none(account), 1_000);
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

    @Test
    void a_stream_whose_last_commit_was_rewritten_is_broken_there() {
        deliver(enter(1), enter(2));
        EventStore rewritten = storeOf(1, 3);

        assertThat(verify(rewritten))
                .isInstanceOfSatisfying(
                        Verification.Broken.class,
                        broken -> assertThat(broken.sequenceNumber()).isEqualTo(2));
    }

    @Test
    void a_stream_whose_first_commit_is_parked_is_verified_by_its_chain_alone() {
        deliver(enterUndecodable(account));
        assertThat(verify(stored)).isEqualTo(stored.verify(account));
    }

    /** A store in which the account has a commit for each amount. */
    private EventStore storeOf(Integer... amounts) {
        EventStore store = new InMemoryEventStore();
        for (Integer amount : amounts) {
            append(store, account, Entries.CODEC.encode(List.of(amount)));
        }
        return store;
    }

    private Optional<String> contradiction(EventStore store) {
        return new StreamVerifier(store, views, List.of(entries)).contradiction(key(account));
    }

    @Test
    void a_row_contradicts_a_store_that_does_not_have_its_last_commit() {
        deliver(enter(1), enter(2));
        String error =
                "the row was made from events up to 2, and the events table does not have its last"
                        + " commit";
        assertThat(contradiction(storeOf(1))).contains(error);
        assertThat(contradiction(storeOf(1, 3))).contains(error);
        assertThat(contradiction(stored)).isEmpty();
        enter(3);
        assertThat(contradiction(stored)).isEmpty();
    }

    @Test
    void a_row_whose_last_commit_cannot_be_read_contradicts_the_store_unless_it_is_newer() {
        deliver(enter(1));
        events.before((_, _) -> {
            throw new BrokenStreamException("damaged", null);
        });
        assertThat(contradiction(events))
                .contains(
                        "the row was made from events up to 1, and its last commit cannot be read:"
                                + " damaged");
        events.before((_, _) -> {
            throw NewerReleaseException.unknown("attribute x");
        });
        assertThat(contradiction(events)).isEmpty();
    }

    @Test
    void no_row_and_a_row_without_events_contradict_nothing() {
        assertThat(contradiction(storeOf())).isEmpty();
        deliver(enterUndecodable(account));
        assertThat(contradiction(storeOf())).isEmpty();
    }
}
