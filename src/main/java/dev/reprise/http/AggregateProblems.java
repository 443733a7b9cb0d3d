package dev.reprise.http;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import java.time.Instant;
import java.util.List;

/** The problems that the resource of any aggregate answers, worded with the aggregate's noun. */
public final class AggregateProblems {

    private static final String ACTUAL_VERSION = "actualVersion";

    private final String noun;
    private final ProblemType notFound;
    private final ProblemType versionNotFound;
    private final ProblemType versionMismatch;
    private final ProblemType versionNotReached;
    private final ProblemType contended;

    /**
     * The problems of one aggregate.
     *
     * @param noun what one of them is called, such as {@code order}: in titles and details, and in
     *     the type {@code order-not-found}
     */
    public AggregateProblems(String noun) {
        this.noun = noun;
        notFound = new ProblemType(404, noun + "-not-found", "There is no such " + noun);
        versionNotFound =
                new ProblemType(404, "version-not-found", "The " + noun + " has no such version");
        versionMismatch =
                new ProblemType(412, "version-mismatch", "The " + noun + " is at another version");
        versionNotReached =
                new ProblemType(
                        412,
                        "version-not-reached",
                        "The " + noun + " has not come to this version");
        contended = new ProblemType(503, "contended", "Too many others change the " + noun);
    }

    /** Those types that are worded with the noun. */
    List<ProblemType> types() {
        return List.of(notFound, versionNotFound, versionMismatch, versionNotReached, contended);
    }

    /** The thing with this id does not exist. */
    public Problem notFound(String id) {
        return Problem.of(notFound, "there is no " + noun + " " + id);
    }

    Problem noSuchVersion(String id, VersionedState<?> current, StreamVersion version) {
        return Problem.of(
                        versionNotFound,
                        "%s %s has no version %s; it is at %s"
                                .formatted(noun, id, version, current.version()))
                .with(ACTUAL_VERSION, current.version().value());
    }

    Problem notYetCreated(String id, Instant createdAt, Instant instant) {
        return Problem.of(
                versionNotFound,
                "%s %s did not exist yet at %s; it was created at %s"
                        .formatted(noun, id, instant, TimestampFormat.format(createdAt)));
    }

    Problem versionNotReached(String id, VersionedState<?> current, StreamVersion atLeast) {
        return Problem.of(
                        versionNotReached,
                        "%s %s is at version %s, not yet at %s"
                                .formatted(noun, id, current.version(), atLeast))
                .with(ACTUAL_VERSION, current.version().value());
    }

    /** If-Match differs. If the thing does not exist, that is the problem instead. */
    Problem preconditionFailed(String id, StreamVersion actual) {
        if (actual.equals(StreamVersion.NONE)) {
            return notFound(id);
        }
        return Problem.of(
                        versionMismatch,
                        "%s %s is at version %s, which If-Match does not name"
                                .formatted(noun, id, actual))
                .with(ACTUAL_VERSION, actual.value());
    }

    Problem keyReused(String id, CommandId commandId, StreamVersion recordedAt) {
        return Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "Idempotency-Key %s was used for another command, which made version %s of %s %s"
                                .formatted(commandId, recordedAt, noun, id))
                .with(Input.HEADER, RequestContext.IDEMPOTENCY_KEY);
    }

    Problem tooLarge(int bytes, int limit) {
        return Problem.of(
                        ProblemType.TOO_LARGE,
                        "what the command records takes %d bytes, and a commit holds %d"
                                .formatted(bytes, limit))
                .with("bytes", bytes)
                .with("limit", limit);
    }

    Problem contended(String id, int attempts) {
        return Problem.of(
                contended,
                "%s %s is being changed by others; after %d attempts nothing was recorded"
                        .formatted(noun, id, attempts));
    }
}
