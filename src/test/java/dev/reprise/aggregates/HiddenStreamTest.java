package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream that a call may not see. Only accounts without a first entry of 5 are visible. */
class HiddenStreamTest extends CommandHandlerFixture {

    private static final Visibility<Account> NOT_OF_FIVE =
            new Visibility.Where<>(state ->
                    !state.entries().stream().limit(1).toList().equals(List.of(new Entry(5))));

    private static final CommandResult<VersionedState<Account>, Overdrawn> HIDDEN =
            new CommandResult.Hidden<>();

    private final RecordingEventStore recording = new RecordingEventStore(store);

    @BeforeEach
    void an_account_of_five() {
        handle("c1", enter(5));
        handle("c2", enter(1));
    }

    static Stream<Precondition> preconditions() {
        return Stream.of(NONE, versionIn(1), versionIn(2), new Precondition.Exists());
    }

    @ParameterizedTest
    @MethodSource("preconditions")
    void is_hidden_whatever_the_command_requires_and_whatever_the_state_forbids(
            Precondition precondition) {
        assertThat(handleBlind("c3", enter(1), precondition)).isEqualTo(HIDDEN);
        assertThat(handleBlind("c3", enter(-100), precondition)).isEqualTo(HIDDEN);
        assertThat(stored()).containsExactly("[5]", "[1]");
    }

    @Test
    void is_hidden_from_a_command_with_an_id_that_is_stored() {
        assertThat(handleBlind("c2", enter(1), NONE)).isEqualTo(HIDDEN);
        assertThat(handleBlind("c2", enter(2), NONE)).isEqualTo(HIDDEN);
        assertThat(handleBlind("c1", enter(5), NONE)).isEqualTo(HIDDEN);
    }

    @Test
    void is_hidden_from_a_creation() {
        assertThat(handleBlind("c3", new Transaction.Open(7), NONE)).isEqualTo(HIDDEN);
        assertThat(handleBlind("c3", new Transaction.Open(-7), NONE)).isEqualTo(HIDDEN);
        assertThat(handleBlind("c1", new Transaction.Open(5), NONE)).isEqualTo(HIDDEN);
    }

    @Test
    void takes_the_reads_that_a_stream_without_events_takes() {
        handleBlind("c3", enter(1), NONE);
        List<String> hidden = recording.takeCalls();

        handler(recording)
                .handle(
                        new StreamName("account", "none"),
                        enter(-1),
                        context("c3", enter(-1), NONE),
                        NOT_OF_FIVE);

        assertThat(hidden).hasSameSizeAs(recording.takeCalls()).doesNotContain("append");
    }

    @Test
    void is_hidden_also_from_memory() {
        CommandHandler<Transaction, Account, Entry, Overdrawn> warm = handler(recording);
        warm.handle(account, enter(1), context("c3", enter(1), NONE));

        assertThat(warm.handle(account, enter(1), context("c4", enter(1), NONE), NOT_OF_FIVE))
                .isEqualTo(HIDDEN);
        assertThat(warm.handle(account, enter(1), context("c5", enter(1), NONE)))
                .isEqualTo(handled(5, 1, 1, 1));
    }

    @Test
    void a_stream_that_an_old_read_hides_is_shown_once_it_is_read_strongly() {
        recording.showOnly(1, account);
        Visibility<Account> two = new Visibility.Where<>(state -> state.entries().size() != 1);

        assertThat(handler(recording).handle(account, enter(1), context("c3", enter(1), NONE), two))
                .isEqualTo(handled(5, 1, 1));
    }

    @Test
    void a_stream_that_the_call_may_see_is_handled_as_ever() {
        StreamName other = new StreamName("account", "2");
        assertThat(
                        handler(recording)
                                .handle(other, enter(6), context("c", enter(6), NONE), NOT_OF_FIVE))
                .isEqualTo(handled(6));
    }

    private CommandResult<VersionedState<Account>, Overdrawn> handleBlind(
            String id, Transaction command, Precondition precondition) {
        return handler(recording)
                .handle(account, command, context(id, command, precondition), NOT_OF_FIVE);
    }

    private CommandHandler<Transaction, Account, Entry, Overdrawn> handler(
            RecordingEventStore observed) {
        return new CommandHandler<>(
                observed,
                Account.AGGREGATE,
                () -> now,
                RetryPolicy.jittered(ATTEMPTS, Duration.ofDays(1), () -> 0L));
    }
}
