package dev.reprise.consumers;

import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

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
    private final ConsumerStore store;
    private final InstantSource clock;

    /** The consumers of this service, without consumers that are made and removed while it runs. */
    public Consumers(List<FeedConsumer> fixed, ConsumerStore store, InstantSource clock) {
        this(fixed, List.of(), store, clock);
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
            InstantSource clock) {
        this.fixed = List.copyOf(fixed);
        this.sources = List.copyOf(sources);
        this.store = store;
        this.clock = clock;
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
     * out. If two consumers have the same name, the second is left out.
     */
    public List<FeedConsumer> ours() {
        Map<String, FeedConsumer> ours = new LinkedHashMap<>();
        fixed.forEach(consumer -> ours.put(consumer.name(), consumer));
        for (ConsumerSource source : sources) {
            try {
                source.consumers().forEach(consumer -> ours.putIfAbsent(consumer.name(), consumer));
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
    public List<ConsumerState> all() {
        Map<String, ConsumerState> states = new TreeMap<>();
        ours().forEach(consumer -> states.put(consumer.name(), ConsumerState.start(consumer)));
        store.all().forEach(state -> states.put(state.name(), state));
        return List.copyOf(states.values());
    }

    /** The states of the consumers of this service, strongly consistent. */
    public List<ConsumerState> statesOfOurs() {
        return ours().stream()
                .map(consumer ->
                        store.find(consumer.name()).orElseGet(() -> ConsumerState.start(consumer)))
                .toList();
    }

    /**
     * The state of a consumer; empty if this service has no such consumer and no state is stored.
     */
    public Optional<ConsumerState> find(String name) {
        return store.find(name)
                .or(() ->
                        ours().stream()
                                .filter(consumer -> consumer.name().equals(name))
                                .findFirst()
                                .map(ConsumerState::start));
    }

    /**
     * Makes the next run try parked streams again.
     *
     * @param which one stream; empty for all parked streams
     */
    public Result redrive(String name, Optional<StreamName> which) {
        return change(
                name,
                state -> {
                    List<ParkedStream> streams = state.parked(which);
                    return streams.isEmpty()
                            ? new Result.NotParked(state)
                            : new Result.Done(state.retriedNow(streams, now()));
                });
    }

    /**
     * Sets the position, ends the lease, and removes all parked streams. All commits after the
     * position are handled, even if they were handled before.
     *
     * @param position 0 for the start of the feed
     */
    public Result reset(String name, long position) {
        return change(name, state -> new Result.Done(state.reset(position, now())));
    }

    /** The outcome of a change. */
    public sealed interface Result {

        /** The consumer's state, which is the new one if it was changed. */
        ConsumerState state();

        /** The change was made. */
        record Done(ConsumerState state) implements Result {}

        /** The stream is not parked, or no stream is. Nothing was saved. */
        record NotParked(ConsumerState state) implements Result {}

        /** Another worker has the lease, or has taken it since. Nothing was saved. */
        record LeasedByAnother(ConsumerState state) implements Result {}

        /**
         * The consumer runs in this service, which keeps its position itself. Nothing was saved.
         */
        record RunsHere(ConsumerState state) implements Result {}

        /** The stored position is after the one to save. Nothing was saved. */
        record Further(ConsumerState state) implements Result {}
    }

    /**
     * Takes the lease of a consumer for a worker elsewhere. If this owner has the lease, it is
     * renewed, and its token stays valid.
     *
     * @param length how long the lease lasts without another call
     */
    public Result lease(String name, String owner, Duration length) {
        Lease lease = new Lease(owner, now().plus(length));
        return change(
                name,
                state -> {
                    if (isOurs(name)) {
                        return new Result.RunsHere(state);
                    }
                    Optional<Lease> held = state.lease().filter(_ -> state.isLeased(now()));
                    if (held.isEmpty()) {
                        return new Result.Done(state.leased(lease, now()));
                    }
                    return held.get().owner().equals(owner)
                            ? new Result.Done(state.saved(now()).leasedUntil(lease.until()))
                            : new Result.LeasedByAnother(state);
                });
    }

    /**
     * Saves the position of a worker elsewhere.
     *
     * @param token the token that the worker got with the lease
     * @param length how long the lease lasts from now on; empty to give it back
     */
    public Result checkpoint(String name, long token, long position, Optional<Duration> length) {
        return change(
                name,
                state -> {
                    if (isOurs(name)) {
                        return new Result.RunsHere(state);
                    }
                    if (state.token() != token || state.lease().isEmpty()) {
                        return new Result.LeasedByAnother(state);
                    }
                    if (position < state.position()) {
                        return new Result.Further(state);
                    }
                    ConsumerState moved = state.advanced(position, List.of(), now());
                    return new Result.Done(
                            length.map(time -> moved.leasedUntil(now().plus(time)))
                                    .orElseGet(moved::withoutLease));
                });
    }

    private boolean isOurs(String name) {
        return ours().stream().anyMatch(consumer -> consumer.name().equals(name));
    }

    private Result change(String name, Function<ConsumerState, Result> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ConsumerState before = find(name).orElseGet(() -> ConsumerState.start(name));
            Result result = change.apply(before);
            if (!(result instanceof Result.Done(ConsumerState after)) || store.save(after)) {
                return result;
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
