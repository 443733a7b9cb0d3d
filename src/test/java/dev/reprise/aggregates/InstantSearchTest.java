package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.SnapshotRule;
import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state at an instant is found in few requests, however the timestamps are spread. */
class InstantSearchTest {

    private static final StreamName STREAM = new StreamName("tally", "1");
    private static final int COMMITS = 33_333; // of one or two events: 50,000 events
    private static final int NO_SNAPSHOTS = Integer.MAX_VALUE;
    private static final long DAY = 86_400_000;

    /** When the commits were made: milliseconds from the start, by the number of the commit. */
    enum Spread {
        EVEN(i -> 1_000 * i),
        FASTER_AND_FASTER(i -> (long) (400 * DAY * Math.sqrt((double) i / COMMITS))),
        SLOWER_AND_SLOWER(i -> i * i / 10),
        EXPONENTIAL(i -> (long) Math.exp((double) i / COMMITS * 24)),
        TWO_BURSTS(i -> (i < COMMITS / 2 ? 0 : 365 * DAY) + 10 * i),
        FIVE_BURSTS(i -> i / (COMMITS / 5) * 90 * DAY + 100 * i),
        BUSY_DAYS(i -> i / 500 * DAY + i % 500 * 60_000),
        ONE_OLD_EVENT(i -> i == 0 ? 0 : 3_650 * DAY + i),
        ALL_AT_ONCE(_ -> 0),
        HALF_AT_ONCE(i -> Math.max(0, i - COMMITS / 2) * 1_000);

        @SuppressWarnings("ImmutableEnumChecker") // Each function is a lambda without state.
        private final LongUnaryOperator millis;

        Spread(LongUnaryOperator millis) {
            this.millis = millis;
        }
    }

    private final InMemoryEventStore stored = new InMemoryEventStore();
    private final RecordingEventStore store = new RecordingEventStore(stored);
    private final Aggregate<List<Integer>, Tally, Integer, String> tally = Tally.withSnapshots(1);
    private final StreamReplay<Tally, Integer> replay = new StreamReplay<>(store, tally);

    /**
     * Appends commits of one or two events.
     *
     * @param commitsToSnapshot from one snapshot to the next
     * @return the state at each instant at which there was a commit
     */
    private NavigableMap<Instant, VersionedState<Tally>> append(
            LongUnaryOperator millis, int commits, int commitsToSnapshot) {
        NavigableMap<Instant, VersionedState<Tally>> states = new TreeMap<>();
        CommitBoundary end = CommitBoundary.startOf(STREAM);
        Tally state = Tally.DECIDER.initialState();
        for (int i = 0; i < commits; i++) {
            List<Integer> events = List.of(1, 2).subList(0, 1 + i % 2);
            NewCommit commit =
                    Commits.commit(
                            end,
                            "command-" + i,
                            Tally.CODEC.encode(events),
                            Commits.AT.plusMillis(millis.applyAsLong(i)));
            for (Integer event : events) {
                state = Tally.DECIDER.evolve(state, event, commit.at());
            }
            boolean withSnapshot = (i + 1) % commitsToSnapshot == 0;
            Commit appended =
                    Commits.append(stored, withSnapshot ? offering(commit, state) : commit);
            assertThat(appended.snapshot().isPresent()).isEqualTo(withSnapshot);
            states.put(
                    appended.at(), new VersionedState<>(state, appended.version(), appended.at()));
            end = appended.end();
        }
        return states;
    }

    private NewCommit offering(NewCommit commit, Tally state) {
        String encoded = tally.states().orElseThrow().encode(state);
        return Commits.offering(
                commit, new Snapshot(1, encoded, CommandFingerprints.NONE), Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void an_instant_in_a_long_stream_takes_at_most_six_requests(Spread spread) {
        NavigableMap<Instant, VersionedState<Tally>> states =
                append(spread.millis, COMMITS, SnapshotRule.MIN_COMMITS);
        List<Instant> instants = new ArrayList<>(states.keySet());
        RandomGenerator random = new Random(20_261_129);
        for (int n = 0; n < 300; n++) {
            Instant instant =
                    instants.get(random.nextInt(instants.size())).plusMillis(random.nextInt(3) - 1);
            var expected = states.floorEntry(instant);
            store.takeCalls();

            assertThat(replay.asOf(STREAM, instant))
                    .as("%s", instant)
                    .isEqualTo(Optional.ofNullable(expected).map(Map.Entry::getValue));

            assertThat(store.takeCalls()).as("%s", instant).hasSizeLessThanOrEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_instant_has_the_state_after_the_last_commit_at_or_before_it(long seed) {
        RandomGenerator random = new Random(seed);
        long[] now = {0};
        NavigableMap<Instant, VersionedState<Tally>> states =
                append(
                        _ ->
                                now[0] +=
                                        random.nextInt(4) == 0
                                                ? random.nextInt(1_000)
                                                : random.nextInt(2),
                        400,
                        NO_SNAPSHOTS);
        for (Instant at = Commits.AT.minusMillis(1);
                !at.isAfter(states.lastKey());
                at = at.plusMillis(1 + random.nextInt(20))) {
            var expected = states.floorEntry(at);
            assertThat(replay.asOf(STREAM, at))
                    .as("seed %s, %s", seed, at)
                    .isEqualTo(Optional.ofNullable(expected).map(Map.Entry::getValue));
        }
    }
}
