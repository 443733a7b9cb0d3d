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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Handles commands to several streams: reads every stream, decides every part, and appends one
 * commit to each changed stream, or to none.
 *
 * <p>This is for the few rules that span aggregates. Every named stream is read. The transaction
 * takes two write units per KiB of each commit, and two for each stream that is only checked. A
 * {@link CommandHandler} takes one write unit per KiB and mostly reads nothing.
 *
 * <p>As in a {@link CommandHandler}, the command's id is checked first, among the same commits of
 * each changed stream, and then the parts are decided. A command that is found in one of its
 * streams gets its original outcome in all of them: each commit names the others, see {@link
 * Commit#partners}. A refusal (rejected, nothing to do, too large) is answered only after two reads
 * of all streams that find the same versions, the second of them strongly consistent. So all
 * streams had these states at the same time.
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
        Attempt<R> attempt = new Attempt<>(id, digest, metadata);
        for (int attempts = 1; ; attempts++) {
            Optional<JointCommandResult<R>> result = attempt.run(parts);
            if (result.isPresent()) {
                return result.get();
            }
            // To confirm what an attempt found is not a retry.
            boolean confirms =
                    !attempt.recorded.isEmpty() || (attempts == 1 && !attempt.conflicted);
            if (!confirms && !retries.again()) {
                return new JointCommandResult.Contended<>(attempts);
            }
            attempt = new Attempt<>(attempt);
        }
    }

    /** One read of all streams, the decisions on them, and the append. */
    private final class Attempt<R> {

        private final CommandId id;
        private final CommandDigest digest;
        private final Metadata metadata;
        private final Load.Consistency consistency;
        private final Map<StreamName, StreamVersion> previousVersions;
        private final boolean foundBefore;
        private final Instant now = clock.instant();

        private final Map<StreamName, StreamVersion> readVersions = new HashMap<>();
        private final Map<StreamName, RecordedCommand> recorded = new LinkedHashMap<>();
        private final List<Supplier<NewCommit>> decided = new ArrayList<>();
        private final List<NewCommit> commits = new ArrayList<>();
        private final List<CommitBoundary> unchanged = new ArrayList<>();
        private Optional<JointCommandResult<R>> rejection = Optional.empty();
        private boolean recordedByThisCall;
        private boolean conflicted;

        /** The first attempt. It reads eventually consistently. */
        Attempt(CommandId id, CommandDigest digest, Metadata metadata) {
            this.id = id;
            this.digest = digest;
            this.metadata = metadata;
            this.consistency = Load.Consistency.EVENTUAL;
            this.previousVersions = Map.of();
            this.foundBefore = false;
        }

        /** An attempt after another one. It reads strongly consistently. */
        Attempt(Attempt<R> previous) {
            id = previous.id;
            digest = previous.digest;
            metadata = previous.metadata;
            consistency = Load.Consistency.STRONG;
            previousVersions = previous.readVersions;
            foundBefore = !previous.recorded.isEmpty();
            recorded.putAll(previous.recorded);
            recordedByThisCall = previous.recordedByThisCall;
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
                return originalOutcome();
            }
            // 3. If there is nothing to append, return that, once it is confirmed.
            if (rejection.isPresent()) {
                return ifConfirmed(rejection.get());
            }
            if (decided.isEmpty()) {
                return ifConfirmed(new JointCommandResult.Handled<>(Map.of()));
            }
            // 4. Make the commits, and with them keys of people. Append all, or none.
            decided.forEach(commit -> commits.add(commit.get()));
            return append();
        }

        private <C, S, E> void decide(Change<C, S, E, R> change) {
            Aggregate<C, S, E, ? extends R> aggregate = change.aggregate();
            StreamLoader<S, E> loader = new StreamLoader<>(store, aggregate);
            Fold<S, E> fold = read(loader, change.stream());
            loader.findCommand(fold, id)
                    .ifPresent(command -> recorded.put(change.stream(), command));
            if (!recorded.isEmpty()) {
                return;
            }
            Optional<R> objection = change.objection().apply(fold.version());
            if (objection.isPresent()) {
                reject(change, objection.get());
                return;
            }
            S state = aggregate.personal().opened(change.stream(), change.command(), fold.state());
            switch (aggregate.decider().decide(change.command(), state)) {
                case Decision.Rejected(R reason) -> reject(change, reason);
                case Decision.Accepted(List<E> events) when events.isEmpty() ->
                        unchanged.add(fold.boundary());
                case Decision.Accepted(List<E> events) ->
                        decided.add(() -> commit(aggregate, fold, events));
            }
        }

        private <S, E> NewCommit commit(
                Aggregate<?, S, E, ?> aggregate, Fold<S, E> fold, List<E> decided) {
            List<E> events =
                    aggregate.personal().sealed(fold.boundary().stream(), fold.state(), decided);
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

        /**
         * What the command did when it was recorded. Empty if another attempt, with a strong read,
         * has to look for the rest of it.
         */
        private Optional<JointCommandResult<R>> originalOutcome() {
            Map<StreamName, StreamVersion> found = new HashMap<>();
            recorded.forEach((stream, command) -> {
                if (command.digest().mayBeSameAs(digest)) {
                    found.put(stream, command.version());
                }
            });
            if (found.isEmpty()) {
                return ifFoundBefore(commandIdReused());
            }
            return namedByPartners(found.entrySet().stream().flatMap(this::commitAt))
                    // Without partners, it changed one stream, or an older release recorded it.
                    .or(() -> ifFoundBefore(handled(found)));
        }

        private Stream<Commit> commitAt(Map.Entry<StreamName, StreamVersion> end) {
            return store.commitAtOrBefore(end.getKey(), end.getValue().value()).stream();
        }

        /** The outcome of the command that made these commits, if one of them has partners. */
        private Optional<JointCommandResult<R>> namedByPartners(Stream<Commit> commits) {
            return commits.filter(commit -> !commit.partners().isEmpty())
                    .findFirst()
                    .map(commit -> handled(commit.jointVersions()));
        }

        private JointCommandResult<R> commandIdReused() {
            Map.Entry<StreamName, RecordedCommand> first = recorded.entrySet().iterator().next();
            return new JointCommandResult.CommandIdReused<>(
                    first.getKey(), first.getValue().version());
        }

        private JointCommandResult<R> handled(Map<StreamName, StreamVersion> versions) {
            return new JointCommandResult.Handled<>(versions, !recordedByThisCall);
        }

        private Optional<JointCommandResult<R>> append() {
            return switch (store.appendAll(new JointCommit(commits, unchanged))) {
                case JointAppendResult.Appended(List<Commit> stored) -> {
                    recordedByThisCall = true;
                    yield Optional.of(
                            handled(
                                    stored.stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            Commit::stream, Commit::version))));
                }
                case JointAppendResult.AlreadyAppended(List<Commit> stored) -> {
                    recordedByThisCall = isWhatWasSent(stored);
                    stored.forEach(
                            commit -> recorded.put(commit.stream(), RecordedCommand.of(commit)));
                    yield namedByPartners(stored.stream());
                }
                case JointAppendResult.TooLarge(int bytes, int limit) ->
                        ifConfirmed(new JointCommandResult.TooLarge<>(bytes, limit));
                case JointAppendResult.Conflict _ -> {
                    conflicted = true;
                    yield Optional.empty();
                }
            };
        }

        /** Whether the commits are those of this attempt, and not of a call at another time. */
        private boolean isWhatWasSent(List<Commit> stored) {
            return stored.stream()
                    .map(Commit::at)
                    .toList()
                    .equals(commits.stream().map(NewCommit::at).toList());
        }

        /**
         * The result, if an earlier attempt found the command. Then all of its commits were stored
         * when this attempt began, and its strong reads found all that are still recognised.
         */
        private Optional<JointCommandResult<R>> ifFoundBefore(JointCommandResult<R> result) {
            return foundBefore ? Optional.of(result) : Optional.empty();
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
