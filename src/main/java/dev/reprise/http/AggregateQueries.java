package dev.reprise.http;

import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectionPage;
import dev.reprise.projections.ProjectionReader;
import dev.reprise.projections.ProjectionReader.Listing;
import dev.reprise.projections.SharedRowsReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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

    /** How long to wait for the read model before replaying the events instead. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final AggregateProblems problems;
    private final ProjectionReader<S> rows;
    private final StreamReplay<S, E> replay;

    /**
     * The queries of one aggregate.
     *
     * @param rows reads its read model
     * @param replay replays its events
     */
    public AggregateQueries(
            AggregateProblems problems, ProjectionReader<S> rows, StreamReplay<S, E> replay) {
        this.problems = problems;
        this.rows = rows;
        this.replay = replay;
    }

    /**
     * The requested state; at most one of the three parameters may be given.
     *
     * @param version the state after this number of events
     * @param asOf the state at this instant, which must not be in the future
     * @param minVersion the current state, at this version or a later one: waits up to two seconds
     *     for the read model, then replays the events
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

    /** Reads the read model; replays the events if it has no row or has not reached the version. */
    private VersionedState<S> current(String id, StreamName stream, StreamVersion atLeast) {
        VersionedState<S> state =
                (atLeast.equals(StreamVersion.NONE)
                                ? rows.find(stream)
                                : rows.await(stream, atLeast, PATIENCE))
                        .map(VersionedState::of)
                        .orElseGet(() -> existing(id, stream));
        if (state.version().compareTo(atLeast) < 0) {
            throw new ProblemException(problems.versionNotReached(id, state, atLeast));
        }
        return state;
    }

    /**
     * A page of a list; with {@code minVersion}, once it shows that version: waits up to two
     * seconds for the read model.
     *
     * <p>With {@code shown}, the page shows that stream at that version or a later one, if the
     * stream belongs in it. If the read model does not come so far in time, the request ends with a
     * problem. Without {@code shown}, some row of the page has that version or a later one; if none
     * has it in time, the page is returned as it is.
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
        return shown == null
                ? rows.awaitAny(atLeast, listing, page.after(), page.limit(), PATIENCE)
                : rows.awaitListed(shown, atLeast, listing, page.after(), page.limit(), PATIENCE)
                        .orElseThrow(() -> notListed(shown, atLeast));
    }

    private ProblemException notListed(StreamName stream, StreamVersion atLeast) {
        return notProjected(stream, atLeast, problems.readModelBehind(stream.id(), atLeast));
    }

    /**
     * Waits up to two seconds for another read model to show what a stream contributes at a version
     * or a later one. If it does not come so far in time, the request ends with a problem.
     *
     * @param minVersion null not to wait
     * @param stream the stream to wait for; given with {@code minVersion}, and only then
     * @param idParameter the name of the parameter for the stream, such as {@code orderId}
     */
    public void await(
            SharedRowsReader<?> readModel,
            @Nullable String minVersion,
            @Nullable StreamName stream,
            String idParameter) {
        if (minVersion == null) {
            if (stream != null) {
                throw new ProblemException(problems.minVersionMissing());
            }
            return;
        }
        StreamVersion atLeast = version(MIN_VERSION, minVersion);
        if (stream == null) {
            throw new ProblemException(problems.idMissing(idParameter));
        }
        if (!readModel.await(stream, atLeast, PATIENCE)) {
            throw notProjected(stream, atLeast, problems.notProjected(stream.id(), atLeast));
        }
    }

    /** Says whether the stream has not come to the version, or only the read model. */
    private ProblemException notProjected(
            StreamName stream, StreamVersion atLeast, Problem behind) {
        VersionedState<S> state = existing(stream.id(), stream);
        return new ProblemException(
                state.version().compareTo(atLeast) < 0
                        ? problems.versionNotReached(stream.id(), state, atLeast)
                        : behind);
    }

    private VersionedState<S> asOf(String id, StreamName stream, StreamVersion version) {
        return replay.asOf(stream, version)
                .orElseThrow(() ->
                        new ProblemException(
                                problems.noSuchVersion(id, existing(id, stream), version)));
    }

    private VersionedState<S> asOf(String id, StreamName stream, Instant instant) {
        return replay.asOf(stream, instant)
                .orElseThrow(() ->
                        new ProblemException(
                                problems.notYetCreated(id, createdAt(id, stream), instant)));
    }

    private Instant createdAt(String id, StreamName stream) {
        return replay.asOf(stream, new StreamVersion(1)).orElseThrow(() -> notFound(id)).at();
    }

    private VersionedState<S> existing(String id, StreamName stream) {
        return replay.current(stream).orElseThrow(() -> notFound(id));
    }

    /** A page of the events of an aggregate, which must exist. */
    public EventPage<E> events(String id, EventsQuery query) {
        return query.read(replay).orElseThrow(() -> notFound(id));
    }

    private ProblemException notFound(String id) {
        return new ProblemException(problems.notFound(id));
    }

    private static StreamVersion version(String parameter, String value) {
        return new StreamVersion(Input.number(parameter, value, 1, MAX_VERSION));
    }
}
