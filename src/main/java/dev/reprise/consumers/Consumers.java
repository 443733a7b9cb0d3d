package dev.reprise.consumers;

import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.LiveFeed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Shows and changes the states of consumers: consumers of this service, and consumers elsewhere
 * that only store their position here.
 *
 * <p>Every method throws {@link StoreUnavailableException} if the store did not answer.
 */
public final class Consumers {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final int ATTEMPTS = 10;

    private static final Logger LOG = System.getLogger(Consumers.class.getName());

    private final List<FeedConsumer> fixed;
    private final List<ConsumerSource> sources;
    private final MovedConsumers store;
    private final InstantSource clock;
    private final Segments segments;

    /** The consumers of this service, without consumers that are made and removed while it runs. */
    public Consumers(
            List<FeedConsumer> fixed, ConsumerStore store, LiveFeed feeds, InstantSource clock) {
        this(fixed, List.of(), store, feeds, clock);
    }

    /**
     * The consumers of this service.
     *
     * @param fixed the consumers that exist as long as the service runs
     * @param sources return the consumers that are made and removed while the service runs
     * @throws IllegalArgumentException if a name is malformed, or two consumers have the same name
     */
    public Consumers(
            List<FeedConsumer> fixed,
            List<ConsumerSource> sources,
            ConsumerStore store,
            LiveFeed feeds,
            InstantSource clock) {
        this.fixed = List.copyOf(fixed);
        this.sources = List.copyOf(sources);
        this.store = new MovedConsumers(store, feeds);
        this.clock = clock;
        this.segments = new Segments(this.store, this::now);
        for (FeedConsumer consumer : fixed) {
            if (!isName(consumer.name())) {
                throw new IllegalArgumentException(
                        "the name of a consumer must be 1 to 64 letters, digits, dashes or"
                                + " underscores, found \""
                                + consumer.name()
                                + "\"");
            }
        }
        if (fixed.stream().map(FeedConsumer::name).distinct().count() < fixed.size()) {
            throw new IllegalArgumentException("two consumers have the same name");
        }
    }

    /** Whether a text can be a consumer's name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The consumers of this service that exist now. The consumers of a source that fails are left
     * out, and so are those with malformed names. If two consumers have the same name, the second
     * is left out.
     */
    public List<FeedConsumer> ours() {
        Map<String, FeedConsumer> ours = new LinkedHashMap<>();
        fixed.forEach(consumer -> ours.put(consumer.name(), consumer));
        for (ConsumerSource source : sources) {
            try {
                source.consumers().stream()
                        .filter(consumer -> isName(consumer.name()))
                        .forEach(consumer -> ours.putIfAbsent(consumer.name(), consumer));
            } catch (RuntimeException e) {
                LOG.log(
                        Level.ERROR,
                        "a source of consumers failed; its consumers run when it answers again",
                        e);
            }
        }
        return List.copyOf(ours.values());
    }

    /**
     * The states of the consumers of this service, and of all others that saved a state, by name.
     */
    public List<ConsumerStatus> all() {
        Map<String, ConsumerStatus> states = new TreeMap<>();
        ours().forEach(consumer -> states.put(consumer.name(), status(consumer)));
        store.all().stream()
                .collect(Collectors.groupingBy(ConsumerState::name))
                .forEach((name, segments) -> states.put(name, new ConsumerStatus(segments)));
        return List.copyOf(states.values());
    }

    /** The states of the consumers of this service, strongly consistent. */
    public List<ConsumerStatus> allOfOurs() {
        return ours().stream()
                .map(consumer -> segments.read(consumer.name(), () -> store.start(consumer)))
                .map(ConsumerStatus::new)
                .toList();
    }

    /**
     * The state of a consumer; empty if this service has no such consumer and no state is stored.
     */
    public Optional<ConsumerStatus> find(String name) {
        List<ConsumerState> states = segments.find(name);
        return states.isEmpty()
                ? our(name).map(this::status)
                : Optional.of(new ConsumerStatus(states));
    }

    private Optional<FeedConsumer> our(String name) {
        return ours().stream().filter(consumer -> consumer.name().equals(name)).findFirst();
    }

    private ConsumerStatus status(FeedConsumer withoutState) {
        return new ConsumerStatus(List.of(store.start(withoutState)));
    }

    private ConsumerState start(String name) {
        return our(name)
                .map(store::start)
                .orElseThrow(() ->
                        new StoreUnavailableException(
                                Reason.THROTTLED, "there is no consumer " + name + " now"));
    }

    /**
     * Makes the next run try parked streams again.
     *
     * @param which one stream; empty for all parked streams
     * @return false if this stream is not parked, or no stream is
     */
    public boolean redrive(String name, Optional<StreamName> which) {
        return change(
                name,
                states -> {
                    List<ConsumerState> parked =
                            states.stream()
                                    .filter(state -> !state.parked(which).isEmpty())
                                    .toList();
                    return new Change<>(
                            parked,
                            parked.stream()
                                    .map(state -> state.retriedNow(state.parked(which), now()))
                                    .toList(),
                            !parked.isEmpty());
                });
    }

    /**
     * Sets the position, ends the leases, and removes all parked streams. All commits after the
     * position are handled, even if they were handled before.
     *
     * @param position where the consumer continues
     */
    public void reset(String name, FeedPosition position) {
        changeAll(name, state -> state.reset(position, now()));
    }

