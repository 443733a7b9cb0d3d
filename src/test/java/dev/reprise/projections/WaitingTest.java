package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How many calls may wait for a read model, and how long. */
class WaitingTest {

    private static final Patience PATIENCE = Patience.ofMillis(50, 100, 200);

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Commits.AT;
    private final Waiting waiting = new Waiting(() -> now, pauses::add);

    /** How often a call looked again. */
    private int looks(int enoughAt) {
        int[] looks = {0};
        waiting.lookAgain(
                PATIENCE,
                Optional.empty(),
                () -> Optional.of(++looks[0]),
                found -> found >= enoughAt);
        return looks[0];
    }

    private int looksInVain() {
        return looks(Integer.MAX_VALUE);
    }

    @Test
    void a_call_looks_again_after_each_pause_until_enough_is_found() {
        assertThat(looks(2)).isEqualTo(2);
        assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
    }

    @Test
    void a_call_that_finds_nothing_looks_after_each_pause() {
        assertThat(looksInVain()).isEqualTo(3);
        assertThat(pauses).isEqualTo(PATIENCE.pauses());
    }

    @Test
    void slow_looks_do_not_make_a_wait_longer() {
        int[] looks = {0};
        waiting.lookAgain(
                PATIENCE,
                Optional.empty(),
                () -> {
                    now = now.plusMillis(200);
                    return Optional.of(++looks[0]);
                },
                _ -> false);
        assertThat(looks[0]).as("after 200 and 400 of 350 ms").isEqualTo(2);
    }

    @Test
    void what_was_found_last_is_returned_though_it_is_not_enough() {
        int[] looks = {0};
        assertThat(
                        waiting.lookAgain(
                                PATIENCE,
                                Optional.of(0),
                                () -> Optional.of(++looks[0]),
                                _ -> false))
                .hasValue(3);
    }

    @Test
    void after_three_waits_in_vain_no_call_waits_for_half_a_minute() {
        for (int i = 0; i < Waiting.IN_VAIN; i++) {
            assertThat(looksInVain()).isEqualTo(3);
        }
        assertThat(looksInVain()).isZero();
        now = now.plus(Waiting.REST).minusMillis(1);
        assertThat(looksInVain()).isZero();
        now = now.plusMillis(1);
        assertThat(looksInVain()).as("one more wait in vain").isEqualTo(3);
        assertThat(looksInVain()).as("is enough for the next rest").isZero();
    }

    @Test
    void a_wait_that_finds_enough_shows_that_the_read_model_moves() {
        for (int i = 0; i < 10; i++) {
            assertThat(looksInVain()).isEqualTo(3);
            assertThat(looksInVain()).isEqualTo(3);
            assertThat(looks(1)).isEqualTo(1);
        }
    }

    @Test
    void waits_in_vain_take_a_sixteenth_of_a_processs_time() {
        assertThat(
                        Patience.FOR_A_ROW
                                .total()
                                .multipliedBy(16)
                                .compareTo(Waiting.REST.plus(Patience.FOR_A_ROW.total())))
                .isLessThanOrEqualTo(0);
    }

    @Test
    void a_call_beyond_those_that_may_wait_at_a_time_does_not_wait() throws Exception {
        CountDownLatch allWait = new CountDownLatch(Waiting.MAX_WAITING);
        CountDownLatch goOn = new CountDownLatch(1);
        Waiting crowded =
                new Waiting(
                        () -> now,
                        _ -> {
                            allWait.countDown();
                            goOn.await();
                        });
        List<Future<Optional<String>>> calls = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < Waiting.MAX_WAITING; i++) {
                calls.add(threads.submit(() -> lookOnce(crowded)));
            }
            allWait.await();
            assertThat(lookOnce(crowded)).as("one call more").isEmpty();
            goOn.countDown();
        }
        for (Future<Optional<String>> call : calls) {
            assertThat(call.get()).hasValue("found");
        }
        assertThat(lookOnce(crowded)).as("when they have gone").hasValue("found");
    }

    private static Optional<String> lookOnce(Waiting waiting) {
        return waiting.lookAgain(
                Patience.ofMillis(1), Optional.empty(), () -> Optional.of("found"), _ -> true);
    }
}
