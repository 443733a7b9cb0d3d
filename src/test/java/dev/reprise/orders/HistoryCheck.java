package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Decision;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks linearizability: an order's commits and all answers to its callers must be possible if the
 * commands had been handled one at a time, each at some instant between its call and its answer.
 * The order of the commits is stored, so little has to be searched.
 *
 * <p>Each answer must be what the decider answers at one of the order's versions. That version is
 * not before a version that was seen by an answer given before this call. And all commands that are
 * recorded up to it began before this answer was given. The check takes the earliest such version,
 * which leaves the most versions to later calls. So if it finds none, there is none.
 *
 * <p>No command may be stored twice. So no caller may repeat a command after the stream has
 * forgotten its id.
 */
final class HistoryCheck {

    private final OrderDecider decider = new OrderDecider();
    private final OrderEventCodec codec = new OrderEventCodec();
    private final String what;
    private final OrderId order;
    private final List<Commit> commits;

    /** The order before its first commit, and after each commit. */
    private final List<VersionedState<Order>> versions = new ArrayList<>();

    /** The index in {@link #versions} of the version after each command's commit, from 1. */
    private final Map<CommandId, Integer> indexes = new HashMap<>();

    /**
     * A check of an order, as it is stored after all calls.
     *
     * @param what the beginning of each message, such as the seed
     */
    HistoryCheck(String what, OrderId order, List<Commit> commits, Verification verification) {
        this.what = what;
        this.order = order;
        this.commits = List.copyOf(commits);
        versions.add(new VersionedState<>(decider.initialState(), StreamVersion.NONE, Instant.MIN));
        commits.forEach(this::add);
        CommitBoundary end =
                commits.isEmpty()
                        ? CommitBoundary.startOf(order.stream())
                        : commits.getLast().end();
        if (!verification.equals(
                new Verification.Intact(end.version(), commits.size(), end.hash()))) {
            throw failure("the verification does not match the commits: " + verification);
        }
    }

    private void add(Commit commit) {
        VersionedState<Order> before = versions.getLast();
        if (commit.firstSequenceNumber() != before.version().nextSequenceNumber()) {
            throw failure(
                    "commit "
                            + commit.firstSequenceNumber()
                            + " does not follow version "
                            + before.version());
        }
        if (indexes.putIfAbsent(commit.commandId(), versions.size()) != null) {
            throw failure("command " + commit.commandId() + " is stored twice");
        }
        Order state = before.state();
        for (Order.Event event : codec.decode(commit.events())) {
            state = decider.evolve(state, event, commit.at());
        }
        versions.add(new VersionedState<>(state, commit.version(), commit.at()));
    }

    /** Fails if the answers to these calls, which are all that were made, are not possible. */
    void check(List<Call> calls) {
        long[] begun = begun(calls);
        Map<Call, Integer> seen = new HashMap<>();
        calls.stream()
                .sorted(Comparator.comparingLong(Call::begun))
                .filter(HistoryCheck::dependsOnState)
                .forEach(call -> seen.put(call, indexSeenBy(call, seen, begun)));
    }

    /** A contended answer does not depend on the state of the order. */
    private static boolean dependsOnState(Call call) {
        return call.answer().isPresent()
                && !(call.answer().get().result() instanceof CommandResult.Contended<?, ?>);
    }

    /**
     * For each version, when the last of the commands recorded up to it began. No answer given
     * before that can show the version.
     */
    private long[] begun(List<Call> calls) {
        long[] begun = new long[versions.size()];
        for (int index = 1; index < begun.length; index++) {
            Commit commit = commits.get(index - 1);
            VersionedState<Order> before = versions.get(index - 1);
            begun[index] =
                    calls.stream()
                            .filter(Call::mayHaveRecorded)
                            .filter(call -> isRequestOf(call.request(), commit))
                            .filter(call -> decides(call.request(), before, commit))
                            .mapToLong(Call::begun)
                            .min()
                            .orElseThrow(() ->
                                    failure(
                                            "no call can have recorded commit "
                                                    + commit.firstSequenceNumber()
                                                    + ", "
                                                    + commit.commandId()
                                                    + ": "
                                                    + commit.events()));
            begun[index] = Math.max(begun[index], begun[index - 1]);
        }
        return begun;
    }

