package dev.reprise.personal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.personal.SubjectKeys.Found;
import dev.reprise.personal.SubjectKeys.Turn;
import dev.reprise.personal.SubjectKeys.Unfinished;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of keys has to do. */
public abstract class SubjectKeysContract {

    private static final Instant AT = Instant.parse("2026-01-31T08:15:30.120Z");
    private static final String PLACE = "place";

    private final Subject subject = Subject.parse("s-" + UUID.randomUUID());

    /** The store under test. Each process has its own object on the same keys. */
    protected abstract SubjectKeys keys();

    private static String sealed(Found found) {
        assertThat(found).isInstanceOf(Found.Key.class);
        return ((Found.Key) found).key().seal(PLACE, "text");
    }

    @Test
    void a_subject_has_no_key_at_first() {
        assertThat(keys().find(subject)).isEqualTo(new Found.Nothing());
        assertThat(keys().destroyedAt(subject)).isEmpty();
    }

    @Test
    void a_key_is_made_once_and_found_from_then_on() {
        String sealed = sealed(keys().findOrMake(subject));

        assertThat(sealed(keys().findOrMake(subject))).isEqualTo(sealed);
        assertThat(sealed(keys().find(subject))).isEqualTo(sealed);
        assertThat(sealed(keys().findOrMake(Subject.parse(subject + "x")))).isNotEqualTo(sealed);
    }

    @Test
    void processes_that_make_a_key_at_the_same_time_get_the_same_one() throws Exception {
        var barrier = new CyclicBarrier(8);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> made =
                    IntStream.range(0, 8)
                            .mapToObj(_ ->
                                    threads.submit(() -> {
                                        barrier.await();
                                        return sealed(keys().findOrMake(subject));
                                    }))
                            .toList();
            String first = made.getFirst().get();
            for (Future<String> key : made) {
                assertThat(key.get()).isEqualTo(first);
            }
            assertThat(sealed(keys().find(subject))).isEqualTo(first);
        }
    }

    @Test
    void a_destroyed_key_is_never_found_and_never_made_again() {
        keys().findOrMake(subject);

        assertThat(keys().destroy(subject, AT)).isEqualTo(AT);
        assertThat(keys().find(subject)).isEqualTo(new Found.Destroyed(AT));
        assertThat(keys().findOrMake(subject)).isEqualTo(new Found.Destroyed(AT));
        assertThat(keys().destroyedAt(subject)).hasValue(AT);
    }

    @Test
    void a_subject_without_a_key_can_be_forgotten() {
        assertThat(keys().destroy(subject, AT)).isEqualTo(AT);
        assertThat(keys().findOrMake(subject)).isEqualTo(new Found.Destroyed(AT));
    }

    @Test
    void a_second_destruction_says_when_the_first_one_was() {
        keys().destroy(subject, AT);

        assertThat(keys().destroy(subject, AT.plusSeconds(60))).isEqualTo(AT);
        assertThat(keys().find(subject)).isEqualTo(new Found.Destroyed(AT));
    }

    private List<Unfinished> listed(Turn turn, Instant until) {
        return keys().unfinished(turn, until).stream()
                .filter(listed -> listed.subject().equals(subject))
                .toList();
    }

    @Test
    void a_destroyed_subject_is_listed_for_its_first_turn_then_for_its_last_and_then_no_longer() {
        keys().destroy(subject, AT);
        Unfinished first = new Unfinished(subject, AT, AT, Turn.FIRST);
        Unfinished last = new Unfinished(subject, AT, AT, Turn.LAST);
        assertThat(listed(Turn.FIRST, AT)).containsExactly(first);
        assertThat(listed(Turn.LAST, AT)).isEmpty();

        assertThat(keys().finish(first)).isTrue();
        assertThat(listed(Turn.FIRST, AT)).isEmpty();
        assertThat(listed(Turn.LAST, AT)).containsExactly(last);

        assertThat(keys().finish(last)).isTrue();
        assertThat(listed(Turn.LAST, AT)).isEmpty();
        assertThat(keys().find(subject)).isEqualTo(new Found.Destroyed(AT));
    }

    @Test
    void a_subject_is_not_listed_before_its_time() {
        keys().destroy(subject, AT);

        assertThat(listed(Turn.FIRST, AT.minusMillis(1))).isEmpty();
    }

    @Test
    void a_subject_that_is_destroyed_again_in_the_meantime_is_not_finished() {
        keys().destroy(subject, AT);
        Unfinished first = listed(Turn.FIRST, AT).getFirst();
        Instant again = AT.plusSeconds(60);
        keys().destroy(subject, again);

        assertThat(keys().finish(first)).isFalse();
        assertThat(listed(Turn.FIRST, again))
                .containsExactly(new Unfinished(subject, AT, again, Turn.FIRST));
    }

    @Test
    void what_another_process_finished_is_not_finished_twice() {
        keys().destroy(subject, AT);
        Unfinished first = listed(Turn.FIRST, AT).getFirst();

        assertThat(keys().finish(first)).isTrue();
        assertThat(keys().finish(first)).isFalse();
        assertThat(listed(Turn.LAST, AT)).hasSize(1);
    }
}
