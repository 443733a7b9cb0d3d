package dev.reprise.projections;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The generations of a projection's rows. A generation is built, becomes live, retires when another
 * one becomes live, and is dropped: its rows are deleted. Its number is never used again.
 *
 * @param live the generation that is read; empty until the first one is built
 * @param building the generation that is to replace it; empty if none is built
 * @param retiring generations that are still written, because a reader may not know yet that they
 *     are no longer live, and because they can be made live again
 * @param dropped generations that are no longer written, and whose rows are to be deleted
 */
public record Generations(
        Optional<Generation> live,
        Optional<Generation> building,
        List<Generation> retiring,
        List<Generation> dropped) {

    /**
     * One generation.
     *
     * @param number from 1, never used twice
     * @param schemaVersion the schema version of its rows; see {@link Projection#schemaVersion}
     */
    public record Generation(int number, int schemaVersion) {}

    public Generations {
        retiring = List.copyOf(retiring);
        dropped = List.copyOf(dropped);
    }

    /** A projection's first generation, which is built. */
    public static Generations first(Generation building) {
        return new Generations(Optional.empty(), Optional.of(building), List.of(), List.of());
    }

    /** The generations that every batch is applied to. */
    public List<Generation> written() {
        return Stream.of(live.stream(), building.stream(), retiring.stream())
                .flatMap(generations -> generations)
                .toList();
    }

    /**
     * With a generation that is built.
     *
     * @throws IllegalStateException if one is built already
     */
    public Generations building(Generation next) {
        if (building.isPresent()) {
            throw new IllegalStateException(
                    "generation " + building.get().number() + " is being built");
        }
        return new Generations(live, Optional.of(next), retiring, dropped);
    }

    /** The built generation is live from now on; the one that was live retires. */
    public Generations switched() {
        return new Generations(
                Optional.of(building.orElseThrow()),
                Optional.empty(),
                plus(retiring, live),
                dropped);
    }

    /** The generation that retired last is live again; the one that was live retires. */
    public Generations switchedBack() {
        return new Generations(
                Optional.of(retiring.getLast()),
                building,
                plus(retiring.subList(0, retiring.size() - 1), live),
                dropped);
    }

    /** The generation that is built is dropped. */
    public Generations cancelled() {
        return new Generations(
                live,
                Optional.empty(),
                retiring,
                plus(dropped, Optional.of(building.orElseThrow())));
    }

    /** The generations that retire are dropped. */
    public Generations retired() {
        List<Generation> all = new ArrayList<>(dropped);
        all.addAll(retiring);
        return new Generations(live, building, List.of(), all);
    }

    /** Without a dropped generation, whose rows are deleted. */
    public Generations deleted(Generation generation) {
        return new Generations(
                live,
                building,
                retiring,
                dropped.stream().filter(other -> !other.equals(generation)).toList());
    }

    private static List<Generation> plus(
            List<Generation> generations, Optional<Generation> another) {
        return Stream.concat(generations.stream(), another.stream()).toList();
    }
}
