package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers between two accounts, allowed only while a third account, the bank's, is not empty. */
class JointCommandHandlerTest {

    private static final int ATTEMPTS = 4;

    private final StreamName from = new StreamName("account", "from");
    private final StreamName to = new StreamName("account", "to");
    private final StreamName bank = new StreamName("account", "bank");
    private final FaultyEventStore store = new FaultyEventStore(new InMemoryEventStore());
    private final RecordingEventStore recording = new RecordingEventStore(store);
    private final JointCommandHandler handler = handler(recording, ATTEMPTS);

    private static JointCommandHandler handler(EventStore store, int attempts) {
        return new JointCommandHandler(
                store,
                () -> Commits.AT,
                RetryPolicy.jittered(attempts, Duration.ofDays(1), () -> 0L));
    }

    @BeforeEach
    void someMoney() {
        FaultyEventStore.enter(store, from, "c1", 10);
        FaultyEventStore.enter(store, bank, "c2", 1);
    }

    private List<JointPart<Overdrawn>> transfer(int amount) {
        return List.of(change(from, -amount), change(to, amount), solvent(bank));
    }

    static JointPart<Overdrawn> change(StreamName stream, Integer... amounts) {
        return new JointPart.Change<>(Account.AGGREGATE, stream, Transaction.Enter.of(amounts));
    }

    static JointPart<Overdrawn> solvent(StreamName stream) {
        return new JointPart.Check<>(
                Account.AGGREGATE,
                stream,
                account ->
                        account.balance() > 0
                                ? Optional.empty()
                                : Optional.of(new Overdrawn(account.balance())));
    }

    private JointCommandResult<Overdrawn> handle(String id, List<JointPart<Overdrawn>> parts) {
        return handle(id, parts, Commits.commandDigest(parts.toString()));
    }

    private JointCommandResult<Overdrawn> handle(
            String id, List<JointPart<Overdrawn>> parts, CommandDigest digest) {
        return handler.handle(parts, new CommandId(id), digest, Metadata.NONE);
    }

    private static JointCommandResult<Overdrawn> handled(Map<StreamName, Integer> versions) {
        return handled(versions, false);
    }

