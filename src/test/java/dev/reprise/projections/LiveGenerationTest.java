package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.projections.Generations.Generation;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveGenerationTest {

    private final InMemoryViewStore rows = new InMemoryViewStore();
    private final InterceptedViewStore views = new InterceptedViewStore(rows);
    private final InMemoryEventStore events = new InMemoryEventStore();
    private final AtomicInteger reads = new AtomicInteger();
    private final LiveGeneration live =
            new LiveGeneration(
                    views,
                    new Entries("entries", 1),
                    new InMemoryCommitScan(events),
                    () -> this.now);
    private Instant now = Commits.AT;

    LiveGenerationTest() {
        views.before((_, _) -> reads.incrementAndGet());
    }

    private void setLive(int generation) {
        rows.set("entries", InMemoryViewStore.live(generation, 1).building(new Generation(9, 1)));
    }

    @Test
    void there_is_none_before_the_first_commit() {
        assertThat(live.number()).isEmpty();
    }

    @Test
    void a_projection_of_commits_that_were_never_projected_is_not_ready() {
        ProjectorFixture.append(
                events, ProjectorFixture.account("1"), Entries.CODEC.encode(List.of(1)));
        assertThatThrownBy(live::number)
                .isInstanceOf(ProjectionNotReadyException.class)
                .hasMessage("the rows of entries are being built");
        setLive(3);
        assertThat(live.number()).contains(3);
    }

    @Test
    void a_projection_whose_first_generation_is_built_is_not_ready() {
        rows.set("entries", Generations.first(new Generation(1, 1)));
        assertThatThrownBy(live::number).isInstanceOf(ProjectionNotReadyException.class);
    }

    @Test
    void a_generation_of_another_schema_version_is_not_read() {
        rows.set("entries", InMemoryViewStore.live(3, 2));
        assertThatThrownBy(live::number)
                .isInstanceOf(ProjectionNotReadyException.class)
                .hasMessage(
                        "the rows of entries have schema version 2, which this release does not"
                                + " read");
    }

    @Test
    void a_retiring_generation_of_the_own_schema_version_is_read_instead() {
        rows.set("entries", InMemoryViewStore.live(3, 1).building(new Generation(4, 2)).switched());
        assertThat(live.number()).contains(3);
    }

    @Test
    void the_generation_that_is_built_is_not_live() {
        setLive(3);
        assertThat(live.number()).contains(3);
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
        assertThat(live.number()).contains(3);
        now = now.plus(LiveGeneration.MAX_AGE).plusMillis(1);
        assertThat(live.number()).contains(4);
    }

    @Test
    void a_failure_of_the_store_is_not_cached() {
        setLive(3);
        views.before((_, _) -> {
            throw ProjectorFixture.unreachable();
        });
        assertThatThrownBy(live::number).isInstanceOf(StoreUnavailableException.class);
        views.before(InterceptedViewStore.NONE);
        assertThat(live.number()).contains(3);
    }
}
