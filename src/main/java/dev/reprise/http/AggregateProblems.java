package dev.reprise.http;

import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.TimestampFormat;
import java.time.Instant;
import java.util.List;

/** The problems of any aggregate's resource, worded with the aggregate's noun. */
public final class AggregateProblems {

    private final String noun;
    private final ProblemType notFound;
    private final ProblemType versionNotFound;
    private final ProblemType versionMismatch;
    private final ProblemType versionNotReached;
    private final ProblemType contended;

    /**
     * The problems of one aggregate.
     *
     * @param noun such as {@code order}: used in titles and details, and in the type {@code
     *     order-not-found}
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

    /** The problem types that are worded with the noun. */
    List<ProblemType> types() {
        return List.of(notFound, versionNotFound, versionMismatch, versionNotReached, contended);
    }

    /** The aggregate with this id does not exist. */
    public Problem notFound(String id) {
        return Problem.of(notFound, "there is no " + noun + " " + id);
    }

    Problem noSuchVersion(String id, VersionedState<?> current, StreamVersion version) {
        return Problem.of(
                        versionNotFound,
                        "%s %s has no version %s; it is at %s"
                                .formatted(noun, id, version, current.version()))
                .with(Problem.ACTUAL_VERSION, current.version().value());
    }

    Problem notYetCreated(String id, Instant createdAt, Instant instant) {
        return Problem.of(
                versionNotFound,
                "%s %s did not exist yet at %s; it was created at %s"
                        .formatted(noun, id, instant, TimestampFormat.format(createdAt)));
    }

    Problem versionNotReached(String id, StreamVersion current, StreamVersion atLeast) {
        return Problem.of(
                        versionNotReached,
                        "%s %s is at version %s, not yet at %s"
                                .formatted(noun, id, current, atLeast))
                .with(Problem.ACTUAL_VERSION, current.value());
    }

    Problem readModelBehind(String id, StreamVersion atLeast) {
        return Problem.of(
                ProblemType.READ_MODEL_BEHIND,
                "the list does not show %s %s at version %s yet".formatted(noun, id, atLeast));
    }

    Problem notProjected(String id, StreamVersion atLeast) {
        return Problem.of(
                ProblemType.READ_MODEL_BEHIND,
                "the read model does not have %s %s at version %s yet"
                        .formatted(noun, id, atLeast));
    }

    Problem minVersionMissing() {
        return Problem.of(
                        ProblemType.MALFORMED,
                        "minVersion is missing: a list that waits for one %s needs its version"
                                .formatted(noun))
                .with(Input.PARAMETER, AggregateQueries.MIN_VERSION);
    }

    /**
     * A caller waits for a version, and does not say of what.
     *
     * @param parameter the missing one
     */
    Problem idMissing(String parameter) {
        return Problem.of(
                        ProblemType.MALFORMED,
                        "%s is missing: minVersion is the version of one %s"
                                .formatted(parameter, noun))
                .with(Input.PARAMETER, parameter);
    }

    /** If-Match names another version. If the aggregate does not exist, that is the problem. */
    Problem preconditionFailed(String id, StreamVersion actual) {
        if (actual.equals(StreamVersion.NONE)) {
            return notFound(id);
        }
        return Problem.of(
                        versionMismatch,
                        "%s %s is at version %s, which If-Match does not name"
                                .formatted(noun, id, actual))
                .with(Problem.ACTUAL_VERSION, actual.value());
    }

    /** If-None-Match names the version, or is {@code *}. */
    Problem versionExcluded(String id, StreamVersion actual) {
        return Problem.of(
                        ProblemType.PRECONDITION_FAILED,
                        "%s %s exists, at version %s, which If-None-Match excludes"
                                .formatted(noun, id, actual))
                .with(Problem.ACTUAL_VERSION, actual.value());
    }

    Problem keyReused(String id, CommandId commandId, StreamVersion recordedAt) {
        return keyReused(
                commandId, ", which made version %s of %s %s".formatted(recordedAt, noun, id));
    }

    /** Says nothing of what was recorded with the key: it may be another caller's. */
    Problem keyReused(CommandId commandId) {
        return keyReused(commandId, "");
    }

    private static Problem keyReused(CommandId commandId, String what) {
        return Problem.of(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "Idempotency-Key %s was used for another command%s"
                                .formatted(commandId, what))
                .with(Input.HEADER, RequestContext.IDEMPOTENCY_KEY);
    }

    Problem tooLarge(int bytes, int limit) {
        return Problem.of(
                        ProblemType.TOO_LARGE,
                        "the command's commit would take %d bytes; the limit is %d bytes"
                                .formatted(bytes, limit))
                .with(Problem.BYTES, bytes)
                .with(Problem.LIMIT, limit);
    }

    Problem contended(String id, int attempts) {
        return Problem.of(
                contended,
                "others kept changing %s %s; nothing was recorded after %d attempts, repeat the command"
                        .formatted(noun, id, attempts));
    }
}
