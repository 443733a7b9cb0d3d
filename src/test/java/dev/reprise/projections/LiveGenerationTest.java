package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.projections.Generations.Generation;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveGenerationTest {

    private final InMemoryViewStore rows = new InMemoryViewStore();
    private final InterceptedViewStore views = new InterceptedViewStore(rows);
    private final AtomicInteger asked = new AtomicInteger();
    private final LiveGeneration live = new LiveGeneration(views, "entries", () -> this.now);
    private Instant now = Commits.AT;

    LiveGenerationTest() {
        views.before((_, _) -> asked.incrementAndGet());
    }

    private void live(int generation) {
        rows.set(
                "entries",
                new Generations(new Generation(generation, 1), Optional.of(new Generation(9, 1))));
    }

    @Test
    void before_a_projection_has_begun_its_first_generation_is_read() {
        assertThat(live.number()).isEqualTo(1);
    }

    @Test
    void the_live_generation_is_read_and_not_the_one_that_is_built() {
        live(3);
        assertThat(live.number()).isEqualTo(3);
    }

    @Test
    void it_is_not_asked_for_each_time() {
        live(3);
        live.number();
        now = now.plus(LiveGeneration.MAX_AGE);
        live.number();
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_generation_that_is_no_longer_live_is_read_for_some_seconds_only() {
        live(3);
        live.number();
        live(4);
        assertThat(live.number()).isEqualTo(3);
        now = now.plus(LiveGeneration.MAX_AGE).plusMillis(1);
        assertThat(live.number()).isEqualTo(4);
    }

    @Test
    void a_store_that_does_not_answer_is_asked_again_the_next_time() {
        live(3);
        views.before((_, _) -> {
            throw ProjectorFixture.unreachable();
        });
        assertThatThrownBy(live::number).isInstanceOf(StoreUnavailableException.class);
        views.before(InterceptedViewStore.NONE);
        assertThat(live.number()).isEqualTo(3);
    }
}
