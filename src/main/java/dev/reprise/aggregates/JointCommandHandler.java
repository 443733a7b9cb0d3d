package dev.reprise.aggregates;

import dev.reprise.aggregates.JointPart.Change;
import dev.reprise.aggregates.JointPart.Check;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Digest;
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
 * Runs commands that concern several streams: decides on all of them, and appends one commit to
 * each, or to none.
 *
 * <p>This is for the few rules that span aggregates. Every stream that is named is read, and a
 * transaction takes two write units per KiB of each commit, and two for each stream that is only
 * checked; a {@link CommandHandler} takes one, and mostly reads nothing.
 *
 * <p>The order is that of a {@link CommandHandler}: first the command's id, which is known among
 * the last 32 commits of each stream, then the decisions. A no is only given after two reads of all
 * streams that agree, the second of them strongly consistent: it is of a state that was there.
 */
public final class JointCommandHandler {

    private final EventStore store;
    private final InstantSource clock;
    private final RetryPolicy retryPolicy;

    public JointCommandHandler(EventStore store, InstantSource clock, RetryPolicy retryPolicy) {
        this.store = store;
        this.clock = clock;
        this.retryPolicy = retryPolicy;
    }

    /**
     * Handles one command, to its end.
     *
     * @param parts at least one {@link Change}, each of another stream, at most {@link
     *     JointCommit#MAX_STREAMS} in all
     * @param id the same for every repetition of the command, in all of its streams
     * @param hash the digest of the whole command's content, its streams included
     * @throws StoreUnavailableException if the store did not answer; the command may have been
     *     recorded, and the same call, repeated, finds out
     * @throws BrokenStreamException if a stream cannot be replayed
     */
    public <R> JointCommandResult<R> handle(
            List<? extends JointPart<R>> parts, CommandId id, Digest hash, Metadata metadata) {
        RetryPolicy.Retries retries = retryPolicy.start();
        Attempt<R> attempt = new Attempt<>(id, hash, metadata, Load.Consistency.EVENTUAL, Map.of());
        for (int attempts = 1; ; attempts++) {
            Optional<JointCommandResult<R>> result = attempt.run(parts);
            if (result.isPresent()) {
                return result.get();
            }
            boolean mayConfirm = attempts == 1 && !attempt.lost;
            if (!mayConfirm && !retries.again()) {
                return new JointCommandResult.Contended<>(attempts);
            }
            attempt = new Attempt<>(id, hash, metadata, Load.Consistency.STRONG, attempt.seen);
        }
    }

    /** One look at all streams, and what is to be appended to them. */
    private final class Attempt<R> {

        private final CommandId id;
        private final Digest hash;
        private final Metadata metadata;
        private final Load.Consistency consistency;
        private final Map<StreamName, StreamVersion> seenBefore;
        private final Instant now = clock.instant();

        private final Map<StreamName, StreamVersion> seen = new HashMap<>();
        private final Map<StreamName, RecordedCommand> past = new HashMap<>();
        private final List<NewCommit> commits = new ArrayList<>();
        private final List<CommitBoundary> unchanged = new ArrayList<>();
        private Optional<JointCommandResult<R>> rejection = Optional.empty();
        private boolean lost;

        Attempt(
                CommandId id,
                Digest hash,
                Metadata metadata,
                Load.Consistency consistency,
                Map<StreamName, StreamVersion> seenBefore) {
            this.id = id;
            this.hash = hash;
            this.metadata = metadata;
            this.consistency = consistency;
            this.seenBefore = seenBefore;
        }

        /** What it came to; empty if everything has to be read anew, strongly. */
        Optional<JointCommandResult<R>> run(List<? extends JointPart<R>> parts) {
            for (JointPart<R> part : parts) {
                switch (part) {
                    case Change<?, ?, ?, R> change -> decide(change);
                    case Check<?, ?, R> check -> look(check);
                }
            }
            if (!past.isEmpty()) {
                return Optional.of(originalOutcome());
            }
            if (rejection.isPresent()) {
                return confirmed(rejection.get());
            }
            if (commits.isEmpty()) {
                return confirmed(new JointCommandResult.Handled<>(Map.of()));
            }
            return append();
        }

        private <C, S, E> void decide(Change<C, S, E, R> change) {
            Aggregate<C, S, E, ? extends R> aggregate = change.aggregate();
            Fold<S, E> fold = load(aggregate, change.stream());
            fold.find(id).ifPresent(command -> past.put(change.stream(), command));
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
                    aggregate.events().encode(events),
                    id,
                    hash,
                    metadata,
                    now,
                    fold.snapshotOffer(after));
        }

        private <S, E> void look(Check<S, E, R> check) {
            Fold<S, E> fold = load(check.aggregate(), check.stream());
            check.objection().apply(fold.state()).ifPresent(reason -> reject(check, reason));
            unchanged.add(fold.boundary());
        }

        private <S, E> Fold<S, E> load(Aggregate<?, S, E, ?> aggregate, StreamName stream) {
            Fold<S, E> fold = new StreamLoader<>(store, aggregate).tail(stream, consistency);
            seen.put(stream, fold.version());
            return fold;
        }

        /** The first one stands, in the order in which the parts were given. */
        private void reject(JointPart<R> part, R reason) {
            rejection =
                    rejection.or(() ->
                            Optional.of(new JointCommandResult.Rejected<>(part.stream(), reason)));
        }

        private JointCommandResult<R> originalOutcome() {
            Map<StreamName, StreamVersion> versions = new HashMap<>();
            for (Map.Entry<StreamName, RecordedCommand> entry : past.entrySet()) {
                RecordedCommand command = entry.getValue();
                if (!command.hash().equals(hash)) {
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
                        confirmed(new JointCommandResult.TooLarge<>(bytes, limit));
                case JointAppendResult.Conflict _ -> {
                    lost = true;
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
         * What nothing was appended for stands only if all that there is was read, and if the
         * streams were at these versions together: they were, when a read of all of them finds each
         * where the read of all before it did.
         */
        private Optional<JointCommandResult<R>> confirmed(JointCommandResult<R> result) {
            return consistency == Load.Consistency.STRONG && seen.equals(seenBefore)
                    ? Optional.of(result)
                    : Optional.empty();
        }
    }
}
