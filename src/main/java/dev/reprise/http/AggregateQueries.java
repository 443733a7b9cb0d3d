package dev.reprise.http;

import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.aggregates.Visibility;
import dev.reprise.eventstore.Load.Consistency;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.Patience;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader;
import dev.reprise.projections.ProjectionReader.Listing;
import dev.reprise.projections.SharedRowsReader;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of aggregate by the query parameters {@code version}, {@code asOf} and {@code
 * minVersion}, and its lists. What cannot be shown ends the request with a problem.
 *
 * @param <S> states
 * @param <E> events
 */
public final class AggregateQueries<S, E> {

    public static final String VERSION = "version";
    public static final String AS_OF = "asOf";
    public static final String MIN_VERSION = "minVersion";

    private static final long MAX_VERSION = Long.MAX_VALUE - 1;

    private final AggregateProblems problems;
    private final ProjectionReader<S> rows;
    private final StreamReplay<S, E> replay;
    private final Supplier<Visibility<S>> visibility;

    /**
     * The queries of one aggregate, for callers who may see all of it.
     *
     * @param rows reads its read model
     * @param replay replays its events
     */
    public AggregateQueries(
            AggregateProblems problems, ProjectionReader<S> rows, StreamReplay<S, E> replay) {
        this(problems, rows, replay, Visibility.All::new);
    }

    /**
     * The queries of one aggregate.
     *
     * @param rows reads its read model
     * @param replay replays its events
     * @param visibility what the caller of the present request may see; what he may not see does
     *     not exist for him
     */
    public AggregateQueries(
            AggregateProblems problems,
            ProjectionReader<S> rows,
            StreamReplay<S, E> replay,
            Supplier<Visibility<S>> visibility) {
        this.problems = problems;
        this.rows = rows;
        this.replay = replay;
        this.visibility = visibility;
    }

