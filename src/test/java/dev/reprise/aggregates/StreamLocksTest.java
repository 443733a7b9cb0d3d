package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.StreamName;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamLocksTest {

    private static final StreamName STREAM = new StreamName("account", "1");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final StreamLocks locks = new StreamLocks();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        other.shutdownNow();
    }

    private boolean lockInOtherThread(StreamName stream) throws Exception {
        return other.submit(() -> locks.lock(stream, Duration.ZERO)).get();
    }

    private void assertNoneIsKept() {
        assertThat(locks)
                .extracting("locks", InstanceOfAssertFactories.map(StreamName.class, Object.class))
                .isEmpty();
    }

    @Test
    void one_thread_at_a_time_has_the_lock_of_a_stream() throws Exception {
        assertThat(locks.lock(STREAM, LONG)).isTrue();
        assertThat(lockInOtherThread(STREAM)).isFalse();
        locks.unlock(STREAM);
        assertThat(lockInOtherThread(STREAM)).isTrue();
    }

    @Test
    void streams_have_different_locks() throws Exception {
        assertThat(locks.lock(STREAM, LONG)).isTrue();
        assertThat(lockInOtherThread(new StreamName("account", "2"))).isTrue();
    }

    @Test
    void a_waiting_thread_gets_the_lock_and_can_give_it_back() throws Exception {
        boolean[] locked = {false};
        Thread waiting =
                new Thread(() -> {
                    locked[0] = locks.lock(STREAM, LONG);
                    locks.unlock(STREAM);
                });
        assertThat(locks.lock(STREAM, LONG)).isTrue();
        waiting.start();
        while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        locks.unlock(STREAM);
        waiting.join();
        assertThat(locked[0]).isTrue();
        assertNoneIsKept();
    }

    @Test
    void a_lock_that_nobody_has_or_waits_for_takes_no_memory() throws Exception {
        locks.lock(STREAM, LONG);
        assertThat(lockInOtherThread(STREAM)).isFalse();
        locks.unlock(STREAM);
        assertNoneIsKept();
    }

    @Test
    void an_interrupted_thread_does_not_get_the_lock_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        assertThat(locks.lock(STREAM, LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertNoneIsKept();
    }
}
