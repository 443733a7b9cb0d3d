package dev.reprise.aggregates;

import dev.reprise.aggregates.JointPart.Change;
import dev.reprise.aggregates.JointPart.Check;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Handles commands to several streams: reads every stream, decides every part, and appends one
 * commit to each changed stream, or to none.
 *
 * <p>This is for the few rules that span aggregates. Every named stream is read. The transaction
 * takes two write units per KiB of each commit, and two for each stream that is only checked. A
 * {@link CommandHandler} takes one write unit per KiB and mostly reads nothing.
 *
 * <p>As in a {@link CommandHandler}, the command's id is checked first, among the same commits of
 * each changed stream, and then the parts are decided. A refusal (rejected, nothing to do, too
 * large) is answered only after two reads of all streams that find the same versions, the second of
 * them strongly consistent. So all streams had these states at the same time.
 *
 * <p>Safe for use by many threads.
 */
public final class JointCommandHandler {

    private final EventStore store;
    private final InstantSource clock;
    private final RetryPolicy retryPolicy;

    /**
     * A handler.
     *
     * @param clock the time of the commits
     * @param retryPolicy how often a command is tried again after a conflict
     */
    public JointCommandHandler(EventStore store, InstantSource clock, RetryPolicy retryPolicy) {
        this.store = store;
        this.clock = clock;
        this.retryPolicy = retryPolicy;
    }

    /**
     * Handles one command until its outcome is known.
     *
     * @param parts at least one {@link Change}, each part for a different stream, at most {@link
     *     JointCommit#MAX_STREAMS} in all
     * @param id the same for every repetition of the command, in all of its streams
     * @param digest the digest of the whole command's content, with the names of its streams
     * @throws StoreUnavailableException if the store did not answer. The command may have been
     *     recorded; repeat the same call to learn its outcome
     * @throws BrokenStreamException if a stream cannot be replayed
     * @throws IllegalStateException if a decider records events that its own {@code evolve}
     *     refuses, or that the codec does not decode as they were decided; nothing was recorded
     */
    public <R> JointCommandResult<R> handle(
            List<? extends JointPart<R>> parts,
            CommandId id,
            CommandDigest digest,
            Metadata metadata) {
        RetryPolicy.Retries retries = retryPolicy.start();
        Attempt<R> attempt =
                new Attempt<>(id, digest, metadata, Load.Consistency.EVENTUAL, Map.of());
        for (int attempts = 1; ; attempts++) {
            Optional<JointCommandResult<R>> result = attempt.run(parts);
            if (result.isPresent()) {
                return result.get();
            }
            // A refusal by the first attempt is confirmed at once. Everything else is a retry.
            boolean confirmsRefusal = attempts == 1 && !attempt.conflicted;
            if (!confirmsRefusal && !retries.again()) {
                return new JointCommandResult.Contended<>(attempts);
            }
            attempt =
                    new Attempt<>(
                            id, digest, metadata, Load.Consistency.STRONG, attempt.readVersions);
        }
    }

    /** One read of all streams, the decisions on them, and the append. */
    private final class Attempt<R> {

        private final CommandId id;
        private final CommandDigest digest;
        private final Metadata metadata;
        private final Load.Consistency consistency;
        private final Map<StreamName, StreamVersion> previousVersions;
        private final Instant now = clock.instant();

        private final Map<StreamName, StreamVersion> readVersions = new HashMap<>();
        private final Map<StreamName, RecordedCommand> recorded = new HashMap<>();
        private final List<NewCommit> commits = new ArrayList<>();
        private final List<CommitBoundary> unchanged = new ArrayList<>();
        private Optional<JointCommandResult<R>> rejection = Optional.empty();
        private boolean conflicted;

        /**
         * @param previousVersions the versions that the attempt before this one read
         */
        Attempt(
                CommandId id,
                CommandDigest digest,
                Metadata metadata,
                Load.Consistency consistency,
                Map<StreamName, StreamVersion> previousVersions) {
            this.id = id;
            this.digest = digest;
            this.metadata = metadata;
            this.consistency = consistency;
            this.previousVersions = previousVersions;
        }

