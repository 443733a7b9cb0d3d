package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Race;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is asked of the store, and that nothing is taken from memory that it would not say. */
class CommandHandlerMemoryTest extends CommandHandlerFixture {

    private static final String APPEND = "append";
    private static final String LOAD = "load EVENTUAL";
    private static final String STRONG_LOAD = "load STRONG";

    private final RecordingEventStore asked = new RecordingEventStore(store);
    private final CommandHandler<Transaction, Account, Entry, Overdrawn> warm =
            handler(asked, ATTEMPTS);

    /** Another process. */
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

    /** So many commands of one entry each, from {@code c1} on. */
    private void enterEach(int count) {
        for (int i = 1; i <= count; i++) {
            other("c" + i, enter(i));
        }
    }

    private static Integer[] firstEntries(int count) {
        return IntStream.rangeClosed(1, count).boxed().toArray(Integer[]::new);
    }

    @Test
    void a_stream_is_started_without_a_read() {
        assertThat(warm("c", open(5))).isEqualTo(handled(5));
        assertThat(asked.asked()).containsExactly(APPEND);
    }

    @Test
    void a_stream_that_was_not_handled_before_is_loaded_at_half_the_price() {
        other("c1", open(5));
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(asked.asked()).containsExactly(LOAD, APPEND);
    }

    @Test
    void a_stream_that_was_handled_before_is_not_read_again() {
        warm("c1", open(5));
        asked.asked();
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(warm("c3", enter(7, 8))).isEqualTo(handled(5, 6, 7, 8));
        assertThat(asked.asked()).containsExactly(APPEND, APPEND);
    }

    @Test
    void a_repeated_creation_does_not_take_from_memory_what_came_after_it() {
        warm("c1", open(5));
        warm("c2", enter(6));
        warm("c1", open(5));
        asked.asked();
        assertThat(warm("c3", enter(7))).isEqualTo(handled(5, 6, 7));
        assertThat(asked.asked()).containsExactly(APPEND);
    }

    @Test
    void without_memory_each_command_reads() {
        CommandHandler<Transaction, Account, Entry, Overdrawn> cold =
                new CommandHandler<>(asked, Account.AGGREGATE, () -> now, () -> () -> false, 0);
        for (String id : List.of("c1", "c2")) {
            cold.handle(account, enter(5), context(id, enter(5), NONE));
        }
        assertThat(asked.asked()).containsExactly(LOAD, APPEND, LOAD, APPEND);
    }

    @Test
    void what_others_wrote_since_is_seen_by_the_append_and_decided_on() {
        warm("c1", open(5));
        other("c2", enter(3));
        asked.asked();
        assertThat(warm("c3", new Transaction.Empty())).isEqualTo(handled(5, 3, -8));
        assertThat(asked.asked()).containsExactly(APPEND, "read after 1", APPEND);
    }

    @Test
    void a_rejection_is_not_given_from_memory() {
        warm("c1", open(5));
        other("c2", enter(10));
        asked.asked();
        assertThat(warm("c3", enter(-8))).isEqualTo(handled(5, 10, -8));
        assertThat(asked.asked()).containsExactly("read after 1", APPEND);
    }

    @Test
    void a_rejection_that_a_read_confirms_is_given() {
        warm("c1", open(5));
        asked.asked();
        assertThat(warm("c2", enter(-8))).isEqualTo(rejected(5));
        assertThat(asked.asked()).containsExactly("read after 1");
    }

    @Test
    void that_a_precondition_fails_is_not_said_from_memory() {
        warm("c1", open(5));
        other("c2", enter(1));
        assertThat(warm("c3", enter(7), versionIn(2))).isEqualTo(handled(5, 1, 7));
        other("c4", enter(1));
        assertThat(warm("c5", enter(7), versionIn(3))).isEqualTo(preconditionFailed(4));
    }

    @Test
    void that_there_is_nothing_to_do_is_not_said_from_memory() {
        warm("c1", open(0));
        other("c2", enter(4));
        assertThat(warm("c3", new Transaction.Empty())).isEqualTo(handled(0, 4, -4));
        asked.asked();
        assertThat(warm("c4", new Transaction.Empty())).isEqualTo(handled(0, 4, -4));
        assertThat(asked.asked()).containsExactly("read after 3");
    }

    @Test
    void that_a_commit_is_too_large_is_not_said_from_memory() {
        EventStore small = new InMemoryEventStore(20);
        RecordingEventStore recording = new RecordingEventStore(small);
        Transaction large = enter(100_000_000, 100_000_000, 100_000_000);
        assertThat(handler(recording, ATTEMPTS).handle(account, large, context("c", large, NONE)))
                .isInstanceOf(CommandResult.TooLarge.class);
        assertThat(recording.asked()).containsExactly(LOAD, APPEND, STRONG_LOAD, APPEND);
    }

