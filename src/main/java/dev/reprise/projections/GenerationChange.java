package dev.reprise.projections;

import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import java.util.Optional;
import java.util.function.Function;

/** Changes a projection's generations. Others may change them at the same time. */
final class GenerationChange {

    private static final int ATTEMPTS = 10;

    private GenerationChange() {}

    /**
     * Changes the generations, as they are stored by now.
     *
     * @param change the generations to store, as a function of the stored ones. The same ones if
     *     the change is made already: the answer to an earlier attempt may be lost. Empty if it is
     *     not possible
     * @return the stored generations; empty if the change is not possible, or if the projection has
     *     no generations
     * @throws StoreUnavailableException if the store did not answer, or others changed the
     *     generations at each attempt
     */
    static Optional<Generations> apply(
            ViewStore views,
            String projection,
            Function<Generations, Optional<Generations>> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Generations> before = views.generations(projection);
            Optional<Generations> after = before.flatMap(change);
            if (after.isEmpty()
                    || after.equals(before)
                    || views.saveGenerations(projection, after.get(), before)) {
                return after;
            }
        }
        throw new StoreUnavailableException(
                Reason.THROTTLED, "others keep changing the generations of " + projection);
    }
}
