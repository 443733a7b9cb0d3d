package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Race;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which requests a handler with memory sends, and that no refusal is answered from memory. */
class CommandHandlerMemoryTest extends CommandHandlerFixture {

    private static final String APPEND = "append";
    private static final String LOAD = "load EVENTUAL";
    private static final String STRONG_LOAD = "load STRONG";

    private final RecordingEventStore recording = new RecordingEventStore(store);
    private final CommandHandler<Transaction, Account, Entry, Overdrawn> warm =
            handler(recording, ATTEMPTS);

    /** A handler of another process. */
    private final CommandHandler<Transaction, Account, Entry, Overdrawn> other =
            handler(store, ATTEMPTS);

    private CommandResult<VersionedState<Account>, Overdrawn> warm(String id, Transaction command) {
        return warm(id, command, NONE);
    }

    private CommandResult<VersionedState<Account>, Overdrawn> warm(
            String id, Transaction command, Precondition precondition) {
        return warm.handle(account, command, context(id, command, precondition));
    }

    private void other(String id, Transaction command) {
        assertThat(other.handle(account, command, context(id, command, NONE)))
                .isInstanceOf(CommandResult.Handled.class);
    }

    private static Transaction open(int amount) {
        return new Transaction.Open(amount);
    }

    /** Handles this number of commands of one entry each, from {@code c1} on. */
    private void enterEach(int count) {
        for (int i = 1; i <= count; i++) {
            other("c" + i, enter(i));
        }
    }

    private static Integer[] firstEntries(int count) {
        return IntStream.rangeClosed(1, count).boxed().toArray(Integer[]::new);
    }

    @Test
    void a_creation_is_appended_without_a_read() {
        assertThat(warm("c", open(5))).isEqualTo(handled(5));
        assertThat(recording.takeCalls()).containsExactly(APPEND);
    }

    @Test
    void a_stream_that_is_not_in_memory_is_loaded_eventually_consistent() {
        other("c1", open(5));
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(recording.takeCalls()).containsExactly(LOAD, APPEND);
    }

    @Test
    void a_stream_in_memory_is_not_read_again() {
        warm("c1", open(5));
        recording.takeCalls();
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(warm("c3", enter(7, 8))).isEqualTo(handled(5, 6, 7, 8));
        assertThat(recording.takeCalls()).containsExactly(APPEND, APPEND);
    }

    @Test
    void a_repeated_creation_does_not_replace_a_newer_fold_in_memory() {
        warm("c1", open(5));
        warm("c2", enter(6));
        warm("c1", open(5));
        recording.takeCalls();
        assertThat(warm("c3", enter(7))).isEqualTo(handled(5, 6, 7));
        assertThat(recording.takeCalls()).containsExactly(APPEND);
    }

    @Test
    void without_memory_each_command_reads() {
        CommandHandler<Transaction, Account, Entry, Overdrawn> cold =
                new CommandHandler<>(recording, Account.AGGREGATE, () -> now, () -> () -> false, 0);
        for (String id : List.of("c1", "c2")) {
            cold.handle(account, enter(5), context(id, enter(5), NONE));
        }
        assertThat(recording.takeCalls()).containsExactly(LOAD, APPEND, LOAD, APPEND);
    }

    @Test
    void commits_by_another_process_are_found_by_the_append_and_decided_on() {
        warm("c1", open(5));
        other("c2", enter(3));
        recording.takeCalls();
        assertThat(warm("c3", new Transaction.Empty())).isEqualTo(handled(5, 3, -8));
        assertThat(recording.takeCalls()).containsExactly(APPEND, "read after 1", APPEND);
    }

    @Test
    void a_rejection_from_memory_is_decided_again_on_a_strong_read() {
        warm("c1", open(5));
        other("c2", enter(10));
        recording.takeCalls();
        assertThat(warm("c3", enter(-8))).isEqualTo(handled(5, 10, -8));
        assertThat(recording.takeCalls()).containsExactly("read after 1", APPEND);
    }

    @Test
    void a_rejection_that_a_strong_read_confirms_is_returned() {
        warm("c1", open(5));
        recording.takeCalls();
        assertThat(warm("c2", enter(-8))).isEqualTo(rejected(5));
        assertThat(recording.takeCalls()).containsExactly("read after 1");
    }