    @Test
    void a_load_that_is_behind_loses_its_place_and_nothing_else() {
        other("c1", open(5));
        other("c2", enter(6));
        asked.eventually(commits -> commits.subList(0, 1));
        assertThat(warm("c3", enter(7))).isEqualTo(handled(5, 6, 7));
        assertThat(asked.asked()).containsExactly(LOAD, APPEND, "read after 1", APPEND);
    }

    @Test
    void a_load_that_is_behind_is_not_good_for_a_no() {
        other("c1", open(5));
        other("c2", enter(6));
        asked.eventually(_ -> List.of());
        assertThat(warm("c3", enter(-7))).isEqualTo(handled(5, 6, -7));
        assertThat(asked.asked()).containsExactly(LOAD, STRONG_LOAD, APPEND);
    }

    @Test
    void a_repeated_command_is_found_though_a_load_does_not_have_it_yet() {
        other("c1", open(5));
        other("c2", enter(6));
        other("c3", enter(7));
        asked.eventually(commits -> commits.subList(0, 1));
        assertThat(warm("c2", enter(6), versionIn(1))).isEqualTo(handled(5, 6));
        assertThat(stored()).containsExactly("[5]", "[6]", "[7]");
    }

    @Test
    void a_repeated_command_is_answered_from_memory_without_a_request() {
        warm("c1", open(5));
        warm("c2", enter(6));
        asked.asked();
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(asked.asked()).isEmpty();
    }

    @Test
    void a_repeated_command_after_which_others_came_is_shown_as_of_then() {
        warm("c1", open(5));
        warm("c2", enter(6));
        warm("c3", enter(7));
        assertThat(warm("c2", enter(6))).isEqualTo(handled(5, 6));
        assertThat(warm("c2", enter(5))).isEqualTo(idReused(2));
        assertThat(stored()).hasSize(3);
    }

    @Test
    void a_command_is_recognised_among_the_last_32_commits_warm_and_cold() {
        enterEach(40);
        for (int i = 9; i <= 40; i++) {
            assertThat(warm("c" + i, enter(i))).isEqualTo(handled(firstEntries(i)));
            assertThat(handler().handle(account, enter(i), context("c" + i, enter(i), NONE)))
                    .isEqualTo(handled(firstEntries(i)));
        }
        assertThat(stored()).hasSize(40);
    }

    @Test
    void a_creation_is_recognised_for_ever() {
        other("creation", open(5));
        enterEach(100);
        assertThat(warm("creation", open(5))).isEqualTo(handled(5));
        assertThat(warm("creation", open(6))).isEqualTo(idReused(1));
        warm("c101", enter(1));
        assertThat(warm("creation", open(5))).isEqualTo(handled(5));
        assertThat(stored()).hasSize(102);
    }

    @Test
    void a_creation_with_another_content_that_would_be_rejected_is_still_the_callers_error() {
        other("creation", open(5));
        enterEach(40);
        assertThat(warm("creation", open(-1))).isEqualTo(idReused(1));
    }

    @Test
    void a_stream_that_exists_is_not_started_again() {
        other("c1", open(5));
        assertThat(warm("c2", open(6))).isEqualTo(rejected(5));
        assertThat(asked.asked()).containsExactly(APPEND, STRONG_LOAD);
        assertThat(stored()).containsExactly("[5]");
    }

    @Test
    void a_creation_that_is_rejected_wherever_it_comes_is_confirmed_first() {
        assertThat(warm("c", open(-1))).isEqualTo(rejected(0));
        assertThat(asked.asked()).containsExactly("last beginning by 1");
    }

    @Test
    void threads_of_one_process_do_not_lose_a_place_to_one_another() throws Exception {
        CommandHandler<Transaction, Account, Entry, Overdrawn> once = handler(asked, 1);
        once.handle(account, open(0), context("creation", open(0), NONE));
        asked.asked();
        int callers = 16;
        List<CommandResult<VersionedState<Account>, Overdrawn>> results =
                Race.of(
                        callers,
                        i -> once.handle(account, enter(i), context("c" + i, enter(i), NONE)));

        assertThat(results).hasOnlyElementsOfType(CommandResult.Handled.class);
        assertThat(asked.asked()).hasSize(callers).containsOnly(APPEND);
    }

    @Test
    void a_decision_that_its_own_fold_refuses_is_not_recorded() {
        warm("c1", open(5));
        assertThatThrownBy(() -> warm("c2", enter(-6, 6)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the account is overdrawn");
        assertThat(stored()).containsExactly("[5]");
    }
}
