package dev.reprise.processes;

import static dev.reprise.processes.Relay.NOTE;
import static dev.reprise.processes.Relay.SET_DEADLINE;
import static dev.reprise.processes.Relay.SET_SENDING_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.projections.AppendedCommits;
import dev.reprise.projections.Entries;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InterceptedEventStore;
import dev.reprise.serialization.EventFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeadlineClockTest extends ProcessFixture {

    private static final int MANY = 2_500;

    DeadlineClockTest() {
        super(MANY);
    }

    @BeforeAll
    static void logNothing() {
        ProcessFixture.log(Level.OFF);
    }

    @AfterAll
    static void logAgain() {
        ProcessFixture.log(Level.ALL);
    }

    /** Each instance of its own account sets a deadline. */
    private void set(int instance, int kind, int seconds) {
        // An amount says the instance and the seconds: it must be the same in both.
        consumer.handle(
                enter(account("" + instance), kind + Relay.KINDS * (instance + MANY * seconds)));
    }

    private List<Instant> reachedInOrder(List<StreamName> appended) {
        return appended.stream()
                .flatMap(stream -> events(stream).stream())
                .filter(DeadlineReached.class::isInstance)
                .map(event -> ((DeadlineReached<String>) event).at())
                .toList();
    }

    /** The streams of a store, in the order of their last appends. */
    private static EventStore recording(EventStore store, List<StreamName> appended) {
        return new AppendedCommits(store, (Commit commit) -> appended.add(commit.stream()));
    }

    @Test
    void thousands_are_reached_in_one_call_in_the_order_of_their_time() {
        RandomGenerator random = new Random(1);
        for (int i = 0; i < MANY; i++) {
            set(i, SET_DEADLINE, random.nextInt(30));
        }
        project();
        now = NOW.plusSeconds(30L * MANY + MANY);
        List<StreamName> appended = new ArrayList<>();
        DeadlineClock all = clock(runner(recording(store, appended)));
        assertThat(all.fire(now, Instant.MAX)).isEqualTo(new Fired(MANY, 0, 0, true));
        assertThat(appended).hasSize(MANY);
        assertThat(reachedInOrder(appended)).isSortedAccordingTo(Comparator.naturalOrder());
        assertThat(fire()).isEqualTo(new Fired(0, 0, 0, true));
    }

    /** An instance has one row for all of its deadlines. */
    @Test
    void deadlines_of_several_instances_take_turns() {
        set(0, SET_DEADLINE, 1);
        set(0, SET_SENDING_DEADLINE, 3);
        set(1, SET_DEADLINE, 2);
        project();
        now = NOW.plusSeconds(4L * MANY);
        List<StreamName> appended = new ArrayList<>();
        clock(runner(recording(store, appended))).fire(now, Instant.MAX);
        assertThat(appended)
                .containsExactly(instance("0"), instance("1"), instance("0"), ledger("deadlines"));
    }

    @Test
    void many_at_once_are_each_reached_once() {
        for (int i = 0; i < 200; i++) {
            set(i, SET_SENDING_DEADLINE, 1);
        }
        project();
        now = NOW.plusSeconds(2L * MANY);
        DeadlineClock all =
                new DeadlineClock(runner, views, new InMemoryCommitScan(store), () -> now);
        assertThat(all.fire(now, Instant.MAX)).isEqualTo(new Fired(200, 0, 0, true));
        assertThat(booked("deadlines")).hasSize(200);
    }

    private static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("the process throws"),
                new StackOverflowError(),
                new NoClassDefFoundError("of the process"),
                new AssertionError("of the process"));
    }

    private static void fail(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void an_instance_that_fails_holds_up_no_other_and_is_tried_again_last(Throwable failure) {
        for (int i = 0; i < 4; i++) {
            set(i, SET_DEADLINE, 1);
        }
        project();
        now = NOW.plusSeconds(2L * MANY);
        InterceptedEventStore failing = new InterceptedEventStore(store);
        failing.before((stream, _) -> {
            if (stream.equals(instance("0"))) {
                fail(failure);
            }
        });
        List<StreamName> appended = new ArrayList<>();
        DeadlineClock some = clock(runner(recording(failing, appended)));
        assertThat(some.fire(now, Instant.MAX)).isEqualTo(new Fired(3, 0, 1, true));
        assertThat(appended).containsExactly(instance("1"), instance("2"), instance("3"));
        assertThat(events(instance("0"))).hasSize(2);

        failing.before(InterceptedEventStore.NONE);
        set(4, SET_DEADLINE, 1);
        appended.clear();
        project();
        now = now.plusSeconds(2L * MANY);
        assertThat(some.fire(now, Instant.MAX)).isEqualTo(new Fired(2, 0, 0, true));
        assertThat(appended).containsExactly(instance("4"), instance("0"));
    }

    @Test
    void the_later_deadlines_of_an_instance_wait_for_one_that_failed() {
        set(0, SET_SENDING_DEADLINE, 1);
        set(0, SET_DEADLINE, 3);
        set(1, SET_DEADLINE, 2);
        project();
        now = NOW.plusSeconds(4L * MANY);
        InterceptedEventStore failing = new InterceptedEventStore(store);
        failing.before((stream, _) -> {
            if (stream.equals(ledger("deadlines"))) {
                throw new IllegalStateException("no answer");
            }
        });
        List<StreamName> appended = new ArrayList<>();
        DeadlineClock all = clock(runner(recording(failing, appended)));
        assertThat(all.fire(now, Instant.MAX)).isEqualTo(new Fired(1, 1, 1, true));
        project();
        assertThat(all.fire(now, Instant.MAX)).isEqualTo(new Fired(0, 1, 1, true));
        assertThat(appended).containsExactly(instance("1"));

        failing.before(InterceptedEventStore.NONE);
        assertThat(all.fire(now, Instant.MAX)).isEqualTo(new Fired(2, 0, 0, true));
        // The step with a command is one append to both streams.
        assertThat(appended)
                .containsExactly(instance("1"), instance("0"), ledger("deadlines"), instance("0"));
    }

    @Test
    void an_instance_with_many_deadlines_leaves_room_for_others_at_the_same_time() {
        set(0, SET_SENDING_DEADLINE, 1);
        set(0, SET_DEADLINE, 2);
        set(1, SET_DEADLINE, 3);
        project();
        Instant due = NOW.plusSeconds(4L * MANY);
        Instant until = due.plusSeconds(1);
        now = due;
        InterceptedEventStore slow = new InterceptedEventStore(store);
        slow.before((_, _) -> now = until);
        DeadlineClock two =
                new DeadlineClock(runner(slow), views, new InMemoryCommitScan(store), () -> now, 2);
        assertThat(two.fire(due, until)).isEqualTo(new Fired(2, 0, 0, false));
        assertThat(booked("deadlines")).hasSize(1);
        assertThat(events(instance("1"))).hasSize(4);
    }

    /** Such as the end of the machine's memory. */
    @Test
    void another_error_ends_the_call() {
        set(0, SET_DEADLINE, 1);
        project();
        now = NOW.plusSeconds(2L * MANY);
        InterceptedEventStore failing = new InterceptedEventStore(store);
        failing.before((_, _) -> {
            throw new InternalError("of the machine");
        });
        DeadlineClock some = clock(runner(failing));
        assertThatThrownBy(() -> some.fire(now, Instant.MAX)).isInstanceOf(InternalError.class);
    }

    /** The projector knows the read model once there is an instance. */
    @Test
    void without_any_instance_nothing_is_due() {
        enter(account, NOTE);
        assertThat(clock.fire(now, Instant.MAX)).isEqualTo(new Fired(0, 0, 0, true));
    }

    @Test
    void a_call_ends_at_its_time_and_the_next_one_goes_on() {
        for (int i = 0; i < 10; i++) {
            set(i, SET_DEADLINE, 1);
        }
        project();
        Instant due = NOW.plusSeconds(2L * MANY);
        now = due;
        InterceptedEventStore slow = new InterceptedEventStore(store);
        slow.before((_, read) -> now = read == 0 ? now.plusMillis(1) : now);
        DeadlineClock hurried = clock(runner(slow));
        Fired first = hurried.fire(due, due.plusMillis(5));
        assertThat(first.complete()).isFalse();
        assertThat(first.given()).isBetween(1, 9);
        slow.before(InterceptedEventStore.NONE);
        project();
        assertThat(hurried.fire(due, Instant.MAX))
                .isEqualTo(new Fired(10 - first.given(), 0, 0, true));
    }

    @Test
    void the_deadlines_of_all_tenants_are_reached() {
        for (String tenant : List.of("acme", "other")) {
            StreamName stream = new StreamName(Tenant.named(tenant), Entries.CATEGORY, "1");
            consumer.handle(enter(stream, amount(SET_SENDING_DEADLINE, 1)));
            consumer.handle(enter(stream, amount(NOTE, 1)));
        }
        now = NOW.plusSeconds(1);
        assertThat(fire()).isEqualTo(new Fired(2, 0, 0, true));
        for (String tenant : List.of("acme", "other")) {
            assertThat(commits(new StreamName(Tenant.named(tenant), Ledger.CATEGORY, "deadlines")))
                    .flatExtracting(
                            commit -> RecordedEvent.allOf(commit, Ledger.AGGREGATE.events()))
                    .extracting(RecordedEvent::event)
                    .containsExactly(NOW.plusSeconds(1) + "#1");
        }
    }

    @Test
    void a_clock_of_another_format_reads_the_same_deadlines() {
        new ProcessConsumer<>(
                        new ProcessRunner<>(
                                relay,
                                Ledger.TARGET,
                                store,
                                () -> now,
                                RETRIES,
                                EventFormat.PROTOBUF))
                .handle(enter(account, amount(SET_DEADLINE, 1)));
        now = NOW.plusSeconds(1);
        assertThat(fire()).isEqualTo(new Fired(1, 0, 0, true));
    }
}
