package dev.reprise.aggregates;

import static dev.reprise.aggregates.JointCommandHandlerTest.change;
import static dev.reprise.aggregates.JointCommandHandlerTest.handled;
import static dev.reprise.aggregates.JointCommandHandlerTest.solvent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever the first outcome of a command to several streams was, its repetition says the same. */
class RepeatedJointCommandTest {

    private static final CommandId ID = new CommandId("t");
    private static final CommandDigest DIGEST = Commits.commandDigest("a transfer");

    private final StreamName from = new StreamName("account", "from");
    private final StreamName to = new StreamName("account", "to");
    private final StreamName bank = new StreamName("account", "bank");
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final RecordingEventStore recording = new RecordingEventStore(store);
    private Instant now = Commits.AT;
    private int attempts = 1;
    private final List<JointPart<Overdrawn>> transfer =
            List.of(change(from, -4), change(to, 4), solvent(bank));

    /** Withdraws 4 from one account, and the whole balance from the other one. */
    private final List<JointPart<Overdrawn>> withdrawal =
            List.of(
                    change(from, -4),
                    new JointPart.Change<>(Account.AGGREGATE, to, new Transaction.Empty()));

    @BeforeEach
    void someMoney() {
        FaultyEventStore.enter(store, from, "c1", 10);
        FaultyEventStore.enter(store, to, "c2", 2);
        FaultyEventStore.enter(store, bank, "c3", 1);
    }

    private JointCommandResult<Overdrawn> handle(List<JointPart<Overdrawn>> parts) {
        return handle(parts, DIGEST);
    }

    private JointCommandResult<Overdrawn> handle(
            List<JointPart<Overdrawn>> parts, CommandDigest digest) {
        now = now.plusSeconds(1);
        recording.takeCalls();
        RetryPolicy retries = RetryPolicy.jittered(attempts, Duration.ofDays(1), () -> 0L);
        return new JointCommandHandler(recording, () -> now, retries)
                .handle(parts, ID, digest, Metadata.NONE);
    }

    /** Commits of one command without partners, as releases stored them before there were any. */
    private void handleAsAnOlderRelease() {
        FaultyEventStore.append(store, from, ID, DIGEST, -4);
        FaultyEventStore.append(store, to, ID, DIGEST, 4);
    }

    private void manyCommitsTo(StreamName stream) {
        for (int i = 0; i <= CommandFingerprints.MAX; i++) {
            FaultyEventStore.enter(store, stream, "later-" + i, 1);
        }
    }

    @Test
    void a_stream_that_was_read_stale_is_in_the_outcome() {
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), false));
        recording.showOnly(1, from);
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
        assertThat(recording.takeCalls())
                .containsExactly(
                        "load EVENTUAL", "load EVENTUAL", "load EVENTUAL", "commit at or before 2");
    }

    @Test
    void a_command_that_is_not_found_in_any_stream_is_met_by_the_append() {
        handle(transfer);
        recording.replaceEventualResults(all -> all.subList(0, 1));
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
        assertThat(Commits.all(store, from)).hasSize(2);
    }

    @Test
    void a_command_that_is_not_found_in_any_stream_is_found_after_a_conflict() {
        handle(transfer);
        manyCommitsTo(to);
        recording.showOnly(1, from);
        attempts = 2;
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
        assertThat(Commits.all(store, from)).hasSize(2);
    }

    @Test
    void a_stream_that_no_longer_recognises_the_command_is_in_the_outcome() {
        handle(transfer);
        manyCommitsTo(from);
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
        assertThat(Commits.all(store, to)).hasSize(2);
    }

    @Test
    void a_stream_that_has_nothing_to_do_any_more_is_in_the_outcome() {
        handle(withdrawal);
        manyCommitsTo(to);
        FaultyEventStore.enter(store, to, "emptied", -CommandFingerprints.MAX - 1);
        recording.showOnly(1, from);
        assertThat(handle(withdrawal)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
    }

    @Test
    void a_command_that_an_older_release_recorded_is_found_in_all_streams_by_a_strong_read() {
        handleAsAnOlderRelease();
        recording.showOnly(1, from);
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
    }

    /**
     * The first stream is read without the command, and the other without it and with nothing to
     * do. So the append is to the first stream only, and meets the command there.
     */
    @Test
    void a_command_that_an_older_release_recorded_is_answered_whole_if_the_append_meets_it() {
        FaultyEventStore.enter(store, to, "c4", -2);
        FaultyEventStore.append(store, from, ID, DIGEST, -4);
        FaultyEventStore.append(store, to, ID, DIGEST, 3);
        recording.replaceEventualResults(all -> all.subList(0, all.size() - 1));
        assertThat(handle(withdrawal)).isEqualTo(handled(Map.of(from, 2, to, 3), true));
    }

    @Test
    void a_command_that_an_older_release_records_between_two_reads_is_answered_whole() {
        boolean[] recorded = {false};
        recording.beforeLoads(load -> {
            boolean again = load.consistency() == Load.Consistency.STRONG;
            if (again && load.stream().equals(to) && !recorded[0]) {
                recorded[0] = true;
                handleAsAnOlderRelease();
            }
        });
        assertThat(handle(List.of(change(from, -11), change(to, 11))))
                .isEqualTo(handled(Map.of(from, 2, to, 2), true));
    }

    @Test
    void a_command_that_changed_one_stream_is_answered_after_a_strong_read_of_all() {
        List<JointPart<Overdrawn>> parts = List.of(change(from, -4), change(to));
        assertThat(handle(parts)).isEqualTo(handled(Map.of(from, 2), false));
        assertThat(handle(parts)).isEqualTo(handled(Map.of(from, 2), true));
        assertThat(recording.takeCalls())
                .endsWith("load STRONG", "load STRONG", "commit at or before 2");
    }

    @Test
    void a_command_id_with_other_content_is_an_error_even_if_one_stream_is_read_stale() {
        handle(transfer);
        recording.showOnly(1, from);
        assertThat(handle(transfer, Commits.commandDigest("another")))
                .isEqualTo(new JointCommandResult.CommandIdReused<>(to, new StreamVersion(2)));
        assertThat(Commits.all(store, from)).hasSize(2);
        assertThat(Commits.all(store, to)).hasSize(2);
    }

    @Test
    void a_stream_that_used_the_id_again_later_does_not_hide_the_first_outcome() {
        handle(transfer);
        manyCommitsTo(to);
        FaultyEventStore.append(store, to, ID, Commits.commandDigest("another"), 1);
        recording.showOnly(1, from);
        assertThat(handle(transfer)).isEqualTo(handled(Map.of(from, 2, to, 2), true));
    }
}
