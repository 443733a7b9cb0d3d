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
 * Whether an order's commits, and all that its callers were told, can have come of commands that
 * were handled one at a time, each at some instant between its call and its answer. That is
 * linearizability; the commits' order, which is stored, leaves little of it to search for.
 *
 * <p>Each answer has to be what the decider says at one of the order's versions. Three things limit
 * which: an answer sees whatever any answer saw that was given before its call; it sees no commit
 * whose command was not begun before it was given, nor one behind such a commit. The earliest
 * version that fits is taken, which leaves the most to the calls that come later, so that where
 * this finds no version there is none.
 *
 * <p>That every call's command is in the stream at most once is asked in all cases: no caller may
 * repeat a command later than its commit is remembered.
 */
final class HistoryCheck {

    private final OrderDecider decider = new OrderDecider();
    private final OrderEventCodec codec = new OrderEventCodec();
    private final String what;
    private final OrderId order;
    private final List<Commit> commits;

    /** The order before its first commit, and after each. */
    private final List<VersionedState<Order>> versions = new ArrayList<>();

    /** The place of each command's commit, from 1: its version's in {@link #versions}. */
    private final Map<CommandId, Integer> places = new HashMap<>();

    /**
     * Takes an order as it is stored in the end.
     *
     * @param what begins each message, such as the seed
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
            throw refused("the chain is not that of the commits: " + verification);
        }
    }

    private void add(Commit commit) {
        VersionedState<Order> before = versions.getLast();
        if (commit.firstSequenceNumber() != before.version().nextSequenceNumber()) {
            throw refused(
                    "commit "
                            + commit.firstSequenceNumber()
                            + " does not follow version "
                            + before.version());
        }
        if (places.putIfAbsent(commit.commandId(), versions.size()) != null) {
            throw refused("command " + commit.commandId() + " is stored twice");
        }
        Order state = before.state();
        for (Order.Event event : codec.decode(commit.events())) {
            state = decider.evolve(state, event, commit.at());
        }
        versions.add(new VersionedState<>(state, commit.version(), commit.at()));
    }

    /** Fails unless these calls, which are all that were made, fit the order and one another. */
    void check(List<Call> calls) {
        long[] begun = begun(calls);
        Map<Call, Integer> seen = new HashMap<>();
        calls.stream()
                .sorted(Comparator.comparingLong(Call::begun))
                .filter(HistoryCheck::saysSomething)
                .forEach(call -> seen.put(call, placeSeenBy(call, seen, begun)));
    }

    /** That a command met others each time says nothing of the order. */
    private static boolean saysSomething(Call call) {
        return call.answer().isPresent()
                && !(call.answer().get().result() instanceof CommandResult.Contended<?, ?>);
    }

    /**
     * By each place, when the last began of the commands that are stored up to it: no answer that
     * was given before can show it.
     */
    private long[] begun(List<Call> calls) {
        long[] begun = new long[versions.size()];
        for (int place = 1; place < begun.length; place++) {
            Commit commit = commits.get(place - 1);
            VersionedState<Order> before = versions.get(place - 1);
            begun[place] =
                    calls.stream()
                            .filter(Call::mayHaveRecorded)
                            .filter(call -> isOf(call.request(), commit))
                            .filter(call -> decides(call.request(), before, commit))
                            .mapToLong(Call::begun)
                            .min()
                            .orElseThrow(() ->
                                    refused(
                                            "no call that was answered so, or not at all, can have"
                                                    + " recorded commit "
                                                    + commit.firstSequenceNumber()
                                                    + ", "
                                                    + commit.commandId()
                                                    + ": "
                                                    + commit.events()));
            begun[place] = Math.max(begun[place], begun[place - 1]);
        }
        return begun;
    }

    private static boolean isOf(Request request, Commit commit) {
        return request.id().equals(commit.commandId())
                && request.hash().equals(commit.commandHash());
    }

    private boolean decides(Request request, VersionedState<Order> before, Commit commit) {
        return request.precondition().admits(before.version())
                && decider.decide(request.command(), before.state())
                        .equals(new Decision.Accepted<>(codec.decode(commit.events())));
    }

    private int placeSeenBy(Call call, Map<Call, Integer> seen, long[] begun) {
        Call.Answer answer = call.answer().orElseThrow();
        int known =
                seen.keySet().stream()
                        .filter(earlier -> earlier.isAnsweredBefore(call))
                        .mapToInt(seen::get)
                        .max()
                        .orElse(0);
        int[] fitting =
                IntStream.range(0, versions.size())
                        .filter(place -> told(call.request(), place).equals(answer(call)))
                        .toArray();
        if (fitting.length == 0) {
            throw refused("at no version is it so answered", call);
        }
        int place =
                IntStream.of(fitting)
                        .filter(fit -> fit >= known)
                        .findFirst()
                        .orElseThrow(() ->
                                refused(
                                        "it is so answered up to version "
                                                + version(fitting[fitting.length - 1])
                                                + ", and version "
                                                + version(known)
                                                + " was seen before it was asked",
                                        call));
        if (begun[place] > answer.at()) {
            throw refused(
                    "it is so answered from version "
                            + version(place)
                            + " on, and a command up to there was not begun yet",
                    call);
        }
        return place;
    }

    private static Optional<CommandResult<VersionedState<Order>, Order.Rejection>> answer(
            Call call) {
        return call.answer().map(Call.Answer::result);
    }

    /** What is answered at a place without recording anything; empty if a commit is due. */
    private Optional<CommandResult<VersionedState<Order>, Order.Rejection>> told(
            Request request, int place) {
        int own = places.getOrDefault(request.id(), Integer.MAX_VALUE);
        if (own <= place) {
            return Optional.of(
                    isOf(request, commits.get(own - 1))
                            ? new CommandResult.Handled<>(summary(own))
                            : new CommandResult.CommandIdReused<>(version(own)));
        }
        if (!request.precondition().admits(version(place))) {
            return Optional.of(new CommandResult.PreconditionFailed<>(version(place)));
        }
        return switch (decider.decide(request.command(), versions.get(place).state())) {
            case Decision.Rejected(Order.Rejection reason) ->
                    Optional.of(new CommandResult.Rejected<>(reason));
            case Decision.Accepted(List<Order.Event> events) ->
                    events.isEmpty()
                            ? Optional.of(new CommandResult.Handled<>(summary(place)))
                            : Optional.empty();
        };
    }

    private VersionedState<Order> summary(int place) {
        return versions.get(place);
    }

    private StreamVersion version(int place) {
        return versions.get(place).version();
    }

    private AssertionError refused(String why, Call call) {
        return refused(why + ": " + call);
    }

    private AssertionError refused(String why) {
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
