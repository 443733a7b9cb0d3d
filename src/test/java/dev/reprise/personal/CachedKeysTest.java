package dev.reprise.personal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.personal.SubjectKeys.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedKeysTest extends SubjectKeysContract {

    private static final Subject SUBJECT = Subject.parse("user123");

    private Instant now = Instant.parse("2026-01-31T08:15:30.120Z");
    private final SubjectKeys stored = new InMemorySubjectKeys();
    private final SubjectKeys here = new CachedKeys(stored, () -> now);

    @Override
    protected SubjectKeys keys() {
        return here;
    }

    @Test
    void a_key_that_another_process_destroyed_is_found_for_a_minute_and_no_longer() {
        assertThat(here.findOrMake(SUBJECT)).isInstanceOf(Found.Key.class);
        Instant destroyed = stored.destroy(SUBJECT, now);

        now = now.plus(Duration.ofSeconds(59));
        assertThat(here.find(SUBJECT)).isInstanceOf(Found.Key.class);
        now = now.plus(Duration.ofSeconds(2));
        assertThat(here.find(SUBJECT)).isEqualTo(new Found.Destroyed(destroyed));
        assertThat(here.findOrMake(SUBJECT)).isEqualTo(new Found.Destroyed(destroyed));
    }

    @Test
    void a_key_that_this_process_destroyed_is_gone_at_once() {
        here.findOrMake(SUBJECT);
        here.destroy(SUBJECT, now);

        assertThat(here.find(SUBJECT)).isEqualTo(new Found.Destroyed(now));
    }

    @Test
    void that_there_is_no_key_is_not_remembered() {
        assertThat(here.find(SUBJECT)).isEqualTo(new Found.Nothing());
        stored.findOrMake(SUBJECT);

        assertThat(here.find(SUBJECT)).isInstanceOf(Found.Key.class);
    }

    /** A thread that only looks must not hide the key from one that makes it. */
    @Test
    void a_key_is_made_while_other_threads_look_for_it() throws Exception {
        for (int i = 0; i < 500; i++) {
            Subject subject = Subject.parse("subject-" + i);
            var barrier = new CyclicBarrier(4);
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<Found>> calls =
                        IntStream.range(0, 4)
                                .mapToObj(caller ->
                                        threads.submit(() -> {
                                            barrier.await();
                                            return caller == 0
                                                    ? here.find(subject)
                                                    : here.findOrMake(subject);
                                        }))
                                .toList();
                for (Future<Found> made : calls.subList(1, 4)) {
                    assertThat(made.get()).as("%s", subject).isInstanceOf(Found.Key.class);
                }
            }
        }
    }
}
