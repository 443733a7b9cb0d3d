package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands that are only decided. */
class DryRunTest extends CommandHandlerFixture {

    private final RecordingEventStore recording = new RecordingEventStore(store);
    private final CommandHandler<Transaction, Account, Entry, Overdrawn> warm =
            handler(recording, ATTEMPTS);

    private CommandResult<CommandOutcome<Account, Entry>, Overdrawn> dryRun(
            String id, Transaction command, Precondition precondition) {
        return warm.dryRun(
                account, command, context(id, command, precondition), new Visibility.All<>());
    }

    private CommandResult<CommandOutcome<Account, Entry>, Overdrawn> dryRun(
            String id, Transaction command) {
        return dryRun(id, command, NONE);
    }

    private static RecordedEvent<Entry> event(
            StreamName stream, int number, int amount, String id) {
        return new RecordedEvent<>(
                stream, number, new Entry(amount), AT, new CommandId(id), Metadata.NONE);
    }

    private static VersionedState<Account> state(Integer... amounts) {
        return new VersionedState<>(Account.of(amounts), new StreamVersion(amounts.length), AT);
    }

    @Test
    void shows_the_events_and_the_state_after_them_and_records_nothing() {
        handle("c1", enter(5));

        assertThat(dryRun("c2", enter(1, 2)))
                .isEqualTo(
                        new CommandResult.Handled<>(
                                new CommandOutcome<>(
                                        state(5, 1, 2),
                                        List.of(
                                                event(account, 2, 1, "c2"),
                                                event(account, 3, 2, "c2")))));
        assertThat(stored()).containsExactly("[5]");
    }

    @Test
    void of_a_creation_reads_whether_the_stream_exists() {
        assertThat(dryRun("c1", new Transaction.Open(7)))
                .isEqualTo(
                        new CommandResult.Handled<>(
                                new CommandOutcome<>(
                                        state(7), List.of(event(account, 1, 7, "c1")))));
        assertThat(recording.takeCalls()).containsExactly("commit at or before 1");

        handle("c1", new Transaction.Open(7));
        assertThat(dryRun("c2", new Transaction.Open(7)))
                .isEqualTo(new CommandResult.Rejected<>(new Overdrawn(7)));
    }

    @Test
    void is_answered_after_a_strong_read_only() {
        handle("c1", enter(5));
        handle("c2", enter(6));
        recording.showOnly(1, account);

        assertThat(dryRun("c3", enter(1)).map(CommandOutcome::after)).isEqualTo(handled(5, 6, 1));
        assertThat(recording.takeCalls()).containsExactly("load EVENTUAL", "read after 1");
    }

    @Test
    void leaves_nothing_in_memory() {
        handle("c1", enter(5));
        dryRun("c2", enter(1));
        recording.takeCalls();

        assertThat(warm.handle(account, enter(2), context("c2", enter(2), NONE)))
                .isEqualTo(handled(5, 2));
        assertThat(recording.takeCalls()).containsExactly("load EVENTUAL", "append");
    }

    @Test
    void does_not_change_what_is_in_memory() {
        warm.handle(account, enter(5), context("c1", enter(5), NONE));
        dryRun("c2", enter(1));

        assertThat(warm.handle(account, enter(2), context("c2", enter(2), NONE)))
                .isEqualTo(handled(5, 2));
    }

    @Test
    void of_a_recorded_command_shows_its_outcome_and_no_events() {
        handle("c1", enter(5));
        handle("c2", enter(6));

        assertThat(dryRun("c1", enter(5)))
                .isEqualTo(
                        new CommandResult.Handled<>(
                                new CommandOutcome<>(state(5), List.of()), true));
    }

    @Test
    void has_the_refusals_of_the_command() {
        handle("c1", enter(5));

        assertThat(dryRun("c2", enter(-6)).map(CommandOutcome::after)).isEqualTo(rejected(5));
        assertThat(dryRun("c2", enter(1), versionIn(7)).map(CommandOutcome::after))
                .isEqualTo(preconditionFailed(1));
        assertThat(dryRun("c1", enter(9)).map(CommandOutcome::after)).isEqualTo(idReused(1));
        assertThat(dryRun("c2", enter()).map(CommandOutcome::after)).isEqualTo(handled(5));
        assertThat(
                        warm.dryRun(
                                account,
                                enter(1),
                                context("c2", enter(1), NONE),
                                new Visibility.Where<>(_ -> false)))
                .isEqualTo(new CommandResult.Hidden<>());
    }

    @Test
    void of_a_commit_that_is_too_large_says_so() {
        CommandHandler<Transaction, Account, Entry, Overdrawn> small =
                handler(new InMemoryEventStore(20), ATTEMPTS);
        Transaction large = enter(IntStream.range(0, 20).boxed().toArray(Integer[]::new));

        assertThat(
                        small.dryRun(
                                        account,
                                        large,
                                        context("c1", large, NONE),
                                        new Visibility.All<>())
                                .map(CommandOutcome::after))
                .isEqualTo(small.handle(account, large, context("c1", large, NONE)))
                .isInstanceOf(CommandResult.TooLarge.class);
    }
}
