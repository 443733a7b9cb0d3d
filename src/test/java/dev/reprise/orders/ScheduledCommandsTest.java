package dev.reprise.orders;

import static dev.reprise.orders.ScheduleFixture.START;
import static dev.reprise.orders.ScheduleFixture.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.Tenant;
import dev.reprise.orders.DueRefusal.ByOrder;
import dev.reprise.orders.DueRefusal.PersonalDataErased;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CancelOrder;
import dev.reprise.orders.Order.Command.Change;
import dev.reprise.orders.Order.Command.ChangeOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import dev.reprise.orders.OrderSchedule.Entry;
import dev.reprise.orders.OrderSchedule.Outcome;
import dev.reprise.orders.OrderSchedule.Pending;
import dev.reprise.personal.Subject;
import dev.reprise.personal.SubjectKeys;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlineClock.Fired;
import dev.reprise.projections.InterceptedEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What scheduled commands do, with a clock that is moved by hand. */
class ScheduledCommandsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant LATER = START.plus(HOUR);
    private static final ShippingAddress ADDRESS = new ShippingAddress("1 Sea Road, Hull");
    private static final ShipOrder SHIP = new ShipOrder(ADDRESS);
    private static final Fired NOTHING = new Fired(0, 0, 0, true);
    private static final Fired ONE = new Fired(1, 0, 0, true);

    private final ScheduleFixture all = new ScheduleFixture();

    private static SchedulingRejection rejected(CommandResult<Entry, SchedulingRejection> result) {
        assertThat(result).isInstanceOf(CommandResult.Rejected.class);
        return ((CommandResult.Rejected<Entry, SchedulingRejection>) result).reason();
    }

    private static void assertHandled(
            CommandResult<Entry, SchedulingRejection> result, boolean replayed) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        CommandResult.Handled.class,
                        handled -> assertThat(handled.replayed()).isEqualTo(replayed));
    }

    private List<OrderLine> lines() {
        return ((Order.Created) all.order()).contents().items().lines();
    }

    // Scheduling

    @Test
    void scheduling_records_one_commit_and_leaves_the_order_as_it_is() {
        List<Commit> before = all.commits(all.order.stream());

        assertHandled(all.schedule("k", SHIP, LATER), false);

        assertThat(all.commits(all.schedule)).hasSize(1);
        assertThat(all.stored(all.schedule)).contains("CommandScheduled", "DeadlineSet");
        assertThat(all.commits(all.order.stream())).isEqualTo(before);
        Pending pending = all.commands.of(all.order).pending(all.id("k")).orElseThrow();
        assertThat(pending.command().runsAt()).isEqualTo(LATER);
        assertThat(pending.command().scheduledBy()).contains("alice");
        assertThat(all.commands.content(all.order, pending)).contains(SHIP);
    }

    @Test
    void the_address_is_stored_encrypted_only() {
        all.schedule("k", SHIP, LATER);
        all.schedule("l", new ChangeOrder(List.of(SHIP)), LATER);
        all.schedule("m", new CancelOrder(new CancellationReason("moved to Hull")), LATER);

        assertThat(all.stored(all.schedule)).contains("~user123~").doesNotContain("Hull");
    }

    @Test
    void a_repeated_call_gets_the_first_answer_even_after_the_command_was_due() {
        all.schedule("k", SHIP, LATER);
        all.now = LATER.plus(DAY);

        assertHandled(all.schedule("k", SHIP, LATER), true);
        assertThat(all.commits(all.schedule)).hasSize(1);
    }

    @Test
    void the_same_key_for_another_command_or_another_time_is_refused() {
        all.schedule("k", SHIP, LATER);

        assertThat(all.schedule("k", new AddItem(item("b")), LATER))
                .isInstanceOf(CommandResult.CommandIdReused.class);
        assertThat(all.schedule("k", SHIP, LATER.plusSeconds(1)))
                .isInstanceOf(CommandResult.CommandIdReused.class);
    }

    @Test
    void a_command_runs_in_the_future_and_within_366_days() {
        assertThat(rejected(all.schedule("now", SHIP, START)))
                .isEqualTo(new SchedulingRejection.NotInFuture(START));
        Instant latest = START.plus(Duration.ofDays(366));
        assertThat(rejected(all.schedule("late", SHIP, latest.plusMillis(1))))
                .isEqualTo(new SchedulingRejection.TooFarAhead(latest));
        assertThat(all.commits(all.schedule)).isEmpty();
        assertHandled(all.schedule("latest", SHIP, latest), false);
    }

    @Test
    void a_hundred_commands_wait_at_most() {
        for (int i = 0; i < OrderSchedule.MAX_PENDING; i++) {
            assertHandled(all.schedule("k" + i, new RemoveItem(new ItemId("a")), LATER), false);
        }
        assertThat(rejected(all.schedule("more", SHIP, LATER)))
                .isEqualTo(new SchedulingRejection.TooManyPending());

        all.cancel(all.commands, "k7");
        assertHandled(all.schedule("more", SHIP, LATER), false);
    }

    @Test
    void their_contents_take_a_bounded_number_of_characters_together() {
        List<Change> many =
                IntStream.range(0, 600).<Change>mapToObj(i -> new AddItem(item("i" + i))).toList();
        assertHandled(all.schedule("k", new ChangeOrder(many), LATER), false);

        assertThat(rejected(all.schedule("l", new ChangeOrder(many), LATER)))
                .isEqualTo(new SchedulingRejection.ContentsTooLarge());
    }

    @Test
    void a_command_that_is_too_large_alone_is_told_apart() {
        List<Change> many =
                IntStream.range(0, 1_000)
                        .<Change>mapToObj(i -> new AddItem(item("item-" + i)))
                        .toList();

        assertThat(rejected(all.schedule("k", new ChangeOrder(many), LATER)))
                .isInstanceOfSatisfying(
                        SchedulingRejection.ContentTooLarge.class,
                        tooLarge ->
                                assertThat(tooLarge.characters())
                                        .isGreaterThan(OrderSchedule.MAX_CHARACTERS));
    }

    @Test
    void a_call_for_a_wrong_time_makes_no_key_of_the_customer() {
        all.schedule("now", SHIP, START);
        all.schedule("late", SHIP, START.plus(Duration.ofDays(400)));

        assertThat(all.keys.find(new Subject(Tenant.ONLY, ScheduleFixture.CUSTOMER.value())))
                .isInstanceOf(SubjectKeys.Found.Nothing.class);
    }

    /** Only the last 512 commits are searched for a key, and a command may wait longer. */
    @Test
    void a_key_that_is_no_longer_recognised_is_still_refused_for_another_command() {
        all.schedule("k", SHIP, LATER.plus(DAY));
        for (int i = 0; i < 520; i++) {
            all.schedule("other" + i, new RemoveItem(new ItemId("a")), LATER);
            all.cancel(all.commands, "other" + i);
        }
        ScheduledCommands fresh = all.commands(all.store);
        List<Commit> before = all.commits(all.schedule);

        assertHandled(all.schedule(fresh, "k", SHIP, LATER.plus(DAY)), false);
        for (CommandResult<Entry, SchedulingRejection> other :
                List.of(
                        all.schedule(fresh, "k", SHIP, LATER.plus(HOUR)),
                        all.schedule(fresh, "k", new AddItem(item("b")), LATER.plus(DAY)),
                        all.schedule(
                                fresh,
                                "k",
                                new ShipOrder(new ShippingAddress("elsewhere")),
                                LATER.plus(DAY)))) {
            assertThat(rejected(other)).isEqualTo(new SchedulingRejection.IdReused());
        }
        assertThat(all.commits(all.schedule)).isEqualTo(before);
    }

    // Running

    @Test
    void it_runs_at_its_time_and_once() {
        all.schedule("k", SHIP, LATER);
        assertThat(all.fireAfter(HOUR.minusMillis(1))).isEqualTo(NOTHING);

        assertThat(all.fireAfter(Duration.ofMillis(1))).isEqualTo(ONE);

        assertThat(all.order())
                .isInstanceOfSatisfying(
                        Order.Shipped.class,
                        shipped -> assertThat(shipped.shippingAddress().known()).contains(ADDRESS));
        assertThat(all.outcome("k")).isEqualTo(new Outcome.Ran());
        List<Commit> ofOrder = all.commits(all.order.stream());
        assertThat(all.fireAfter(DAY)).isEqualTo(NOTHING);
        assertThat(all.commits(all.order.stream())).isEqualTo(ofOrder).hasSize(2);
    }

    @Test
    void a_clock_whose_read_model_is_behind_does_not_run_it_again() {
        all.schedule("k", new AddItem(item("b")), LATER);
        all.fireAfter(HOUR);

        // Without the step in the read model.
        all.clock(all.store).fire(all.now, Instant.MAX);

        assertThat(all.commits(all.order.stream())).hasSize(2);
    }

    @Test
    void its_commit_names_who_scheduled_it_and_what_caused_it() {
        all.schedule("k", SHIP, LATER);
        all.fireAfter(HOUR);

        Metadata metadata = all.commits(all.order.stream()).getLast().metadata();
        assertThat(metadata.actor()).isEqualTo("alice");
        assertThat(metadata.correlationId()).isEqualTo("correlation-1");
        assertThat(metadata.causationId()).isEqualTo("scheduled_commands-o1@2");
        assertThat(all.commits(all.schedule).getLast().metadata()).isEqualTo(metadata);
    }

    @Test
    void commands_that_are_due_together_run_in_the_order_of_their_time() {
        all.schedule("ship", SHIP, LATER.plusSeconds(2));
        all.schedule("add", new AddItem(item("b")), LATER.plusSeconds(1));
        all.schedule("remove", new RemoveItem(new ItemId("a")), LATER);

        assertThat(all.fireAfter(DAY)).isEqualTo(new Fired(3, 0, 0, true));

        assertThat(lines()).extracting(line -> line.itemId().value()).containsExactly("b");
        assertThat(all.order()).isInstanceOf(Order.Shipped.class);
    }

    @Test
    void the_later_commands_of_an_order_wait_for_one_that_failed() {
        all.schedule("add", new AddItem(item("b")), LATER);
        all.schedule("ship", SHIP, LATER.plusSeconds(1));
        all.now = LATER.plus(DAY);
        all.project();
        InterceptedEventStore failing = new InterceptedEventStore(all.store);
        failing.before((stream, _) -> {
            if (stream.equals(all.order.stream())) {
                failing.before(InterceptedEventStore.NONE);
                throw new StoreUnavailableException(Reason.THROTTLED, "throttled");
            }
        });
        DeadlineClock clock = all.clock(failing);

        assertThat(clock.fire(all.now, Instant.MAX)).isEqualTo(new Fired(0, 1, 1, true));
        assertThat(clock.fire(all.now, Instant.MAX)).isEqualTo(new Fired(2, 0, 0, true));

        assertThat(all.outcome("add")).isEqualTo(new Outcome.Ran());
        assertThat(all.outcome("ship")).isEqualTo(new Outcome.Ran());
        assertThat(lines()).extracting(line -> line.itemId().value()).containsExactly("a", "b");
    }

    // Refusals

    @Test
    void a_refusal_by_the_order_is_recorded_and_not_tried_again() {
        all.schedule("k", new AddItem(item("b")), LATER);
        all.handle(SHIP);
        List<Commit> ofOrder = all.commits(all.order.stream());

        assertThat(all.fireAfter(HOUR)).isEqualTo(ONE);

        assertThat(all.outcome("k"))
                .isEqualTo(new Outcome.Refused(new ByOrder(new Order.Rejection.AlreadyShipped())));
        assertThat(all.stored(all.schedule))
                .contains("ScheduledCommandRefused", "order-already-shipped")
                .doesNotContain("ScheduledCommandRan");
        assertThat(all.commits(all.schedule).getLast().metadata().actor()).isEqualTo("alice");
        assertThat(all.commits(all.order.stream())).isEqualTo(ofOrder);
        List<Commit> steps = all.commits(all.schedule);
        assertThat(all.fireAfter(DAY)).isEqualTo(NOTHING);
        assertThat(all.commits(all.schedule)).isEqualTo(steps);
    }

    @Test
    void a_refused_change_says_which_one() {
        all.schedule(
                "k",
                new ChangeOrder(
                        List.of(new AddItem(item("b")), new RemoveItem(new ItemId("nothing")))),
                LATER);
        all.fireAfter(HOUR);

        assertThat(all.outcome("k"))
                .isEqualTo(
                        new Outcome.Refused(
                                new ByOrder(
                                        new Order.Rejection.ChangeRejected(
                                                1,
                                                new Order.Rejection.ItemNotInOrder(
                                                        new ItemId("nothing"))))));
        assertThat(lines()).hasSize(1);
    }

    @Test
    void a_command_that_changes_nothing_has_run() {
        all.schedule("k", SHIP, LATER);
        all.handle(SHIP);

        assertThat(all.fireAfter(HOUR)).isEqualTo(ONE);

        assertThat(all.outcome("k")).isEqualTo(new Outcome.Ran());
        assertThat(all.commits(all.order.stream())).hasSize(2);
    }

    // Forgotten customers

    @Test
    void an_address_of_a_forgotten_customer_is_neither_shown_nor_used() {
        all.schedule("k", SHIP, LATER);
        all.forget();

        Pending pending = all.commands.of(all.order).pending(all.id("k")).orElseThrow();
        assertThat(all.commands.content(all.order, pending)).isEmpty();
        assertThat(all.fireAfter(HOUR)).isEqualTo(ONE);
        assertThat(all.outcome("k")).isEqualTo(new Outcome.Refused(new PersonalDataErased()));
        assertThat(all.order()).isInstanceOf(Order.Open.class);
    }

    @Test
    void a_command_without_personal_values_of_a_forgotten_customer_runs() {
        all.schedule("k", new AddItem(item("b")), LATER);
        all.forget();

        all.fireAfter(HOUR);

        assertThat(all.outcome("k")).isEqualTo(new Outcome.Ran());
        assertThat(lines()).hasSize(2);
    }

    @Test
    void an_address_of_a_forgotten_customer_cannot_be_scheduled() {
        all.forget();

        assertThat(rejected(all.schedule("k", SHIP, LATER)))
                .isEqualTo(new SchedulingRejection.CustomerForgotten());
    }

    // Cancelling

    @Test
    void a_cancelled_command_never_runs() {
        all.schedule("k", SHIP, LATER);
        assertHandled(all.cancel(all.commands, "k"), false);

        assertThat(all.fireAfter(DAY)).isEqualTo(NOTHING);

        assertThat(all.outcome("k")).isEqualTo(new Outcome.Cancelled());
        assertThat(all.order()).isInstanceOf(Order.Open.class);
    }

    @Test
    void a_clock_that_does_not_know_of_the_cancellation_runs_nothing() {
        all.schedule("k", SHIP, LATER);
        all.project();
        all.cancel(all.commands, "k");
        all.now = LATER;

        assertThat(all.clock(all.store).fire(all.now, Instant.MAX)).isEqualTo(ONE);

        assertThat(all.order()).isInstanceOf(Order.Open.class);
        assertThat(all.commits(all.schedule)).hasSize(2);
    }

    @Test
    void cancelling_again_records_nothing() {
        all.schedule("k", SHIP, LATER);
        all.cancel(all.commands, "k");

        assertHandled(all.cancel(all.commands, "k"), false);
        assertThat(all.commits(all.schedule)).hasSize(2);
    }

    @Test
    void a_command_that_ran_or_was_refused_cannot_be_cancelled() {
        all.schedule("ran", SHIP, LATER);
        all.schedule("refused", new AddItem(item("b")), LATER.plusSeconds(1));
        all.fireAfter(DAY);

        for (String key : List.of("ran", "refused")) {
            assertThat(rejected(all.cancel(all.commands, key)))
                    .isEqualTo(
                            new SchedulingRejection.AlreadyEnded(
                                    all.commands.of(all.order).ended(all.id(key)).orElseThrow()));
        }
        assertThat(rejected(all.cancel(all.commands, "nothing")))
                .isEqualTo(new SchedulingRejection.NotFound());
    }

    // The list

    @Test
    void the_last_twenty_that_ended_are_listed() {
        for (int i = 0; i < 60; i++) {
            all.schedule("k" + i, new RemoveItem(new ItemId("a")), all.now.plusSeconds(1));
            all.fireAfter(Duration.ofSeconds(1));
        }
        OrderSchedule schedule = all.commands.of(all.order);

        assertThat(schedule.pending()).isEmpty();
        assertThat(schedule.ended())
                .extracting(ended -> ended.command().id())
                .isEqualTo(IntStream.range(40, 60).mapToObj(i -> all.id("k" + i)).toList());
        assertThat(schedule.ended().getFirst().outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(all.commits(all.schedule))
                .as("a long schedule has snapshots")
                .anyMatch(commit -> commit.snapshot().isPresent());
    }

    /** The order's stream does not know the key of a scheduled command. */
    @Test
    void the_key_without_a_time_is_another_command() {
        all.schedule("k", SHIP, LATER);

        assertThat(
                        all.orders.handle(
                                all.order,
                                SHIP,
                                new CommandId("k"),
                                new Precondition.None(),
                                Metadata.NONE))
                .isInstanceOf(CommandResult.Handled.class);
    }

    @Test
    void an_unknown_caller_leaves_the_process_as_the_actor() {
        all.commands.schedule(
                all.order,
                ScheduleFixture.CUSTOMER,
                SHIP,
                LATER,
                new CommandId("k"),
                Metadata.NONE);
        assertThat(all.commands.of(all.order).pending().getFirst().command().scheduledBy())
                .isEqualTo(Optional.empty());

        all.fireAfter(HOUR);

        Metadata metadata = all.commits(all.order.stream()).getLast().metadata();
        assertThat(metadata.actor()).isEqualTo("process:scheduled_commands");
        assertThat(metadata.correlationId()).isEqualTo("scheduled_commands-o1@2");
    }
}
