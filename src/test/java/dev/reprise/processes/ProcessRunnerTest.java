package dev.reprise.processes;

import static dev.reprise.processes.Relay.CANCEL_DEADLINES;
import static dev.reprise.processes.Relay.NOBODYS;
import static dev.reprise.processes.Relay.NOTE;
import static dev.reprise.processes.Relay.NOTE_AND_SEND;
import static dev.reprise.processes.Relay.NOTHING;
import static dev.reprise.processes.Relay.PLAIN;
import static dev.reprise.processes.Relay.SEND;
import static dev.reprise.processes.Relay.SENDING;
import static dev.reprise.processes.Relay.SEND_IF_UNCHANGED;
import static dev.reprise.processes.Relay.SEND_IMPURE;
import static dev.reprise.processes.Relay.SEND_NEEDLESS;
import static dev.reprise.processes.Relay.SEND_OTHER_IF_REJECTED;
import static dev.reprise.processes.Relay.SEND_REJECTED;
import static dev.reprise.processes.Relay.SEND_REJECTED_FOREVER;
import static dev.reprise.processes.Relay.SET_DEADLINE;
import static dev.reprise.processes.Relay.SET_SENDING_DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Verification.Intact;
import dev.reprise.feed.FeedEntry;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessRunnerTest extends ProcessFixture {

    private static final int DAY = 86_400;

    @Test
    void a_step_with_a_command_is_appended_to_both_streams_together() {
        consumer.handle(enter(account, NOTE_AND_SEND));
        assertThat(events(instance("0")))
                .containsExactly(new ReactedTo<>("account-1", 1), new Own<>("account-1@1"));
        assertThat(booked("1")).containsExactly("account-1@1#0");
        Commit step = commits(instance("0")).getFirst();
        assertThat(step.partners()).containsOnlyKeys(ledger("1"));
        assertThat(commits(ledger("1")))
                .extracting(Commit::commandId)
                .containsExactly(step.commandId());
        assertThat(step.commandId().isOfProcess()).as("no caller may send this id").isTrue();
    }

    @Test
    void an_event_that_comes_again_changes_nothing() {
        FeedEntry sends = enter(account, NOTE_AND_SEND);
        FeedEntry notes = enter(account, NOTE);
        FeedEntry rejected = enter(account, SEND_REJECTED);
        List<FeedEntry> all = List.of(sends, notes, rejected);
        all.forEach(consumer::handle);
        List<ProcessEvent<String>> once = events(instance("0"));
        all.forEach(consumer::handle);
        all.forEach(new ProcessConsumer<>(runner(store))::handle);
        assertThat(events(instance("0"))).isEqualTo(once);
        assertThat(booked("1")).hasSize(1);
    }

    @Test
    void an_event_that_comes_again_after_hundreds_of_steps_changes_nothing() {
        FeedEntry first = enter(account, NOTE_AND_SEND);
        consumer.handle(first);
        for (int i = 0; i < 600; i++) {
            consumer.handle(enter(account, NOTE));
        }
        consumer.handle(first);
        new ProcessConsumer<>(runner(store)).handle(first);
        assertThat(commits(instance("0"))).hasSize(601);
        assertThat(booked("1")).hasSize(1);
    }

    @Test
    void a_long_instance_has_snapshots_that_equal_its_events() {
        consumer.handle(enter(account, amount(SET_SENDING_DEADLINE, DAY)));
        for (int i = 0; i < 70; i++) {
            new ProcessConsumer<>(runner(store)).handle(enter(account, NOTE));
        }
        assertThat(commits(instance("0")))
                .filteredOn(commit -> commit.snapshot().isPresent())
                .hasSize(2);
        assertThat(
                        runner.snapshots()
                                .firstWrong(
                                        instance("0"),
                                        Intact.none(instance("0")),
                                        (Intact) store.verify(instance("0"))))
                .isEmpty();
        now = NOW.plusSeconds(DAY);
        assertThat(fire()).isEqualTo(new Fired(1, 0, 0, true));
        assertThat(booked("deadlines")).containsExactly(now + "#70");
    }

    @Test
    void what_it_does_not_react_to_writes_nothing() {
        consumer.handle(enter(account, NOTHING, NOBODYS));
        assertThat(commits(instance("0"))).isEmpty();
    }

    @Test
    void a_rejected_command_is_recorded_with_what_the_process_makes_of_it() {
        consumer.handle(enter(account, SEND_REJECTED));
        assertThat(events(instance("0")))
                .containsExactly(
                        new ReactedTo<>("account-1", 1),
                        new CommandRejected<>("ledger-1"),
                        new Own<>("no rejectaccount-1@1#0"));
        assertThat(booked("1")).isEmpty();
    }

    @Test
    void a_command_that_finds_nothing_to_do_is_recorded_in_the_process() {
        consumer.handle(enter(account, SEND_NEEDLESS));
        assertThat(events(instance("0"))).containsExactly(new ReactedTo<>("account-1", 1));
        assertThat(booked("1")).isEmpty();
    }

    @Test
    void events_of_a_commit_that_only_change_deadlines_are_one_step() {
        consumer.handle(
                enter(
                        account,
                        amount(SET_DEADLINE, 1),
                        amount(SET_DEADLINE, 2),
                        amount(SET_SENDING_DEADLINE, 3),
                        NOTHING,
                        NOTE_AND_SEND,
                        SEND,
                        CANCEL_DEADLINES));
        assertThat(events(instance("0")))
                .containsExactly(
                        new ReactedTo<>("account-1", 5),
                        new Own<>("account-1@5"),
                        new DeadlineSet<>(PLAIN, NOW.plusSeconds(2)),
                        new DeadlineSet<>(SENDING, NOW.plusSeconds(3)),
                        new ReactedTo<>("account-1", 6),
                        new ReactedTo<>("account-1", 7),
                        new DeadlineCancelled<>(PLAIN),
                        new DeadlineCancelled<>(SENDING));
        assertThat(booked("1")).containsExactly("account-1@5#0", "account-1@6#1");
    }

    @Test
    void deadlines_are_reached_in_the_order_of_their_time() {
        consumer.handle(enter(account, amount(SET_DEADLINE, 2), amount(SET_SENDING_DEADLINE, 1)));
        now = NOW.plusSeconds(5);
        assertThat(fire()).isEqualTo(new Fired(2, 0, 0, true));
        assertThat(events(instance("0")))
                .endsWith(
                        new DeadlineReached<>(SENDING, NOW.plusSeconds(1)),
                        new DeadlineReached<>(PLAIN, NOW.plusSeconds(2)),
                        new Own<>("reached " + NOW.plusSeconds(2)));
        assertThat(booked("deadlines")).containsExactly(NOW.plusSeconds(1) + "#0");
    }

    @Test
    void a_deadline_is_not_reached_before_its_time() {
        consumer.handle(enter(account, amount(SET_DEADLINE, 1)));
        now = NOW.plusMillis(999);
        assertThat(fire()).isEqualTo(new Fired(0, 0, 0, true));
    }

    /** The read model is a moment behind. */
    @Test
    void a_deadline_that_is_given_again_or_was_cancelled_changes_nothing() {
        consumer.handle(enter(account, amount(SET_DEADLINE, 1)));
        consumer.handle(enter(account, amount(SET_SENDING_DEADLINE, 1)));
        project();
        consumer.handle(enter(account, CANCEL_DEADLINES));
        now = NOW.plusSeconds(5);
        List<ProcessEvent<String>> before = events(instance("0"));
        assertThat(clock.fire(now, now.plusSeconds(1))).isEqualTo(new Fired(2, 0, 0, true));
        assertThat(events(instance("0"))).isEqualTo(before);
        assertThat(booked("deadlines")).isEmpty();
    }

    @Test
    void a_deadline_that_is_set_again_for_the_same_instant_is_reached_again() {
        now = NOW.plusSeconds(10);
        for (int i = 1; i <= 3; i++) {
            consumer.handle(enter(account, amount(SET_SENDING_DEADLINE, 0)));
            assertThat(fire()).isEqualTo(new Fired(1, 0, 0, true));
            assertThat(booked("deadlines")).hasSize(i);
        }
    }

    @Test
    void a_deadline_that_was_set_to_another_time_is_reached_then_only() {
        consumer.handle(enter(account, amount(SET_DEADLINE, 1)));
        consumer.handle(enter(account, amount(SET_DEADLINE, 7)));
        now = NOW.plusSeconds(5);
        assertThat(fire()).isEqualTo(new Fired(0, 0, 0, true));
        now = NOW.plusSeconds(7);
        assertThat(fire()).isEqualTo(new Fired(1, 0, 0, true));
    }

    @Test
    void a_step_carries_the_correlation_and_the_event_that_made_it() {
        Metadata trigger = new Metadata("correlation", "request-1", "alice");
        consumer.handle(enter(account, trigger, amount(SET_SENDING_DEADLINE, DAY), SEND));
        Metadata step = new Metadata("correlation", "account-1@2", "process:test_relay");
        assertThat(commits(instance("0"))).extracting(Commit::metadata).containsExactly(step);
        assertThat(commits(ledger("1"))).extracting(Commit::metadata).containsExactly(step);
        now = NOW.plusSeconds(DAY);
        fire();
        assertThat(commits(ledger("deadlines")))
                .extracting(Commit::metadata)
                .containsExactly(
                        new Metadata("correlation", "test_relay-0@2", "process:test_relay"));
    }

    @Test
    void a_step_correlates_with_its_event_if_that_correlates_with_nothing() {
        consumer.handle(enter(account, SEND));
        assertThat(commits(ledger("1")).getFirst().metadata().correlationId())
                .isEqualTo("account-1@1");
    }

    @Test
    void the_depth_rises_with_each_reaction_in_a_row() {
        consumer.handle(react("order-1@2", SEND));
        consumer.handle(react("order-1@2/17", SEND));
        assertThat(commits(ledger("1")))
                .extracting(commit -> commit.metadata().causationId())
                .containsExactly("account-1@1/2", "account-1@2/18");
    }

    @Test
    void more_than_32_reactions_in_a_row_are_refused() {
        consumer.handle(react("order-1@2/31", SEND));
        FeedEntry tooDeep = react("order-1@2/32", SEND);
        assertThatThrownBy(() -> consumer.handle(tooDeep))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the reaction of test_relay-0 to account-1@2 would be the 33rd in a row:"
                                + " processes answer each other in a circle. Correct them, and then"
                                + " redrive the event");
        assertThat(booked("1")).hasSize(1);
    }

    /** Only processes have such command ids, but anyone may send such a causation id. */
    @Test
    void a_causation_id_of_somebody_else_has_no_depth() {
        consumer.handle(enter(account, new Metadata(null, "order-1@2/32", "process:other"), SEND));
        assertThat(commits(ledger("1")).getFirst().metadata().causationId())
                .isEqualTo("account-1@1");
    }

    @Test
    void a_circle_that_leads_over_deadlines_is_found() {
        consumer.handle(react("order-1@2/5", amount(SET_SENDING_DEADLINE, 1)));
        consumer.handle(react("order-1@2/5", amount(SET_DEADLINE, 120)));
        now = NOW.plusSeconds(1);
        fire();
        now = NOW.plusSeconds(120);
        fire();
        assertThat(commits(instance("0")))
                .extracting(commit -> commit.metadata().causationId())
                .containsExactly(
                        "account-1@1/6", "account-1@2/6", "test_relay-0@2/7", "test_relay-0@4");
    }

    /** Enters an amount as a step of another process. */
    private FeedEntry react(String causation, int amount) {
        return enter(
                account,
                CommandId.ofProcess(new FramedDigest().add(causation + amount).digest()),
                new Metadata(null, causation, "process:other"),
                amount);
    }

    @Test
    void an_entry_without_its_events_cannot_be_handled() {
        FeedEntry entry = enter(account, SEND);
        FeedEntry without =
                new FeedEntry(
                        entry.position(),
                        entry.stream(),
                        entry.firstSequenceNumber(),
                        entry.count(),
                        entry.at(),
                        entry.commandId(),
                        entry.metadata(),
                        entry.commitHash(),
                        Optional.empty());
        assertThat(consumer.wants(without)).isTrue();
        assertThatThrownBy(() -> consumer.handle(without))
                .hasMessage(
                        "the event store could not read commit 1 of account-1: verify the stream");
    }

    @Test
    void another_command_may_be_sent_in_place_of_a_rejected_one() {
        consumer.handle(enter(account, amount(SET_SENDING_DEADLINE, 1), SEND_OTHER_IF_REJECTED));
        assertThat(events(instance("0")))
                .containsExactly(
                        new ReactedTo<>("account-1", 2),
                        new CommandRejected<>("ledger-1"),
                        new Own<>("other"),
                        new DeadlineSet<>(SENDING, NOW.plusSeconds(1)),
                        new DeadlineSet<>(PLAIN, NOW));
        assertThat(booked("1")).isEmpty();
        assertThat(booked("other")).containsExactly("instead of 1");
        assertThat(commits(instance("0")).getFirst().partners()).containsOnlyKeys(ledger("other"));
    }

    /** Otherwise the deadline would not be set, or the event would never be handled. */
    @Test
    void a_command_if_unchanged_cannot_be_the_reaction_to_an_event() {
        FeedEntry entry = enter(account, amount(SET_DEADLINE, 1), SEND_IF_UNCHANGED, NOTE);
        assertThatThrownBy(() -> consumer.handle(entry))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "test_relay reacts to an event by sendIfUnchanged to ledger-1, which only a"
                                + " reaction to a deadline may use: use send, or set a deadline for"
                                + " the time of the event, and send the command when it is"
                                + " reached");
        assertThat(commits(instance("0"))).isEmpty();
    }

    /** Otherwise the consumer would try this event again and again, and handle no later one. */
    @Test
    void a_process_that_is_not_pure_is_stopped() {
        assertThatThrownBy(() -> consumer.handle(enter(account, SEND_IMPURE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the reaction of test_relay-0 to account-1@1 was computed 64 times, and"
                                + " differed each time. The process is not pure. The same state and"
                                + " event must give an equal reaction: give its events and commands"
                                + " an equals method, such as that of a record, and use no clock and"
                                + " no randomness. Then redrive the event");
        assertThat(commits(instance("0"))).isEmpty();
    }

    @Test
    void a_process_that_answers_each_rejection_by_another_command_is_stopped() {
        assertThatThrownBy(() -> consumer.handle(enter(account, SEND_REJECTED_FOREVER)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the reaction of test_relay-0 to account-1@1 sent 8 commands, and each was"
                                + " rejected. Correct onRejection of the process: it has to end");
        assertThat(commits(instance("0"))).isEmpty();
    }
}
