package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

/**
 * Tests a decider's rule as a sentence: given past events, when a command is decided, then these
 * events, nothing, or a rejection.
 *
 * <p>Decided events are folded too, so a decider whose {@code evolve} refuses its own events fails.
 */
public final class DeciderScenario<C, S, E, R> {

    /** The timestamp of every event in a scenario. */
    public static final Instant AT = Instant.parse("2026-01-31T08:15:30.120Z");

    private final Decider<C, S, E, R> decider;

    public DeciderScenario(Decider<C, S, E, R> decider) {
        this.decider = decider;
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Given given(E... events) {
        return given(List.of(events));
    }

    public Given given(List<? extends E> events) {
        return new Given(fold(decider.initialState(), events));
    }

    private S fold(S state, List<? extends E> events) {
        S folded = state;
        for (E event : events) {
            folded = decider.evolve(folded, event, AT);
        }
        return folded;
    }

    /** The past events. */
    public final class Given {

        private final S state;

        private Given(S state) {
            this.state = state;
        }

        /** The decision. */
        public S state() {
            return state;
        }

        public When when(C command) {
            return new When(state, decider.decide(command, state));
        }
    }

    /** The decision on a command, to be checked. */
    public final class When {

        private final S before;
        private final Decision<E, R> decision;

        private When(S before, Decision<E, R> decision) {
            this.before = before;
            this.decision = decision;
        }

        @SafeVarargs
        @SuppressWarnings("varargs")
        public final void then(E... events) {
            then(List.of(events));
        }

        public void then(List<? extends E> events) {
            assertThat(decision).isEqualTo(new Decision.Accepted<E, R>(List.copyOf(events)));
            fold(before, events);
        }

        public void thenNothing() {
            then(List.of());
        }

        public void thenRejected(R reason) {
            assertThat(decision).isEqualTo(Decision.<E, R>rejected(reason));
        }
    }
}