    static JointCommandResult<Overdrawn> handled(
            Map<StreamName, Integer> versions, boolean replayed) {
        return new JointCommandResult.Handled<>(
                versions.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> new StreamVersion(entry.getValue()))),
                replayed);
    }

    private List<String> stored(StreamName stream) {
        return Commits.all(store, stream).stream().map(commit -> commit.events().json()).toList();
    }

    @Test
    void each_stream_gets_a_commit_of_the_command() {
        assertThat(handle("t", transfer(4))).isEqualTo(handled(Map.of(from, 2, to, 1)));
        assertThat(stored(from)).containsExactly("[10]", "[-4]");
        assertThat(stored(to)).containsExactly("[4]");
        assertThat(stored(bank)).containsExactly("[1]");
        assertThat(Commits.all(store, to))
                .extracting(Commit::commandId)
                .containsExactly(new CommandId("t"));
    }

    @Test
    void a_part_may_object_to_the_version_of_its_stream() {
        JointPart<Overdrawn> only =
                new JointPart.Change<>(
                        Account.AGGREGATE,
                        from,
                        Transaction.Enter.of(-1),
                        version ->
                                version.value() == 1
                                        ? Optional.empty()
                                        : Optional.of(new Overdrawn(0)));
        List<JointPart<Overdrawn>> parts = List.of(only, change(to, 1));

        assertThat(handle("first", parts)).isEqualTo(handled(Map.of(from, 2, to, 1)));
        assertThat(handle("second", parts))
                .isEqualTo(new JointCommandResult.Rejected<>(from, new Overdrawn(0)));
        assertThat(handle("first", parts)).isEqualTo(handled(Map.of(from, 2, to, 1), true));
        assertThat(stored(from)).containsExactly("[10]", "[-1]");
    }

    @Test
    void a_command_takes_one_read_of_each_stream_and_one_append() {
        handle("t", transfer(4));
        assertThat(recording.takeCalls())
                .containsExactly("load EVENTUAL", "load EVENTUAL", "load EVENTUAL", "append all");
    }

    @Test
    void a_command_whose_events_are_too_large_is_refused_after_a_strong_read() {
        EventStore small = new InMemoryEventStore(10);
        RecordingEventStore calls = new RecordingEventStore(small);
        List<JointPart<Overdrawn>> parts =
                List.of(change(from, 1), change(to, 1_000_000, 1_000_000));
        CommandId id = new CommandId("t");
        assertThat(handler(calls, 1).handle(parts, id, Commits.commandDigest("t"), Metadata.NONE))
                .isEqualTo(new JointCommandResult.TooLarge<>(17, 10));
        assertThat(calls.takeCalls())
                .endsWith("load STRONG", "load STRONG", "append all")
                .hasSize(6);
        assertThat(Commits.all(small, from)).isEmpty();
    }

    @Test
    void a_command_that_one_stream_rejects_is_recorded_in_none() {
        assertThat(handle("t", transfer(11)))
                .isEqualTo(new JointCommandResult.Rejected<>(from, new Overdrawn(10)));
        assertThat(stored(to)).isEmpty();
    }

    @Test
    void personal_values_are_encrypted_only_if_something_is_recorded() {
        List<StreamName> encrypted = new ArrayList<>();
        List<JointPart<Overdrawn>> enough = List.of(change(to, 4, encrypted), change(from, -4));
        List<JointPart<Overdrawn>> tooMuch = List.of(change(to, 11, encrypted), change(from, -11));

        handle("t", tooMuch);
        assertThat(encrypted).isEmpty();

        handle("u", enough);
        assertThat(encrypted).containsExactly(to);
    }

    /** A change that notes when its events are encrypted. */
    private static JointPart<Overdrawn> change(
            StreamName stream, int amount, List<StreamName> encrypted) {
        return new JointPart.Change<>(
                Account.AGGREGATE.with(
                        new PersonalValues<>() {
                            @Override
                            public Account opened(
                                    StreamName of, Transaction command, Account state) {
                                return state;
                            }

                            @Override
                            public List<Entry> sealed(
                                    StreamName of, Account state, List<Entry> events) {
                                encrypted.add(of);
                                return events;
                            }
                        }),
                stream,
                Transaction.Enter.of(amount));
    }

    @Test
    void a_stream_that_is_only_checked_may_reject_the_command() {
        FaultyEventStore.enter(store, bank, "c3", -1);
        assertThat(handle("t", transfer(4)))
                .isEqualTo(new JointCommandResult.Rejected<>(bank, new Overdrawn(0)));
        assertThat(stored(from)).containsExactly("[10]");
    }

    @Test
    void a_rejection_is_confirmed_by_a_strong_read() {
        recording.replaceEventualResults(_ -> List.of());
        assertThat(handle("t", transfer(4))).isEqualTo(handled(Map.of(from, 2, to, 1)));
    }

    @Test
    void a_rejection_is_not_answered_if_a_stream_changed_between_the_two_reads() {
        boolean[] changed = {false};
        recording.beforeLoads(load -> {
            boolean again = load.consistency() == Load.Consistency.STRONG;
            if (again && load.stream().equals(to) && !changed[0]) {
                changed[0] = true;
                FaultyEventStore.enter(store, to, "c4", 1);
                FaultyEventStore.enter(store, from, "c5", 1);
            }
        });
        // Both reads find 10 in the first account. The second finds more in the other one.
        List<JointPart<Overdrawn>> parts = List.of(change(from, -11), change(to, 11));

        assertThat(handle("t", parts)).isEqualTo(handled(Map.of(from, 3, to, 2)));
    }

    @Test
    void a_repeated_command_gets_its_original_outcome_and_records_nothing() {
        handle("t", transfer(4));
        FaultyEventStore.enter(store, to, "later", 1);
        FaultyEventStore.enter(store, bank, "c3", -1);
        assertThat(handle("t", transfer(4))).isEqualTo(handled(Map.of(from, 2, to, 1), true));
        assertThat(stored(from)).hasSize(2);
    }

    @Test
    void a_repeated_command_whose_digest_has_another_schema_version_gets_its_original_outcome() {
        handle("t", transfer(4));
        FaultyEventStore.enter(store, to, "later", 1);
        assertThat(handle("t", transfer(4), CommandDigest.of(2, Commits.digest("other fields"))))
                .isEqualTo(handled(Map.of(from, 2, to, 1), true));
        assertThat(stored(from)).hasSize(2);
        assertThat(stored(to)).hasSize(2);
    }

    @Test
    void a_command_id_with_other_content_is_an_error_of_the_caller() {
        handle("t", List.of(change(from, -4), change(to, 4)));
        assertThat(handle("t", List.of(change(to, 5))))
                .isEqualTo(new JointCommandResult.CommandIdReused<>(to, new StreamVersion(1)));
    }

    /** Enters 1 in the first account before each load of the second one. */
    private void changeTheFirstAccountDuringEachAttempt() {
        AtomicInteger others = new AtomicInteger();
        recording.beforeLoads(load -> {
            if (load.stream().equals(to)) {
                FaultyEventStore.enter(store, from, "other-" + others.getAndIncrement(), 1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_command_that_conflicts_at_each_attempt_is_given_up(int attempts) {
        changeTheFirstAccountDuringEachAttempt();
        assertThat(handle(attempts, transfer(4)))
                .isEqualTo(new JointCommandResult.Contended<>(attempts));
        assertThat(recording.takeCalls()).filteredOn("append all"::equals).hasSize(attempts);
        assertThat(stored(to)).isEmpty();
    }

    /** The second read, which confirms the first, is not a retry. */
    @Test
    void a_rejection_that_no_two_reads_agree_on_is_given_up() {
        changeTheFirstAccountDuringEachAttempt();
        assertThat(handle(2, transfer(1_000))).isEqualTo(new JointCommandResult.Contended<>(3));
    }

    @Test
    void a_rejection_is_confirmed_although_there_are_no_retries() {
        assertThat(handle(1, transfer(11)))
                .isEqualTo(new JointCommandResult.Rejected<>(from, new Overdrawn(10)));
    }

    private JointCommandResult<Overdrawn> handle(int attempts, List<JointPart<Overdrawn>> parts) {
        return handler(recording, attempts)
                .handle(parts, new CommandId("t"), Commits.commandDigest("t"), Metadata.NONE);
    }

    @Test
    void a_stream_with_nothing_to_do_is_only_checked() {
        assertThat(handle("t", List.of(change(from, 1), change(to))))
                .isEqualTo(handled(Map.of(from, 2)));
        assertThat(stored(to)).isEmpty();
    }

    @Test
    void a_command_with_nothing_to_do_in_any_stream_writes_nothing() {
        assertThat(handle("t", List.of(change(from), change(to)))).isEqualTo(handled(Map.of()));
        assertThat(recording.takeCalls()).doesNotContain("append all");
    }

    @Test
    void a_command_with_two_changes_to_one_stream_is_refused() {
        assertThatThrownBy(() -> handle("t", List.of(change(from, 1), change(from, 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void concurrent_transfers_in_both_directions_keep_the_total_amount() throws Exception {
        EventStore shared = new InMemoryEventStore();
        FaultyEventStore.enter(shared, from, "c1", 100);
        FaultyEventStore.enter(shared, to, "c2", 100);
        int callers = 12;
        JointCommandHandler patient = handler(shared, 10 * callers);
        List<JointCommandResult<Overdrawn>> results =
                Race.of(
                        callers,
                        i -> {
                            int amount = i % 2 == 0 ? i + 1 : -i - 1;
                            return patient.handle(
                                    List.of(change(from, -amount), change(to, amount)),
                                    new CommandId("t" + i),
                                    Commits.commandDigest("t" + i),
                                    Metadata.NONE);
                        });

        assertThat(results).hasOnlyElementsOfType(JointCommandResult.Handled.class);
        StreamReplay<Account, Account.Entry> replay = new StreamReplay<>(shared, Account.AGGREGATE);
        Account ends = replay.current(from).orElseThrow().state();
        Account ended = replay.current(to).orElseThrow().state();
        assertThat(ends.balance() + ended.balance()).isEqualTo(200);
        assertThat(commandsOf(shared, from))
                .isEqualTo(commandsOf(shared, to))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, callers).mapToObj(i -> "t" + i).toList());
    }

    private static List<String> commandsOf(EventStore store, StreamName stream) {
        return Commits.all(store, stream).stream()
                .skip(1)
                .map(commit -> commit.commandId().value())
                .toList();
    }
}
