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

/** Commands of one caller on a store that always answers. */
class CommandHandlerTest extends CommandHandlerFixture {

    @Test
    void the_first_command_of_a_stream_is_recorded() {
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
    void a_commit_has_the_id_digest_and_metadata_of_its_command() {
        Metadata metadata = new Metadata("correlation", "causation", "actor");
        handler()
                .handle(
                        account,
                        enter(5),
                        new CommandContext(
                                new CommandId("c"),
                                Commits.commandDigest("content"),
                                NONE,
                                metadata));
        assertThat(Commits.all(store, account))
                .singleElement()
                .returns(new CommandId("c"), Commit::commandId)
                .returns(Commits.commandDigest("content"), Commit::commandDigest)
                .returns(metadata, Commit::metadata)
                .returns(AT, Commit::at);
    }

    @Test
    void streams_are_independent() {
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
    void a_repeated_rejected_command_is_decided_again() {
        assertThat(handle("c", enter(-6))).isEqualTo(rejected(0));
        handle("another", enter(10));
        assertThat(handle("c", enter(-6))).isEqualTo(handled(10, -6));
    }

    @Test
    void a_command_with_nothing_to_do_writes_nothing_and_returns_the_current_state() {
        handle("c1", enter(5, -5));
        now = AT.plusSeconds(1);
        assertThat(handle("c2", new Transaction.Empty())).isEqualTo(handled(AT, 5, -5));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_repeated_command_with_nothing_to_do_is_decided_again() {
        handle("c", new Transaction.Empty());
        handle("another", enter(5));
        assertThat(handle("c", new Transaction.Empty())).isEqualTo(handled(5, -5));
    }

    @Test
    void a_repeated_command_gets_its_original_outcome_and_writes_nothing() {
        handle("c", enter(5));
        now = AT.plusSeconds(1);
        assertThat(handle("c", enter(5))).isEqualTo(replayed(AT, 5));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_repeated_command_gets_the_state_as_of_its_commit_after_later_commits() {
        handle("c1", enter(5));
        now = AT.plusSeconds(1);
        handle("c2", enter(6, 7));
        now = AT.plusSeconds(2);
        handle("c3", enter(8));
        assertThat(handle("c2", enter(6, 7))).isEqualTo(replayed(AT.plusSeconds(1), 5, 6, 7));
        assertThat(handle("c1", enter(5))).isEqualTo(replayed(AT, 5));
    }

    @Test
    void a_repeated_command_gets_its_original_outcome_although_its_precondition_fails_now() {
        Precondition atVersion0 = versionIn(0);
        handle("c", enter(5), atVersion0);
        handle("another", enter(1));
        assertThat(handle("c", enter(5), atVersion0)).isEqualTo(replayed(5));
    }

    @Test
    void a_repeated_command_gets_its_original_outcome_although_it_would_be_rejected_now() {
        handle("c1", enter(5));
        handle("c2", enter(-5));
        assertThat(handle("c2", enter(-5))).isEqualTo(replayed(5, -5));
    }

    @Test
    void a_command_id_with_other_content_is_an_error_of_the_caller() {
        handle("c", enter(5));
        handle("another", enter(1));
        assertThat(handle("c", enter(6))).isEqualTo(idReused(1));
        assertThat(store.appends()).isEqualTo(2);
    }

    @Test
    void the_command_id_is_checked_before_the_precondition() {
        handle("c1", enter(5));
        handle("c2", enter(1, 1));
        assertThat(handle("c2", enter(6), versionIn(1))).isEqualTo(idReused(3));
    }

    @Test
    void a_command_whose_precondition_is_met_is_recorded() {
        handle("c1", enter(5, 6));
        assertThat(handle("c2", enter(7), versionIn(1, 2))).isEqualTo(handled(5, 6, 7));
        assertThat(handle("c3", enter(8), new Precondition.Exists()))
                .isEqualTo(handled(5, 6, 7, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 4, 5, 1_000_000, Long.MAX_VALUE})
    void a_precondition_with_another_version_fails_and_nothing_is_written(long version) {
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
    void a_creation_that_requires_that_its_stream_does_not_exist_is_recorded_once() {
        Precondition notExists = new Precondition.NotExists();

        assertThat(handle("c1", enter(5, 6), notExists)).isEqualTo(handled(5, 6));
        assertThat(handle("c2", enter(7), notExists)).isEqualTo(preconditionFailed(2));
        assertThat(store.appends()).isEqualTo(1);
    }

    @Test
    void a_version_that_is_excluded_fails_and_every_other_one_is_accepted() {
        handle("c1", enter(5, 6));

        assertThat(handle("c2", enter(7), versionNotIn(1, 2))).isEqualTo(preconditionFailed(2));
        assertThat(handle("c3", enter(7), versionNotIn(1, 3))).isEqualTo(handled(5, 6, 7));
        assertThat(handle("c4", enter(8), versionNotIn())).isEqualTo(handled(5, 6, 7, 8));
    }

    @Test
    void of_two_preconditions_both_must_be_met() {
        handle("c1", enter(5, 6));

        assertThat(handle("c2", enter(7), both(versionIn(1), versionNotIn(1))))
                .isEqualTo(preconditionFailed(2));
        assertThat(handle("c2", enter(7), both(versionIn(2), versionNotIn(2))))
                .isEqualTo(preconditionFailed(2));
        assertThat(handle("c2", enter(7), both(versionIn(2), versionNotIn(1))))
                .isEqualTo(handled(5, 6, 7));
    }

    @Test
    void an_empty_set_of_versions_is_never_met() {
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
    void a_command_whose_events_are_too_large_for_a_commit_is_refused_with_their_size() {
        EventStore small = new InMemoryEventStore(1_000);
        Transaction large = new Transaction.Enter(Collections.nCopies(250, 100));
        assertThat(handler(small, ATTEMPTS).handle(account, large, context("c", large, NONE)))
                .isEqualTo(new CommandResult.TooLarge<>(1_001, 1_000));
        assertThat(Commits.all(small, account)).isEmpty();
    }

    @Test
    void undecodable_events_are_named_with_their_commit() {
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
    void a_commit_with_a_wrong_event_count_is_named() {
        Commits.append(
                store,
                Commits.commit(
                        CommitBoundary.startOf(account),
                        "c",
                        new EncodedEvents.Json(2, "[1]"),
                        AT));
        assertThatThrownBy(() -> handle("c2", enter(1)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("commit 1 of account-1: the commit declares 2 events, but holds 1");
    }

    @Test
    void an_event_that_evolve_refuses_is_named() {
        FaultyEventStore.enter(store, account, "c", 5, -3, -3);
        assertThatThrownBy(() -> handle("c2", enter(1)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("event 3 of account-1: the account is overdrawn");
    }
}
