package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of the feed's generations has to do. */
public abstract class FeedGenerationsContract {

    private static final Instant NOW = Commits.AT;

    private FeedGenerations generations = new InMemoryFeedGenerations(new InMemoryFeedStore());

    /** Generations without pages and rebuilds. */
    protected abstract FeedGenerations generations();

    @BeforeEach
    void makeGenerations() {
        generations = generations();
    }

    private static FeedRebuild begun(Optional<FeedRebuild> before) {
        return FeedRebuild.begin(before, NOW);
    }

    private FeedRebuild saved(FeedRebuild after, Optional<FeedRebuild> before) {
        assertThat(generations.save(after, before, Optional.empty())).isTrue();
        return after;
    }

    @Test
    void the_first_generation_is_live_until_a_rebuild_is_done() {
        assertThat(generations.rebuild()).isEmpty();
        FeedRebuild begun = saved(begun(Optional.empty()), Optional.empty());
        assertThat(generations.rebuild()).contains(begun);
        assertThat(begun.live()).isEqualTo(1);
        FeedRebuild done = saved(begun.finished(NOW), Optional.of(begun));
        assertThat(generations.rebuild()).contains(done);
        assertThat(done.live()).isEqualTo(2);
        assertThat(begun(Optional.of(done)).generation()).isEqualTo(3);
    }

    @Test
    void each_generation_has_its_own_pages_streams_sweeps_and_blocked_streams() {
        FeedStore first = generations.generation(1);
        FeedStore second = generations.generation(2);
        FeedPage page = FeedStoreContract.pages(2).getFirst();
        first.put(page);
        first.advance(page.streams().values());
        first.block(FeedStoreContract.thing("a"), "no");
        first.save(Sweep.begin(Optional.empty(), NOW), Optional.empty());
        first.seal(3, 2);

        assertThat(second.head()).isZero();
        assertThat(second.lastPage()).isEmpty();
        assertThat(second.streams(List.of(FeedStoreContract.thing("a")))).isEmpty();
        assertThat(second.list("", Optional.empty(), 10).streams()).isEmpty();
        assertThat(second.blocked(10)).isEmpty();
        assertThat(second.sweep()).isEmpty();
        assertThat(generations.generation(1).head()).isEqualTo(2);
        assertThat(generations.generation(1).blocked(10)).hasSize(1);
    }

    @Test
    void a_rebuild_is_saved_once_after_each_state() {
        FeedRebuild begun = saved(begun(Optional.empty()), Optional.empty());
        PositionMark part = new PositionMark(0, 5, 0, 3);
        FeedRebuild after = begun.after(part, 1, NOW);
        assertThat(generations.save(after, Optional.of(begun), Optional.of(part))).isTrue();

        PositionMark late = new PositionMark(0, 5, 0, 9);
        assertThat(
                        generations.save(
                                begun.after(late, 0, NOW.plusMillis(1)),
                                Optional.of(begun),
                                Optional.of(late)))
                .isFalse();
        assertThat(generations.rebuild()).contains(after);
        assertThat(after.leftOut()).isEqualTo(1);
        assertThat(generations.lastMark(2, 0)).contains(part);
    }

    @Test
    void the_last_mark_at_or_before_a_position_is_found() {
        Optional<FeedRebuild> before = Optional.empty();
        FeedRebuild rebuild = saved(begun(before), before);
        for (long start : new long[] {7, 9, 120}) {
            PositionMark mark = new PositionMark(start, start + 1, start - 1, start);
            FeedRebuild after = rebuild.after(mark, 0, NOW);
            assertThat(generations.save(after, Optional.of(rebuild), Optional.of(mark))).isTrue();
            rebuild = after;
        }

        assertThat(generations.lastMark(2, 6)).isEmpty();
        assertThat(start(7)).isEqualTo(7);
        assertThat(start(8)).isEqualTo(7);
        assertThat(start(9)).isEqualTo(9);
        assertThat(start(119)).isEqualTo(9);
        assertThat(start(4_711)).isEqualTo(120);
        assertThat(generations.lastMark(3, 4_711)).isEmpty();
    }

    private long start(long position) {
        return generations.lastMark(2, position).orElseThrow().oldStart();
    }
}