    private static boolean isRequestOf(Request request, Commit commit) {
        return request.id().equals(commit.commandId())
                && request.digest().equals(commit.commandDigest());
    }

    private boolean decides(Request request, VersionedState<Order> before, Commit commit) {
        return request.precondition().admits(before.version())
                && decider.decide(request.command(), before.state())
                        .equals(new Decision.Accepted<>(codec.decode(commit.events())));
    }

    private int indexSeenBy(Call call, Map<Call, Integer> seen, long[] begun) {
        Call.Answer answer = call.answer().orElseThrow();
        int known =
                seen.keySet().stream()
                        .filter(earlier -> earlier.isAnsweredBefore(call))
                        .mapToInt(seen::get)
                        .max()
                        .orElse(0);
        int[] candidates =
                IntStream.range(0, versions.size())
                        .filter(index -> answerAt(call.request(), index).equals(answer(call)))
                        .toArray();
        if (candidates.length == 0) {
            throw failure("the answer is not possible at any version", call);
        }
        int index =
                IntStream.of(candidates)
                        .filter(candidate -> candidate >= known)
                        .findFirst()
                        .orElseThrow(() ->
                                failure(
                                        "the answer is possible only up to version "
                                                + version(candidates[candidates.length - 1])
                                                + ", but version "
                                                + version(known)
                                                + " was seen before the call",
                                        call));
        if (begun[index] > answer.at()) {
            throw failure(
                    "the answer is possible only from version "
                            + version(index)
                            + " on, but a command recorded up to it had not begun",
                    call);
        }
        return index;
    }

    /** The answer to a call, whether or not it says that it is a replay. */
    private static Optional<CommandResult<VersionedState<Order>, Order.Rejection>> answer(
            Call call) {
        return call.answer()
                .map(Call.Answer::result)
                .map(result ->
                        result instanceof CommandResult.Handled(VersionedState<Order> after, _)
                                ? new CommandResult.Handled<>(after)
                                : result);
    }

    /**
     * The answer at a version without recording anything; empty if the command records a commit.
     */
    private Optional<CommandResult<VersionedState<Order>, Order.Rejection>> answerAt(
            Request request, int index) {
        int own = indexes.getOrDefault(request.id(), Integer.MAX_VALUE);
        if (own <= index) {
            return Optional.of(
                    isRequestOf(request, commits.get(own - 1))
                            ? new CommandResult.Handled<>(stateAt(own))
                            : new CommandResult.CommandIdReused<>(version(own)));
        }
        if (!request.precondition().admits(version(index))) {
            return Optional.of(new CommandResult.PreconditionFailed<>(version(index)));
        }
        return switch (decider.decide(request.command(), versions.get(index).state())) {
            case Decision.Rejected(Order.Rejection reason) ->
                    Optional.of(new CommandResult.Rejected<>(reason));
            case Decision.Accepted(List<Order.Event> events) ->
                    events.isEmpty()
                            ? Optional.of(new CommandResult.Handled<>(stateAt(index)))
                            : Optional.empty();
        };
    }

    private VersionedState<Order> stateAt(int index) {
        return versions.get(index);
    }

    private StreamVersion version(int index) {
        return versions.get(index).version();
    }

    private AssertionError failure(String why, Call call) {
        return failure(why + ": " + call);
    }

    private AssertionError failure(String why) {
        return new AssertionError(
                what
                        + ", "
                        + order
                        + ": "
                        + why
                        + "\nstored: "
                        + commits.stream()
                                .map(commit ->
                                        commit.firstSequenceNumber() + " " + commit.commandId())
                                .collect(Collectors.joining(", ")));
    }
}
