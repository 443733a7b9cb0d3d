package dev.reprise.projections;

import dev.reprise.projections.Generations.Generation;

/**
 * A projection cannot be read yet: its first generation is being built, or this code does not know
 * the schema version of the one that is live.
 */
public final class ProjectionNotReadyException extends RuntimeException {

    /** The first generation of a projection is being built, or is still to be built. */
    ProjectionNotReadyException(String projection) {
        super("the rows of " + projection + " are being built");
    }

    private ProjectionNotReadyException(String projection, Generation live) {
        super(
                "the rows of "
                        + projection
                        + " have schema version "
                        + live.schemaVersion()
                        + ", which this release does not read");
    }

    static ProjectionNotReadyException of(String projection, Generations generations) {
        return generations
                .live()
                .map(live -> new ProjectionNotReadyException(projection, live))
                .orElseGet(() -> new ProjectionNotReadyException(projection));
    }
}