    /**
     * The requested state; at most one of the three parameters may be given.
     *
     * @param version the state after this number of events
     * @param asOf the state at this instant, which must not be in the future
     * @param minVersion the current state, at this version or a later one: the events are replayed
     *     if the read model does not have it
     */
    public VersionedState<S> find(
            String id,
            StreamName stream,
            @Nullable String version,
            @Nullable String asOf,
            @Nullable String minVersion) {
        if (Stream.of(version, asOf, minVersion).filter(Objects::nonNull).count() > 1) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.MALFORMED,
                            "give at most one of version, asOf and minVersion"));
        }
        if (version != null) {
            return asOf(id, stream, version(VERSION, version));
        }
        if (asOf != null) {
            return asOf(id, stream, Input.pastInstant(AS_OF, asOf, Instant.now()));
        }
        return minVersion == null
                ? current(id, stream, StreamVersion.NONE)
                : current(id, stream, version(MIN_VERSION, minVersion));
    }

    /**
     * Reads the read model; replays the events if it has no row or has not reached the version. It
     * does not wait for the read model: a replay mostly takes one request, and costs less than
     * looking at the row again and again.
     */
    private VersionedState<S> current(String id, StreamName stream, StreamVersion atLeast) {
        VersionedState<S> state =
                rows.find(stream)
                        .map(VersionedState::of)
                        .map(row -> visible(id, row))
                        .filter(shown -> shown.version().compareTo(atLeast) >= 0)
                        .orElseGet(() -> existing(id, stream));
        if (state.version().compareTo(atLeast) < 0) {
            throw new ProblemException(problems.versionNotReached(id, state.version(), atLeast));
        }
        return state;
    }

    /**
     * A page of a list; with {@code minVersion}, once it shows that version: waits up to two
     * seconds for the read model.
     *
     * <p>With {@code shown}, the page shows that stream at that version or a later one, if the
     * stream belongs in it. If the stream does not have the version, the request ends with a
     * problem at once; if only the read model does not come so far in time, after the wait. Without
     * {@code shown}, some row of the page has that version or a later one; if none has it in time,
     * the page is returned as it is.
     *
     * @param page which page of the listing, see {@link ProjectionReader#list}
     * @param minVersion null to answer at once
     * @param shown the stream to wait for; needs {@code minVersion}
     */
    public ProjectionPage<S> list(
            Listing<S> listing,
            PageRequest page,
            @Nullable String minVersion,
            @Nullable StreamName shown) {
        if (minVersion == null) {
            if (shown != null) {
                throw new ProblemException(problems.minVersionMissing());
            }
            return rows.list(listing, page.after(), page.limit());
        }
        StreamVersion atLeast = version(MIN_VERSION, minVersion);
        if (shown != null) {
            requireVisible(shown);
        }
        return shown == null
                ? rows.awaitAny(atLeast, listing, page.after(), page.limit(), Patience.FOR_A_PAGE)
                : rows.awaitListed(
                                shown,
                                atLeast,
                                listing,
                                page.after(),
                                page.limit(),
                                Patience.FOR_A_ROW,
                                () -> requireVersion(shown, atLeast))
                        .orElseThrow(() ->
                                new ProblemException(
                                        problems.readModelBehind(shown.id(), atLeast)));
    }

    /**
     * Waits up to two seconds for another read model to show what a stream contributes at a version
     * or a later one. If the stream does not have the version, the request ends with a problem at
     * once; if only the read model does not come so far in time, after the wait.
     *
     * @param minVersion null not to wait
     * @param stream the stream to wait for; given with {@code minVersion}, and only then
     * @param idParameter the name of the parameter for the stream, such as {@code orderId}
     * @return how to read the read model to see what was waited for
     */
    public Consistency await(
            SharedRowsReader<?> readModel,
            @Nullable String minVersion,
            @Nullable StreamName stream,
            String idParameter) {
        if (minVersion == null) {
            if (stream != null) {
                throw new ProblemException(problems.minVersionMissing());
            }
            return Consistency.EVENTUAL;
        }
        StreamVersion atLeast = version(MIN_VERSION, minVersion);
        if (stream == null) {
            throw new ProblemException(problems.idMissing(idParameter));
        }
        requireVisible(stream);
        if (!readModel.await(
                stream, atLeast, Patience.FOR_A_ROW, () -> requireVersion(stream, atLeast))) {
            throw new ProblemException(problems.notProjected(stream.id(), atLeast));
        }
        return Consistency.STRONG;
    }

    /** Asks for the stream's tail: only what exists is waited for. */
    private void requireVersion(StreamName stream, StreamVersion atLeast) {
        StreamVersion tail = replay.version(stream).orElseThrow(() -> notFound(stream.id()));
        if (tail.compareTo(atLeast) < 0) {
            throw new ProblemException(problems.versionNotReached(stream.id(), tail, atLeast));
        }
    }

    private VersionedState<S> asOf(String id, StreamName stream, StreamVersion version) {
        return replay.asOf(stream, version)
                .map(state -> visible(id, state))
                .orElseThrow(() ->
                        new ProblemException(
                                problems.noSuchVersion(id, existing(id, stream), version)));
    }

    private VersionedState<S> asOf(String id, StreamName stream, Instant instant) {
        return replay.asOf(stream, instant)
                .map(state -> visible(id, state))
                .orElseThrow(() ->
                        new ProblemException(
                                problems.notYetCreated(id, createdAt(id, stream), instant)));
    }

    private Instant createdAt(String id, StreamName stream) {
        return replay.asOf(stream, new StreamVersion(1))
                .map(state -> visible(id, state))
                .orElseThrow(() -> notFound(id))
                .at();
    }

    private VersionedState<S> existing(String id, StreamName stream) {
        return replay.current(stream)
                .map(state -> visible(id, state))
                .orElseThrow(() -> notFound(id));
    }

    /** The state; if the caller may not see it, the same problem as for none. */
    private VersionedState<S> visible(String id, VersionedState<S> state) {
        if (!visibility.get().shows(state.state())) {
            throw notFound(id);
        }
        return state;
    }

    /**
     * A page of the events of an aggregate, which must exist.
     *
     * <p>The first event says whether a caller who may not see everything may see the rest. If the
     * page does not have it, its row is read.
     */
    public EventPage<E> events(String id, EventsQuery query) {
        EventPage<E> page = query.read(replay).orElseThrow(() -> notFound(id));
        if (visibility.get() instanceof Visibility.Where<S> visible) {
            S state =
                    replay.firstState(page)
                            .orElseGet(
                                    () -> current(id, query.stream(), StreamVersion.NONE).state());
            if (!visible.shows(state)) {
                throw notFound(id);
            }
        }
        return page;
    }

    /** For a caller who may see everything, a stream that is waited for need not be read first. */
    private void requireVisible(StreamName stream) {
        if (visibility.get() instanceof Visibility.Where<S> _) {
            current(stream.id(), stream, StreamVersion.NONE);
        }
    }

    private ProblemException notFound(String id) {
        return new ProblemException(problems.notFound(id));
    }

    private static StreamVersion version(String parameter, String value) {
        return new StreamVersion(Input.number(parameter, value, 1, MAX_VERSION));
    }
}