    @Test
    void a_failed_precondition_from_memory_is_checked_again_on_a_strong_read() {
        warm("c1", open(5));
        other("c2", enter(1));
        assertThat(warm("c3", enter(7), versionIn(2))).isEqualTo(handled(5, 1, 7));
        other("c4", enter(1));
        assertThat(warm("c5", enter(7), versionIn(3))).isEqualTo(preconditionFailed(4));
    }

    @Test
    void nothing_to_do_from_memory_is_decided_again_on_a_strong_read() {
        warm("c1", open(0));
        other("c2", enter(4));
        assertThat(warm("c3", new Transaction.Empty())).isEqualTo(handled(0, 4, -4));
        recording.takeCalls();
        assertThat(warm("c4", new Transaction.Empty())).isEqualTo(handled(0, 4, -4));
        assertThat(recording.takeCalls()).containsExactly("read after 3");
    }

    @Test
    void too_large_from_memory_is_decided_again_on_a_strong_read() {
        EventStore small = new InMemoryEventStore(20);
        RecordingEventStore recording = new RecordingEventStore(small);
        Transaction large = enter(100_000_000, 100_000_000, 100_000_000);
        assertThat(handler(recording, ATTEMPTS).handle(account, large, context("c", large, NONE)))
                .isInstanceOf(CommandResult.TooLarge.class);
        assertThat(recording.takeCalls()).containsExactly(LOAD, APPEND, STRONG_LOAD, APPEND);
    }

    @Test
    void an_append_after_a_stale_load_conflicts_and_is_decided_again() {
        other("c1", open(5));
        other("c2", enter(6));
        recording.replaceEventualResults(commits -> commits.subList(0, 1));
        assertThat(warm("c3", enter(7))).isEqualTo(handled(5, 6, 7));
        assertThat(recording.takeCalls()).containsExactly(LOAD, APPEND, "read after 1", APPEND);
    }

    @Test
    void a_refusal_after_a_stale_load_is_decided_again_on_a_strong_read() {
        other("c1", open(5));
        other("c2", enter(6));
        recording.replaceEventualResults(_ -> List.of());
        assertThat(warm("c3", enter(-7))).isEqualTo(handled(5, 6, -7));
        assertThat(recording.takeCalls()).containsExactly(LOAD, STRONG_LOAD, APPEND);
    }

    @Test
    void a_repeated_command_that_a_stale_load_lacks_is_found() {
        other("c1", open(5));
        other("c2", enter(6));
        other("c3", enter(7));
        recording.replaceEventualResults(commits -> commits.subList(0, 1));
        assertThat(warm("c2", enter(6), versionIn(1))).isEqualTo(handled(5, 6));
        assertThat(stored()).containsExactly("[5]", "[6]", "[7]");
    }

    @Test
    void a_repeated_command_in_memory_is_answered_without_a_request() {
        warm("c1", open(5));
        warm("c2", enter(6));
        recording.takeCalls();
        assertThat(warm("c2", enter(6))).isEqualTo(replayed(5, 6));
        assertThat(recording.takeCalls()).isEmpty();
    }

    @Test
    void a_repeated_command_with_later_commits_after_it_gets_the_state_as_of_its_commit() {
        warm("c1", open(5));
        warm("c2", enter(6));
        warm("c3", enter(7));
        assertThat(warm("c2", enter(6))).isEqualTo(replayed(5, 6));
        assertThat(warm("c2", enter(5))).isEqualTo(idReused(2));
        assertThat(stored()).hasSize(3);
    }

    @Test
    void a_command_is_recognised_among_the_last_32_commits_warm_and_cold() {
        enterEach(40);
        for (int i = 9; i <= 40; i++) {
            assertThat(warm("c" + i, enter(i))).isEqualTo(replayed(firstEntries(i)));
            assertThat(handler().handle(account, enter(i), context("c" + i, enter(i), NONE)))
                    .isEqualTo(replayed(firstEntries(i)));
        }
        assertThat(stored()).hasSize(40);
    }

