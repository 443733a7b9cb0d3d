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
    private final AtomicInteger reads = new AtomicInteger();
    private final LiveGeneration live = new LiveGeneration(views, "entries", () -> this.now);
    private Instant now = Commits.AT;

    LiveGenerationTest() {
        views.before((_, _) -> reads.incrementAndGet());
    }

    private void setLive(int generation) {
        rows.set(
                "entries",
                new Generations(new Generation(generation, 1), Optional.of(new Generation(9, 1))));
    }

    @Test
    void generation_1_is_live_before_the_first_batch() {
        assertThat(live.number()).isEqualTo(1);
    }

    @Test
    void the_generation_that_is_built_is_not_live() {
        setLive(3);
        assertThat(live.number()).isEqualTo(3);
    }

    @Test
    void the_live_generation_is_cached() {
        setLive(3);
        live.number();
        now = now.plus(LiveGeneration.MAX_AGE);
        live.number();
        assertThat(reads).hasValue(1);
    }

    @Test
    void a_new_live_generation_is_noticed_after_the_maximum_age() {
        setLive(3);
        live.number();
        setLive(4);
        assertThat(live.number()).isEqualTo(3);
        now = now.plus(LiveGeneration.MAX_AGE).plusMillis(1);
        assertThat(live.number()).isEqualTo(4);
    }

    @Test
    void a_failure_of_the_store_is_not_cached() {
        setLive(3);
        views.before((_, _) -> {
            throw ProjectorFixture.unreachable();
        });
        assertThatThrownBy(live::number).isInstanceOf(StoreUnavailableException.class);
        views.before(InterceptedViewStore.NONE);
        assertThat(live.number()).isEqualTo(3);
    }
}
