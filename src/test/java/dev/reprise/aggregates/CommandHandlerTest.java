package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One caller at a time, and a store that answers. */
class CommandHandlerTest extends CommandHandlerFixture {

    @Test
    void a_first_command_is_recorded_and_answered() {
        assertThat(handle("c", enter(5))).isEqualTo(handled(5));
        assertThat(stored()).containsExactly("[5]");
    }

    @Test
    void a_command_is_decided_on_all_events_before_it() {
        handle("c1", enter(5, -2));
        handle("c2", enter(1));
        assertThat(handle("c3", new Transaction.Empty())).isEqualTo(handled(5, -2, 1, -4));
    }

    @Test
    void the_events_of_a_command_are_one_commit() {
        handle("c1", enter(1, 2, 3));
        handle("c2", enter(4, 5));
        assertThat(stored()).containsExactly("[1,2,3]", "[4,5]");
    }

    @Test
    void a_commit_says_what_it_came_of() {
        Metadata metadata = new Metadata("correlation", "causation", "actor");
        handler()
                .handle(
                        account,
                        enter(5),
                        new CommandContext(
                                new CommandId("c"), Commits.digest("content"), NONE, metadata));
        assertThat(Commits.all(store, account))
                .singleElement()
                .returns(new CommandId("c"), Commit::commandId)
                .returns(Commits.digest("content"), Commit::commandHash)
                .returns(metadata, Commit::metadata)
                .returns(AT, Commit::at);
    }

    @Test
    void streams_are_decided_apart() {
        handle("c", enter(5));
        StreamName other = new StreamName("account", "2");
        assertThat(handler().handle(other, enter(-1), context("c", enter(-1), NONE)))
                .isEqualTo(rejected(0));
    }

