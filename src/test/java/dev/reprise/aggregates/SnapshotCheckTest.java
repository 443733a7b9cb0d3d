package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.LoggedRecords;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.eventstore.Verification.Broken;
import dev.reprise.eventstore.Verification.Intact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.logging.SimpleFormatter;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A snapshot with another state than the events is found, by loads that check and by a verifier.
 */
class SnapshotCheckTest {

    private static final StreamName STREAM = new StreamName("tally", "1");
    private static final Intact NOTHING = Intact.none(STREAM);
    private static final RandomGenerator RANDOM = new Random(20_261_129L);

    private final InMemoryEventStore stored = new InMemoryEventStore();
    private final RecordingEventStore store = new RecordingEventStore(stored);
    private final StateCodec<Tally> codec = Tally.withSnapshots(1).states().orElseThrow();
    private final LoggedRecords logged = new LoggedRecords(StreamLoader.class);
    private int commands;

    @AfterEach
    void leaveTheLog() {
        logged.close();
    }

    private List<String> logged() {
        return logged.all().stream()
                .map(entry -> entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry))
                .toList();
    }

    /** Writes a state that decodes, but has one event more than were folded. */
    private StateCodec<Tally> lying() {
        return new StateCodec<>() {
            @Override
            public int schemaVersion() {
                return codec.schemaVersion();
            }

            @Override
            public String encode(Tally state) {
                return codec.encode(new Tally(state.events() + 1, state.last(), state.trace()));
            }

            @Override
            public Tally decode(String encoded) {
                return codec.decode(encoded);
            }
        };
    }

    private static Aggregate<List<Integer>, Tally, Integer, String> with(StateCodec<Tally> states) {
        return new Aggregate<>(Tally.DECIDER, Tally.CODEC, states);
    }

    private CommandResult<VersionedState<Tally>, String> handle(
            Aggregate<List<Integer>, Tally, Integer, String> aggregate) {
        String id = "command-" + commands;
        return new CommandHandler<>(store, aggregate, () -> Commits.AT, () -> () -> false, 0)
                .handle(
                        STREAM,
                        List.of(commands++),
                        new CommandContext(
                                new CommandId(id),
                                Commits.commandDigest(id),
                                new Precondition.None(),
                                Metadata.NONE));
    }

    /** Appends commits of one event; the 32nd and the 64th have a snapshot. */
    private void append(int commits, StateCodec<Tally> states) {
        IntStream.range(0, commits).forEach(_ -> handle(with(states)));
        store.takeCalls();
    }

    private Tally current(SnapshotCheck check) {
        return new StreamReplay<>(store, with(codec).with(check))
                .current(STREAM)
                .orElseThrow()
                .state();
    }

    private Verification verify(StateCodec<Tally> states) {
        Intact intact = (Intact) stored.verify(STREAM);
        return new SnapshotVerifier("tally", store, with(states))
                .firstWrong(STREAM, NOTHING, intact)
                .<Verification>map(broken -> broken)
                .orElse(intact);
    }

    private static String differing(long commit) {
        return "the snapshot of schema version 1 in commit "
                + commit
                + " of tally-1 has another state than the events up to it. If events are folded or"
                + " states encoded differently than when it was stored, raise the schema version of"
                + " the state codec.";
    }

    private Broken brokenAt(long commit, String reason) {
        return new Broken(commit, new StreamVersion(commit - 1), reason);
    }

    @Test
    void a_load_that_checks_finds_a_wrong_snapshot_and_uses_the_events() {
        append(40, lying());

        assertThat(current(SnapshotCheck.oneIn(1, RANDOM)).events()).isEqualTo(40);

        assertThat(logged())
                .containsExactly("ERROR " + differing(32) + " The events are used instead.");
        assertThat(store.takeCalls()).containsExactly("load STRONG", "read after 0");
    }

    @Test
    void a_command_that_checks_decides_from_the_events() {
        append(40, lying());
        CommandResult<VersionedState<Tally>, String> result =
                handle(with(codec).with(SnapshotCheck.oneIn(1, RANDOM)));
        assertThat(result)
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> assertThat(handled.toString()).contains("Tally[events=41,"));
        assertThat(logged()).hasSize(1);
        assertThat(store.takeCalls()).containsExactly("load EVENTUAL", "read after 0", "append");
    }

    @Test
    void a_load_that_checks_a_right_snapshot_says_nothing() {
        append(40, codec);
        assertThat(current(SnapshotCheck.oneIn(1, RANDOM)).events()).isEqualTo(40);
        assertThat(logged()).isEmpty();
        assertThat(store.takeCalls()).containsExactly("load STRONG", "read after 0");
    }

    /** The wrong state of the unchecked load is what the default is to cost: nothing. */
    @Test
    void by_default_no_load_is_checked_and_none_takes_a_further_request() {
        append(40, lying());
        assertThat(with(codec).snapshotCheck()).isSameAs(SnapshotCheck.NEVER);
        for (SnapshotCheck never :
                List.of(with(codec).snapshotCheck(), SnapshotCheck.oneIn(0, RANDOM))) {
            assertThat(current(never).events()).isEqualTo(41);
            assertThat(store.takeCalls()).containsExactly("load STRONG");
        }
        assertThat(logged()).isEmpty();
    }

    @Test
    void a_load_without_a_snapshot_is_not_checked() {
        append(20, codec);
        current(SnapshotCheck.oneIn(1, RANDOM));
        assertThat(store.takeCalls()).containsExactly("load STRONG");
    }

    @Test
    void one_load_in_many_is_checked() {
        append(40, codec);
        SnapshotCheck check = SnapshotCheck.oneIn(5, new Random(7));
        for (int i = 0; i < 500; i++) {
            current(check);
        }
        assertThat(store.takeCalls().stream().filter("read after 0"::equals).count())
                .isBetween(70L, 130L);
    }

    @Test
    void an_event_that_cannot_be_folded_does_not_make_a_checked_load_fail() {
        append(40, codec);
        Aggregate<List<Integer>, Tally, Integer, String> strict =
                new Aggregate<>(new RefusesFirst(), Tally.CODEC, codec)
                        .with(SnapshotCheck.oneIn(1, RANDOM));
        assertThat(new StreamReplay<>(store, strict).current(STREAM).orElseThrow().state().events())
                .isEqualTo(40);
        assertThat(logged())
                .containsExactly(
                        "ERROR the snapshot in commit 32 of tally-1 cannot be checked, and is used:"
                                + " event 1 of tally-1: no first event. Verify the stream.");
        assertThat(
                        new SnapshotVerifier("tally", store, strict)
                                .firstWrong(STREAM, NOTHING, (Intact) stored.verify(STREAM)))
                .contains(brokenAt(1, "event 1 of tally-1: no first event"));
    }

    /** A tally whose events of a new stream are refused. */
    private static final class RefusesFirst
            implements Decider<List<Integer>, Tally, Integer, String> {

        @Override
        public Tally initialState() {
            return Tally.DECIDER.initialState();
        }

        @Override
        public Decision<Integer, String> decide(List<Integer> command, Tally state) {
            return Tally.DECIDER.decide(command, state);
        }

        @Override
        public Tally evolve(Tally state, Integer event, Instant at) {
            if (state.events() == 0) {
                throw new IllegalStateException("no first event");
            }
            return Tally.DECIDER.evolve(state, event, at);
        }
    }

    @Test
    void a_verifier_finds_the_first_wrong_snapshot() {
        append(40, codec);
        append(60, lying());
        assertThat(verify(codec)).isEqualTo(brokenAt(64, differing(64)));
        assertThat(store.takeCalls()).containsExactly("read from 1");
    }

    @Test
    void a_verifier_compares_the_snapshot_of_the_last_commit_that_was_verified_and_no_later_one() {
        append(63, codec);
        append(1, lying());
        assertThat(verify(codec)).isEqualTo(brokenAt(64, differing(64)));

        assertThat(firstWrong(0, 63)).isEmpty();
    }

    /** Checks the snapshots of the commits after one number, up to another. */
    private Optional<Broken> firstWrong(long after, long upTo) {
        return new SnapshotVerifier("tally", store, with(codec))
                .firstWrong(STREAM, verified(after), verified(upTo));
    }

    private static Intact verified(long commits) {
        return new Intact(new StreamVersion(commits), commits, Commits.digest("hash"));
    }

    @Test
    void a_later_part_is_folded_from_the_last_snapshot_before_it() {
        append(90, codec);
        append(10, lying());
        append(20, codec);
        assertThat(firstWrong(70, 90)).isEmpty();
        assertThat(store.takeCalls()).containsExactly("load STRONG", "read from 71");
        assertThat(firstWrong(70, 100)).contains(brokenAt(96, differing(96)));
        assertThat(firstWrong(0, 70)).isEmpty();
    }

    @Test
    void a_later_part_without_a_usable_snapshot_before_it_takes_its_first_one_as_it_is() {
        append(40, Tally.withSnapshots(2).states().orElseThrow());
        append(60, codec);
        assertThat(firstWrong(0, 100)).isEmpty();
        assertThat(firstWrong(40, 100)).isEmpty();
    }

    @Test
    void a_verifier_finds_a_snapshot_that_cannot_be_decoded() {
        append(31, codec);
        append(
                9,
                new StateCodec<>() {
                    @Override
                    public int schemaVersion() {
                        return 1;
                    }

                    @Override
                    public String encode(Tally state) {
                        return "1:x";
                    }

                    @Override
                    public Tally decode(String encoded) {
                        return codec.decode(encoded);
                    }
                });
        assertThat(verify(codec))
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> {
                            assertThat(broken.sequenceNumber()).isEqualTo(32);
                            assertThat(broken.intactTo()).isEqualTo(new StreamVersion(31));
                            assertThat(broken.reason())
                                    .startsWith(
                                            "the snapshot of schema version 1 in commit 32 of tally-1"
                                                    + " cannot be compared with the events up to it: ");
                        });
    }

    @Test
    void a_verifier_says_why_a_snapshot_cannot_be_decoded() {
        append(32, codec);
        assertThat(verify(failing(new IllegalStateException("not mine"))).toString())
                .contains("up to it: not mine. If the encoded state changed");
        assertThat(verify(failing(new IllegalStateException())).toString())
                .contains("up to it: IllegalStateException. If the encoded state changed");
    }

    private StateCodec<Tally> failing(RuntimeException failure) {
        return new StateCodec<>() {
            @Override
            public int schemaVersion() {
                return codec.schemaVersion();
            }

            @Override
            public String encode(Tally state) {
                return codec.encode(state);
            }

            @Override
            public Tally decode(String encoded) {
                throw failure;
            }
        };
    }

    @Test
    void a_verifier_finds_nothing_wrong_with_right_snapshots_and_those_of_other_versions() {
        append(100, codec);
        Verification intact = stored.verify(STREAM);
        assertThat(verify(codec)).isEqualTo(intact);
        assertThat(verify(Tally.withSnapshots(2).states().orElseThrow())).isEqualTo(intact);
        assertThat(
                        new SnapshotVerifier("tally", store, Tally.withoutSnapshots())
                                .firstWrong(STREAM, NOTHING, (Intact) intact))
                .isEmpty();
    }

    @Test
    void a_verifier_reads_nothing_of_a_stream_without_a_due_snapshot() {
        append(31, codec);
        assertThat(verify(codec)).isEqualTo(stored.verify(STREAM));
        assertThat(store.takeCalls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1", "-1000"})
    void a_negative_number_of_loads_is_refused(int loads) {
        assertThatThrownBy(() -> SnapshotCheck.oneIn(loads, RANDOM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not of " + loads);
    }
}
