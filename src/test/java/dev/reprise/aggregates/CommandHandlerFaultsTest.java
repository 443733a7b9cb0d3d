package dev.reprise.aggregates;

import static dev.reprise.aggregates.FaultyEventStore.afterOthers;
import static dev.reprise.aggregates.FaultyEventStore.afterOthersAnd;
import static dev.reprise.aggregates.FaultyEventStore.answerLost;
import static dev.reprise.aggregates.FaultyEventStore.givenUpAfterTheWrite;
import static dev.reprise.aggregates.FaultyEventStore.lost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.Verification;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands with lost answers, with conflicts, and on a store that does not answer. */
class CommandHandlerFaultsTest extends CommandHandlerFixture {

    private static Integer[] amounts(Integer... amounts) {
        return amounts;
    }

    @Test
    void a_lost_answer_is_not_a_conflict() {
        store.next(answerLost());
        assertThat(handle("c", enter(5))).isEqualTo(handled(5));
        assertThat(stored()).containsExactly("[5]");
    }

    @Test
    void after_a_lost_answer_the_outcome_is_the_stored_commit_and_not_the_one_that_was_sent() {
        handle("c1", enter(5));
        Transaction command = new Transaction.Empty();
        store.next((store, commit) -> {
            Commits.append(
                    store,
                    new NewCommit(
                            commit.after(),
                            Account.CODEC.encode(List.of(new Account.Entry(-4))),
                            commit.commandId(),
                            commit.commandDigest(),
                            Metadata.NONE,
                            AT.plusSeconds(7)));
            return store.append(commit);
        });
        assertThat(handle("c2", command)).isEqualTo(replayed(AT.plusSeconds(7), 5, -4));
    }

    @Test
    void after_a_conflict_the_command_is_decided_again_on_the_winners_state() {
        handle("c1", enter(5));
        store.next(afterOthers(amounts(3)));
        assertThat(handle("c2", new Transaction.Empty())).isEqualTo(handled(5, 3, -8));
    }

    @Test
    void after_a_conflict_the_command_is_decided_again_on_every_commit_in_between() {
        store.next(afterOthers(amounts(1), amounts(2, 3), amounts(4)));
        assertThat(handle("c", enter(5))).isEqualTo(handled(1, 2, 3, 4, 5));
    }

    @Test
    void a_command_whose_last_attempt_succeeds_is_recorded() {
        store.next(afterOthers(amounts(1)), afterOthers(amounts(2)), afterOthers(amounts(3)));
        assertThat(handle("c", enter(5))).isEqualTo(handled(1, 2, 3, 5));
        assertThat(store.appends()).isEqualTo(ATTEMPTS);
    }

    @Test
    void a_command_that_conflicts_in_every_attempt_is_contended_and_writes_nothing() {
        store.always(afterOthers(amounts(1)));
        assertThat(handle("c", enter(5))).isEqualTo(new CommandResult.Contended<>(ATTEMPTS));
        assertThat(stored()).containsExactly("[1]", "[1]", "[1]", "[1]");
    }

    @Test
    void after_a_conflict_the_command_may_be_rejected() {
        handle("c1", enter(5));
        store.next(afterOthers(amounts(-3)));
        assertThat(handle("c2", enter(-4))).isEqualTo(rejected(2));
    }

    @Test
    void after_a_conflict_there_may_be_nothing_left_to_do() {
        handle("c1", enter(5));
        store.next(afterOthers(amounts(-5)));
        assertThat(handle("c2", new Transaction.Empty())).isEqualTo(handled(5, -5));
    }

    @Test
    void after_a_conflict_the_precondition_is_compared_again() {
        handle("c1", enter(5));
        store.next(afterOthers(amounts(1, 1)));
        assertThat(handle("c2", enter(6), versionIn(1))).isEqualTo(preconditionFailed(3));
        assertThat(store.appends()).isEqualTo(2);
    }

    @Test
    void after_a_conflict_the_commands_own_commit_is_found_and_the_result_is_as_of_that_commit() {
        store.next(afterOthersAnd(new CommandId("c"), digest(enter(5)), 5));
        assertThat(handle("c", enter(5), versionIn(0))).isEqualTo(replayed(1, 5));
        assertThat(stored()).containsExactly("[1]", "[5]", "[1]");
    }

    @Test
    void after_a_conflict_a_command_id_with_other_content_is_found() {
        store.next(afterOthersAnd(new CommandId("c"), digest(enter(6, 6)), 6, 6));
        assertThat(handle("c", enter(5), versionIn(0))).isEqualTo(idReused(3));
        assertThat(stored()).containsExactly("[1]", "[6,6]", "[1]");
    }

    @Test
    void a_conflict_with_the_same_command_id_and_other_content_is_an_error_of_the_caller() {
        store.next((store, commit) -> {
            FaultyEventStore.enter(store, account, "c", 6);
            return store.append(commit);
        });
        assertThat(handle("c", enter(5))).isEqualTo(idReused(1));
        assertThat(stored()).containsExactly("[6]");
    }

    @Test
    void after_an_append_that_did_not_arrive_the_repeated_call_records_the_command() {
        store.next(lost());
        assertThatThrownBy(() -> handle("c", enter(5)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(handle("c", enter(5))).isEqualTo(handled(5));
        assertThat(stored()).containsExactly("[5]");
    }

    @Test
    void after_an_append_whose_answer_never_came_the_repeated_call_finds_its_commit() {
        store.next(givenUpAfterTheWrite());
        assertThatThrownBy(() -> handle("c", enter(5)))
                .isInstanceOf(StoreUnavailableException.class);
        handle("another", enter(1));
        now = AT.plusSeconds(1);
        assertThat(handle("c", enter(5))).isEqualTo(replayed(AT, 5));
        assertThat(stored()).containsExactly("[5]", "[1]");
    }

    @Test
    void a_command_on_a_store_that_cannot_be_read_throws_unavailable() {
        store.down(true);
        assertThatThrownBy(() -> handle("c", enter(5)))
                .isInstanceOf(StoreUnavailableException.class);
        store.down(false);
        assertThat(stored()).isEmpty();
    }

    @Test
    void many_commands_at_once_are_each_recorded_once() throws Exception {
        EventStore shared = new InMemoryEventStore();
        int callers = 16;
        List<CommandResult<VersionedState<Account>, Account.Overdrawn>> results =
                Race.of(callers, i -> handleOn(shared, "c" + i, enter(i + 1), callers));

        assertThat(results).hasOnlyElementsOfType(CommandResult.Handled.class);
        assertThat(Commits.all(shared, account))
                .extracting(commit -> commit.events().json())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, callers).mapToObj(i -> "[" + i + "]").toList());
        assertThat(shared.verify(account)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void one_command_sent_many_times_at_once_is_recorded_once_and_all_callers_get_the_same_result()
            throws Exception {
        EventStore shared = new InMemoryEventStore();
        List<CommandResult<VersionedState<Account>, Account.Overdrawn>> results =
                Race.of(16, _ -> handleOn(shared, "c", enter(5, 6), ATTEMPTS));

        assertThat(results).isSubsetOf(handled(5, 6), replayed(5, 6));
        assertThat(Commits.all(shared, account)).hasSize(1);
    }

    private CommandResult<VersionedState<Account>, Account.Overdrawn> handleOn(
            EventStore shared, String id, Transaction command, int attempts) {
        return handler(shared, attempts).handle(account, command, context(id, command, NONE));
    }
}