    @Test
    void a_rejected_command_writes_nothing() {
        handle("c1", enter(5));
        assertThat(handle("c2", enter(-6))).isEqualTo(rejected(5));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_rejected_command_is_decided_afresh() {
        assertThat(handle("c", enter(-6))).isEqualTo(rejected(0));
        handle("another", enter(10));
        assertThat(handle("c", enter(-6))).isEqualTo(handled(10, -6));
    }

    @Test
    void a_command_with_nothing_to_do_writes_nothing_and_shows_the_stream_as_it_is() {
        handle("c1", enter(5, -5));
        now = AT.plusSeconds(1);
        assertThat(handle("c2", new Transaction.Empty())).isEqualTo(handled(AT, 5, -5));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_command_with_nothing_to_do_is_decided_afresh() {
        handle("c", new Transaction.Empty());
        handle("another", enter(5));
        assertThat(handle("c", new Transaction.Empty())).isEqualTo(handled(5, -5));
    }

    @Test
    void a_repeated_command_has_its_first_outcome_and_writes_nothing() {
        handle("c", enter(5));
        now = AT.plusSeconds(1);
        assertThat(handle("c", enter(5))).isEqualTo(handled(AT, 5));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_repeated_command_shows_the_stream_as_of_its_commit_though_others_came_after_it() {
        handle("c1", enter(5));
        now = AT.plusSeconds(1);
        handle("c2", enter(6, 7));
        now = AT.plusSeconds(2);
        handle("c3", enter(8));
        assertThat(handle("c2", enter(6, 7))).isEqualTo(handled(AT.plusSeconds(1), 5, 6, 7));
        assertThat(handle("c1", enter(5))).isEqualTo(handled(AT, 5));
    }

    @Test
    void a_repeated_command_stands_though_its_precondition_fails_by_now() {
        Precondition atVersion0 = versionIn(0);
        handle("c", enter(5), atVersion0);
        handle("another", enter(1));
        assertThat(handle("c", enter(5), atVersion0)).isEqualTo(handled(5));
    }

    @Test
    void a_repeated_command_stands_though_it_would_be_rejected_by_now() {
        handle("c1", enter(5));
        handle("c2", enter(-5));
        assertThat(handle("c2", enter(-5))).isEqualTo(handled(5, -5));
    }

    @Test
    void a_command_id_with_another_content_is_the_callers_error() {
        handle("c", enter(5));
        handle("another", enter(1));
        assertThat(handle("c", enter(6))).isEqualTo(idReused(1));
        assertThat(store.appends()).isEqualTo(2);
    }

    @Test
    void a_command_id_with_another_content_is_seen_before_the_precondition() {
        handle("c1", enter(5));
        handle("c2", enter(1, 1));
        assertThat(handle("c2", enter(6), versionIn(1))).isEqualTo(idReused(3));
    }

    @Test
    void a_precondition_that_holds_lets_a_command_pass() {
        handle("c1", enter(5, 6));
        assertThat(handle("c2", enter(7), versionIn(1, 2))).isEqualTo(handled(5, 6, 7));
        assertThat(handle("c3", enter(8), new Precondition.Exists()))
                .isEqualTo(handled(5, 6, 7, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 4, 5, 1_000_000, Long.MAX_VALUE})
    void a_version_that_is_not_the_streams_fails_wherever_it_lies_and_is_never_written_at(
            long version) {
        handle("c1", enter(5, 6, 7));
        assertThat(handle("c2", enter(8), versionIn(version))).isEqualTo(preconditionFailed(3));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_stream_without_events_does_not_exist_and_is_at_version_0() {
        assertThat(handle("c", enter(5), new Precondition.Exists()))
                .isEqualTo(preconditionFailed(0));
        assertThat(handle("c", enter(5), versionIn(1))).isEqualTo(preconditionFailed(0));
        assertThat(handle("c", enter(5), versionIn(0))).isEqualTo(handled(5));
    }

    @Test
    void no_version_at_all_is_never_met() {
        assertThat(handle("c", enter(5), versionIn())).isEqualTo(preconditionFailed(0));
    }

    @Test
    void a_precondition_is_compared_before_the_decision() {
        handle("c1", enter(5));
        assertThat(handle("c2", enter(-6), versionIn(9))).isEqualTo(preconditionFailed(1));
        assertThat(handle("c3", new Transaction.Empty(), versionIn(9)))
                .isEqualTo(preconditionFailed(1));
    }

    @Test
    void events_of_one_command_that_are_too_large_for_a_commit_are_refused_with_their_size() {
        EventStore small = new InMemoryEventStore(1_000);
        Transaction large = new Transaction.Enter(Collections.nCopies(250, 100));
        assertThat(handler(small, ATTEMPTS).handle(account, large, context("c", large, NONE)))
                .isEqualTo(new CommandResult.TooLarge<>(1_001, 1_000));
        assertThat(Commits.all(small, account)).isEmpty();
    }

    @Test
    void stored_events_that_cannot_be_read_are_named() {
        FaultyEventStore.enter(store, account, "c1", 5);
        Commits.append(
                store,
                Commits.commit(
                        Commits.all(store, account).getLast().end(),
                        "c2",
                        new EncodedEvents.Json(1, "[x]"),
                        AT));
        assertThatThrownBy(() -> handle("c3", enter(1)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("commit 2 of account-1: [x] is no list of numbers");
    }

    @Test
    void a_commit_that_holds_other_than_it_says_is_named() {
        Commits.append(
                store,
                Commits.commit(
                        CommitBoundary.startOf(account),
                        "c",
                        new EncodedEvents.Json(2, "[1]"),
                        AT));
        assertThatThrownBy(() -> handle("c2", enter(1)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("commit 1 of account-1: it says to hold 2 events, and holds 1");
    }

    @Test
    void an_event_that_cannot_have_happened_is_named() {
        FaultyEventStore.enter(store, account, "c", 5, -3, -3);
        assertThatThrownBy(() -> handle("c2", enter(1)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("event 3 of account-1: the account is overdrawn");
    }
}
