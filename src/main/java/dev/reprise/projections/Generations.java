package dev.reprise.projections;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The generations of a projection's rows that are written.
 *
 * @param live the generation that is read
 * @param building the generation that is to replace it; empty if none is built
 */
public record Generations(Generation live, Optional<Generation> building) {

    /**
     * One generation.
     *
     * @param number from 1, never used twice
     * @param schemaVersion the schema version of its rows; see {@link Projection#schemaVersion}
     */
    public record Generation(int number, int schemaVersion) {}

    /** Both: every batch is applied to each of them. */
    public List<Generation> written() {
        return Stream.concat(Stream.of(live), building.stream()).toList();
    }
}
