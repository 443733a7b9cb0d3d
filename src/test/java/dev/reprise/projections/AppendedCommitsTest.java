package dev.reprise.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AppendedCommitsTest {

    private final AppendedCommits store = new AppendedCommits(new InMemoryEventStore());
    private final Set<Commit> applied = new HashSet<>();
    private final StreamName account = ProjectorFixture.account("1");

    private Commit append(int amount) {
        return ProjectorFixture.append(
                store, account, new EncodedEvents.Json(1, "[" + amount + "]"));
    }

    private Optional<Instant> waitingSince() {
        return store.waitingSince("amounts", "account", applied::contains);
    }

    /** The store bounds what a call costs, and a default method of the interface does not. */
    @Test
    void every_call_is_passed_on() {
        assertThat(names(AppendedCommits.class)).containsAll(names(EventStore.class));
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).map(Method::getName).distinct().toList();
    }

    @Test
    void nothing_waits_before_the_first_commit() {
        assertThat(waitingSince()).isEmpty();
    }

    @Test
    void the_last_commit_waits_from_the_first_question_on() {
        append(1);
        Commit second = append(2);
        assertThat(waitingSince()).contains(second.at());
        append(3);
        assertThat(waitingSince()).contains(second.at());
        assertThat(store.waitingSince("orders", "order", applied::contains)).isEmpty();
    }

    @Test
    void the_first_commit_after_a_question_waits() {
        assertThat(waitingSince()).isEmpty();
        Commit first = append(1);
        append(2);
        assertThat(waitingSince()).contains(first.at());
    }

    @Test
    void each_projection_waits_for_itself() {
        Commit first = append(1);
        assertThat(store.waitingSince("fast", "account", _ -> true)).isEmpty();
        assertThat(store.waitingSince("slow", "account", _ -> false)).contains(first.at());
    }

    @Test
    void the_last_commit_waits_when_the_first_is_applied() {
        applied.add(append(1));
        append(2);
        Commit last = append(3);
        assertThat(waitingSince()).contains(last.at());
    }

    @Test
    void nothing_waits_once_the_last_commit_is_applied() {
        applied.add(append(1));
        applied.add(append(2));
        assertThat(waitingSince()).isEmpty();
        Commit next = append(3);
        assertThat(waitingSince()).contains(next.at());
    }

    @Test
    void a_commit_that_is_appended_while_one_asks_waits() {
        applied.add(append(1));
        Commit[] meanwhile = new Commit[1];
        assertThat(
                        store.waitingSince(
                                "amounts",
                                "account",
                                commit -> {
                                    meanwhile[0] = append(2);
                                    return applied.contains(commit);
                                }))
                .isEmpty();
        assertThat(waitingSince()).contains(meanwhile[0].at());
    }
}