    /**
     * Sets the number of segments. A segment is split or merged as soon as nobody has its lease.
     *
     * @param count see {@link Segment#isCount}
     */
    public void share(String name, int count) {
        changeAll(name, state -> state.wanting(count, now()));
        // Segments that can be split or merged now are.
        segments.reshaped(name, () -> start(name));
    }

    /** The outcome of a call of a worker elsewhere. */
    public sealed interface Result {

        /** The change was made. This is the new state of the segment. */
        record Done(ConsumerState state) implements Result {}

        /** Other workers have the leases of all these segments. Nothing was saved. */
        record AllLeased(List<ConsumerState> states) implements Result {
            public AllLeased {
                states = List.copyOf(states);
            }

            /** When the first of the leases ends. */
            public Instant until() {
                return states.stream()
                        .flatMap(state -> state.lease().stream())
                        .map(Lease::until)
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
            }
        }

        /** Another worker has taken the lease since. Nothing was saved. */
        record LeasedByAnother(ConsumerState state) implements Result {}

        /** The consumer has other segments now. Nothing was saved. */
        record NoSuchSegment(ConsumerStatus status) implements Result {}

        /**
         * The consumer runs in this service, which keeps its position itself. Nothing was saved.
         */
        record RunsHere(String name) implements Result {}

        /** The stored position is after the one to save. Nothing was saved. */
        record Further(ConsumerState state) implements Result {}
    }

    /**
     * Takes the lease of a segment of a consumer for a worker elsewhere: the one that is furthest
     * behind of those that nobody has. If this owner has a lease, it is renewed, and its token
     * stays valid.
     *
     * @param length how long the lease lasts without another call
     */
    public Result lease(String name, String owner, Duration length) {
        if (our(name).isPresent()) {
            return new Result.RunsHere(name);
        }
        Lease lease = new Lease(owner, now().plus(length));
        return change(
                name,
                () -> store.moved(List.of(ConsumerState.start(name))).getFirst(),
                states -> {
                    Instant now = now();
                    Optional<ConsumerState> held =
                            states.stream()
                                    .filter(state -> state.isLeased(now))
                                    .filter(state -> state.isLeasedBy(owner))
                                    .findFirst();
                    if (held.isPresent()) {
                        return done(held.get(), held.get().saved(now).leasedUntil(lease.until()));
                    }
                    return states.stream()
                            .filter(state -> !state.isLeased(now))
                            .min(Comparator.comparingLong(ConsumerState::position))
                            .map(free -> done(free, free.leased(lease, now)))
                            .orElseGet(() -> Change.none(new Result.AllLeased(states)));
                });
    }

    /**
     * Saves the position of a worker elsewhere.
     *
     * @param segment the segment that the worker got with the lease
     * @param token the token that it got with the lease
     * @param length how long the lease lasts from now on; empty to give it back
     */
    public Result checkpoint(
            String name, Segment segment, long token, long position, Optional<Duration> length) {
        if (our(name).isPresent()) {
            return new Result.RunsHere(name);
        }
        return change(
                name,
                states -> {
                    Optional<ConsumerState> its =
                            states.stream()
                                    .filter(state -> state.segment().equals(segment))
                                    .findFirst();
                    if (its.isEmpty()) {
                        return Change.none(new Result.NoSuchSegment(new ConsumerStatus(states)));
                    }
                    ConsumerState state = its.get();
                    if (state.token() != token || state.lease().isEmpty()) {
                        return Change.none(new Result.LeasedByAnother(state));
                    }
                    if (position < state.position()) {
                        return Change.none(new Result.Further(state));
                    }
                    ConsumerState moved = state.advanced(position, List.of(), now());
                    return done(
                            state,
                            length.map(time -> moved.leasedUntil(now().plus(time)))
                                    .orElseGet(moved::withoutLease));
                });
    }

    /**
     * A change of states.
     *
     * @param old the states to replace; empty to change nothing
     * @param result what the caller gets when the change is saved
     */
    private record Change<R>(List<ConsumerState> old, List<ConsumerState> next, R result) {

        static <R> Change<R> none(R result) {
            return new Change<>(List.of(), List.of(), result);
        }
    }

    private static Change<Result> done(ConsumerState old, ConsumerState next) {
        return new Change<>(List.of(old), List.of(next), new Result.Done(next));
    }

    private void changeAll(String name, UnaryOperator<ConsumerState> each) {
        boolean _ =
                change(
                        name,
                        states -> new Change<>(states, states.stream().map(each).toList(), true));
    }

    private <R> R change(String name, Function<List<ConsumerState>, Change<R>> change) {
        return change(name, () -> start(name), change);
    }

    /**
     * Changes the states of a consumer, again if somebody else changed them meanwhile.
     *
     * @param start makes the state of a consumer that has none
     */
    private <R> R change(
            String name,
            Supplier<ConsumerState> start,
            Function<List<ConsumerState>, Change<R>> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Change<R> made = change.apply(segments.reshaped(name, start));
            if (made.old().isEmpty() || store.replace(made.old(), made.next())) {
                return made.result();
            }
        }
        throw new StoreUnavailableException(
                Reason.THROTTLED,
                "the state of consumer " + name + " keeps changing: repeat the call later");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
