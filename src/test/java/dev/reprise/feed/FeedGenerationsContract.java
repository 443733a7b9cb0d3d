package dev.reprise.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
        FeedRebuild done = begun.finished(NOW);
        assertThat(generations.finish(done, begun)).isTrue();
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
        finish();

        assertThat(second.head()).isZero();
        assertThat(second.lastPage()).isEmpty();
        assertThat(second.streams(List.of(FeedStoreContract.thing("a")))).isEmpty();
        assertThat(second.list("", Optional.empty(), 10).streams()).isEmpty();
        assertThat(second.blocked(10)).isEmpty();
        assertThat(second.sweep()).isEmpty();
        assertThat(generations.generation(1).head()).isEqualTo(2);
        assertThat(generations.generation(1).blocked(10)).hasSize(1);
    }

    /** Ends a rebuild that has copied everything. */
    private boolean finish() {
        return finishAt(generations.generation(1).head());
    }

    private boolean finishAt(long copied) {
        FeedRebuild before =
                generations
                        .rebuild()
                        .orElseGet(() -> {
                            FeedRebuild begun = begun(Optional.empty());
                            PositionMark all = new PositionMark(0, copied, 0, copied);
                            saved(begun, Optional.empty());
                            return saved(begun.after(all, 0, NOW), Optional.of(begun));
                        });
        return generations.finish(before.finished(NOW), before);
    }

    private List<FeedPage> stored(int... counts) {
        List<FeedPage> pages = FeedStoreContract.pages(counts);
        pages.forEach(generations.generation(1)::put);
        return pages;
    }

    @Test
    void nothing_is_put_after_the_seal() {
        List<FeedPage> pages = stored(1, 3);
        FeedStore store = generations.generation(1);

        assertThat(finish()).isTrue();

        assertThat(store.placeFrom(5)).isEqualTo(new FeedStore.Place.Seal());
        FeedPage next = FeedStoreContract.pages(1, 3, 1).getLast();
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () -> store.put(next),
                        () -> store.lastPage(),
                        () -> store.currentPagesFrom(1, 10),
                        () -> store.currentPagesFrom(5, 10))) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            SealedFeedException.class,
                            sealed -> assertThat(sealed.next()).isEqualTo(2));
        }
        assertThat(store.currentPagesFrom(1, 2)).isEqualTo(pages);
    }

    @Test
    void a_sealed_generation_can_be_read() {
        List<FeedPage> pages = stored(1, 3);
        FeedStore store = generations.generation(1);
        finish();

        assertThat(store.head()).isEqualTo(4);
        assertThat(store.pagesFrom(1, 10)).isEqualTo(pages);
        assertThat(store.pagesFrom(3, 10)).isEqualTo(pages.subList(1, 2));
        assertThat(store.pagesFrom(5, 10)).isEmpty();
    }

    @Test
    void an_empty_generation_can_be_sealed() {
        assertThat(finish()).isTrue();
        FeedStore store = generations.generation(1);
        assertThat(store.head()).isZero();
        assertThat(store.pagesFrom(1, 10)).isEmpty();
        assertThat(store.placeFrom(1)).isEqualTo(new FeedStore.Place.Seal());
    }

    @Test
    void a_rebuild_does_not_end_before_a_page_that_it_has_not_copied() {
        stored(1, 3);

        assertThat(finishAt(1)).isFalse();

        assertThat(generations.rebuild().orElseThrow().done()).isFalse();
        assertThat(generations.generation(1).lastPage()).isPresent();
    }

    @Test
    void a_rebuild_ends_once() {
        finish();
        FeedRebuild done = generations.rebuild().orElseThrow();
        FeedRebuild late = FeedRebuild.begin(Optional.empty(), NOW.plusMillis(1));

        assertThat(generations.finish(late.finished(NOW), late)).isFalse();
        assertThat(generations.rebuild()).contains(done);
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