        /** The outcome; empty if another attempt, with a strong read, is needed to know it. */
        Optional<JointCommandResult<R>> run(List<? extends JointPart<R>> parts) {
            // 1. Read every stream, and decide every part.
            for (JointPart<R> part : parts) {
                switch (part) {
                    case Change<?, ?, ?, R> change -> decide(change);
                    case Check<?, ?, R> check -> check(check);
                }
            }
            // 2. If a stream has this command already, return what it did then.
            if (!recorded.isEmpty()) {
                return Optional.of(originalOutcome());
            }
            // 3. If there is nothing to append, return that, once it is confirmed.
            if (rejection.isPresent()) {
                return ifConfirmed(rejection.get());
            }
            if (commits.isEmpty()) {
                return ifConfirmed(new JointCommandResult.Handled<>(Map.of()));
            }
            // 4. Append all commits, or none.
            return append();
        }

        private <C, S, E> void decide(Change<C, S, E, R> change) {
            Aggregate<C, S, E, ? extends R> aggregate = change.aggregate();
            StreamLoader<S, E> loader = new StreamLoader<>(store, aggregate);
            Fold<S, E> fold = read(loader, change.stream());
            loader.findCommand(fold, id)
                    .ifPresent(command -> recorded.put(change.stream(), command));
            switch (aggregate.decider().decide(change.command(), fold.state())) {
                case Decision.Rejected(R reason) -> reject(change, reason);
                case Decision.Accepted(List<E> events) when events.isEmpty() ->
                        unchanged.add(fold.boundary());
                case Decision.Accepted(List<E> events) ->
                        commits.add(commit(aggregate, fold, events));
            }
        }

        private <S, E> NewCommit commit(
                Aggregate<?, S, E, ?> aggregate, Fold<S, E> fold, List<E> events) {
            S after = fold.stateAfter(events, fold.boundary().nextAt(now));
            return new NewCommit(
                    fold.boundary(),
                    ReadableEvents.encode(aggregate.events(), events, fold.boundary()),
                    id,
                    digest,
                    metadata,
                    now,
                    fold.snapshotOffer(after));
        }

        private <S, E> void check(Check<S, E, R> check) {
            Fold<S, E> fold = read(new StreamLoader<>(store, check.aggregate()), check.stream());
            check.objection().apply(fold.state()).ifPresent(reason -> reject(check, reason));
            unchanged.add(fold.boundary());
        }

        private <S, E> Fold<S, E> read(StreamLoader<S, E> loader, StreamName stream) {
            Fold<S, E> fold = loader.tail(stream, consistency);
            readVersions.put(stream, fold.version());
            return fold;
        }

        /** Keeps the first rejection, in the order of the parts. */
        private void reject(JointPart<R> part, R reason) {
            rejection =
                    rejection.or(() ->
                            Optional.of(new JointCommandResult.Rejected<>(part.stream(), reason)));
        }

        /** What the command did when it was recorded. */
        private JointCommandResult<R> originalOutcome() {
            Map<StreamName, StreamVersion> versions = new HashMap<>();
            for (Map.Entry<StreamName, RecordedCommand> entry : recorded.entrySet()) {
                RecordedCommand command = entry.getValue();
                if (!command.digest().mayBeSameAs(digest)) {
                    return new JointCommandResult.CommandIdReused<>(
                            entry.getKey(), command.version());
                }
                versions.put(entry.getKey(), command.version());
            }
            return new JointCommandResult.Handled<>(versions);
        }

        private Optional<JointCommandResult<R>> append() {
            return switch (store.appendAll(new JointCommit(commits, unchanged))) {
                case JointAppendResult.Appended(List<Commit> stored) ->
                        Optional.of(handled(stored));
                case JointAppendResult.AlreadyAppended(List<Commit> stored) ->
                        Optional.of(handled(stored));
                case JointAppendResult.TooLarge(int bytes, int limit) ->
                        ifConfirmed(new JointCommandResult.TooLarge<>(bytes, limit));
                case JointAppendResult.Conflict _ -> {
                    conflicted = true;
                    yield Optional.empty();
                }
            };
        }

        private JointCommandResult<R> handled(List<Commit> stored) {
            Map<StreamName, StreamVersion> versions = new HashMap<>();
            stored.forEach(commit -> versions.put(commit.stream(), commit.version()));
            return new JointCommandResult.Handled<>(versions);
        }

        /**
         * The result, if this attempt read strongly and found every stream at the version that the
         * previous attempt had read. Then all streams were at these versions when this attempt
         * began.
         */
        private Optional<JointCommandResult<R>> ifConfirmed(JointCommandResult<R> result) {
            return consistency == Load.Consistency.STRONG && readVersions.equals(previousVersions)
                    ? Optional.of(result)
                    : Optional.empty();
        }
    }
}
