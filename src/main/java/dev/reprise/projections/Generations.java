package dev.reprise.projections;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which generations of a projection's rows there are.
 *
 * @param live the one that is read
 * @param building the one that is to take its place; it is written, too
 */
public record Generations(Generation live, Optional<Generation> building) {

    /**
     * One generation.
     *
     * @param number from 1, never used twice
     * @param schemaVersion of the code that makes its rows
     */
    public record Generation(int number, int schemaVersion) {}

    /** All that have to be written. */
    public List<Generation> written() {
        return Stream.concat(Stream.of(live), building.stream()).toList();
    }
}
