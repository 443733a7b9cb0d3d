package dev.reprise.aggregates;

import dev.reprise.eventstore.AppendResult;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Replays a stream of a million commits without snapshots. The stream is stored nowhere: each
 * commit is made when it is read, so only what the replay keeps takes memory.
 */
final class LongStreamMain {

    static final long COMMITS = 1_000_000;

    private LongStreamMain() {}

    /** Prints how many events were folded: to the tail, and as of the version before it. */
    public static void main(String[] args) {
        StreamName stream = new StreamName("tally", "long");
        StreamReplay<Tally, Integer> replay =
                new StreamReplay<>(new MadeStore(), Tally.withSnapshots(1));
        System.out.println(replay.current(stream).orElseThrow().state().events());
        System.out.println(
                replay.asOf(stream, new StreamVersion(COMMITS - 1)).orElseThrow().state().events());
    }

    /** Commits of one event, as large as one with an event of 160 bytes is stored. */
    private static final class MadeStore implements EventStore {

        private static Commit commit(StreamName stream, long number) {
            return new Commit(
                    stream,
                    number,
                    new EncodedEvents.Json(1, "[" + "0".repeat(160) + number % 100 + "]"),
                    Commits.AT,
                    new CommandId("command-" + number),
                    Commits.commandDigest("content"),
                    Metadata.NONE,
                    Map.of(),
                    Optional.empty(),
                    310,
                    Commits.digest("hash"));
        }

        @Override
        public List<Commit> load(Load load) {
            Load.Progress loaded = new Load.Progress(load);
            for (long number = Math.min(COMMITS, load.upTo().value());
                    !loaded.isComplete();
                    number--) {
                loaded.add(commit(load.stream(), number));
            }
            return loaded.oldestFirst();
        }

        @Override
        public Iterable<Commit> readAfter(CommitBoundary boundary) {
            return () ->
                    LongStream.rangeClosed(boundary.version().nextSequenceNumber(), COMMITS)
                            .mapToObj(number -> commit(boundary.stream(), number))
                            .iterator();
        }

        @Override
        public AppendResult append(NewCommit commit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<AppendResult.TooLarge> tooLarge(NewCommit commit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public JointAppendResult appendAll(JointCommit commit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<Commit> readFrom(StreamName stream, long sequenceNumber, int pageSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<Commit> readBackFrom(StreamName stream, long sequenceNumber, int pageSize) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Commit> commitAtOrBefore(StreamName stream, long sequenceNumber) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Verification verify(StreamName stream, Verification.Intact checked, int maxCommits) {
            throw new UnsupportedOperationException();
        }
    }
}