    @Test
    void a_repeated_creation_is_recognised_after_any_number_of_commits() {
        other("creation", open(5));
        enterEach(100);
        assertThat(warm("creation", open(5))).isEqualTo(handled(5));
        assertThat(warm("creation", open(6))).isEqualTo(idReused(1));
        warm("c101", enter(1));
        assertThat(warm("creation", open(5))).isEqualTo(handled(5));
        assertThat(stored()).hasSize(102);
    }

    @Test
    void
            a_creation_with_a_used_id_and_other_content_is_an_error_of_the_caller_even_if_it_would_be_rejected() {
        other("creation", open(5));
        enterEach(CommandFingerprints.MAX + 1);
        assertThat(warm("creation", open(-1))).isEqualTo(idReused(1));
        assertThat(warm("creation", open(6))).isEqualTo(idReused(1));
    }

    @Test
    void a_creation_of_an_existing_stream_is_rejected() {
        other("c1", open(5));
        assertThat(warm("c2", open(6))).isEqualTo(rejected(5));
        assertThat(recording.takeCalls()).containsExactly(APPEND, STRONG_LOAD);
        assertThat(stored()).containsExactly("[5]");
    }

    @Test
    void a_creation_of_a_stream_in_memory_is_rejected_after_a_strong_read() {
        warm("c1", open(5));
        other("c2", enter(6));
        recording.takeCalls();
        assertThat(warm("c3", open(7))).isEqualTo(rejected(11));
        assertThat(recording.takeCalls()).containsExactly(APPEND, "read after 1");
    }

    @Test
    void a_refused_command_and_a_repeated_one_leave_their_stream_in_memory() {
        other("c1", open(5));
        assertThat(warm("c2", enter(-6))).isEqualTo(rejected(5));
        recording.takeCalls();
        assertThat(warm("c3", enter(6))).isEqualTo(handled(5, 6));
        assertThat(recording.takeCalls()).containsExactly(APPEND);

        CommandHandler<Transaction, Account, Entry, Overdrawn> third = handler(recording, ATTEMPTS);
        third.handle(account, enter(6), context("c3", enter(6), NONE));
        recording.takeCalls();
        third.handle(account, enter(7), context("c4", enter(7), NONE));
        assertThat(recording.takeCalls()).containsExactly(APPEND);
    }

    @Test
    void a_command_whose_answer_was_lost_leaves_its_stream_in_memory() {
        store.next(FaultyEventStore.answerLost(), FaultyEventStore.answerLost());
        assertThat(warm("c1", open(5))).isEqualTo(handled(5));
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(warm("c3", enter(7))).isEqualTo(handled(5, 6, 7));
        assertThat(recording.takeCalls()).containsExactly(APPEND, APPEND, APPEND);
    }

    @Test
    void a_command_of_an_interrupted_thread_is_not_begun() {
        Thread.currentThread().interrupt();
        assertThat(warm("c", open(5))).isEqualTo(new CommandResult.Contended<>(0));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(recording.takeCalls()).isEmpty();
    }

    @Test
    void a_creation_rejected_in_the_initial_state_is_confirmed_by_a_read() {
        assertThat(warm("c", open(-1))).isEqualTo(rejected(0));
        assertThat(recording.takeCalls()).containsExactly("commit at or before 1");
    }

    @Test
    void threads_of_one_process_do_not_conflict_with_one_another() throws Exception {
        CommandHandler<Transaction, Account, Entry, Overdrawn> once = handler(recording, 1);
        once.handle(account, open(0), context("creation", open(0), NONE));
        recording.takeCalls();
        int callers = 16;
        List<CommandResult<VersionedState<Account>, Overdrawn>> results =
                Race.of(
                        callers,
                        i -> once.handle(account, enter(i), context("c" + i, enter(i), NONE)));

        assertThat(results).hasOnlyElementsOfType(CommandResult.Handled.class);
        assertThat(recording.takeCalls()).hasSize(callers).containsOnly(APPEND);
    }

    @Test
    void events_that_the_deciders_own_evolve_refuses_are_not_recorded() {
        warm("c1", open(5));
        assertThatThrownBy(() -> warm("c2", enter(-6, 6)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the account is overdrawn");
        assertThat(stored()).containsExactly("[5]");
    }
}
