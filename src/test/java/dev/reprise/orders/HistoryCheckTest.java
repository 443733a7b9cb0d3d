package dev.reprise.orders;

import static dev.reprise.orders.OrderSamples.ADDRESS;
import static dev.reprise.orders.OrderSamples.CUSTOMER;
import static dev.reprise.orders.OrderSamples.ORDER;
import static dev.reprise.orders.OrderSamples.WIDGETS;
import static dev.reprise.orders.OrderSamples.item;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.Verification;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.Order.Command.RemoveItem;
import dev.reprise.orders.Order.Command.ShipOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The histories that cannot have happened, and those that can. */
class HistoryCheckTest {

    private static final Precondition NONE = new Precondition.None();
    private static final Order.Command CREATE = new CreateOrder(CUSTOMER, List.of(), null);
    private static final Order.Command ADD = new AddItem(WIDGETS);
    private static final Order.Command REMOVE = new RemoveItem(WIDGETS.itemId());
    private static final Order.Rejection NOT_IN_ORDER =
            new Order.Rejection.ItemNotInOrder(WIDGETS.itemId());

    private final EventStore store = new InMemoryEventStore();
    private final Writer writer =
            Writer.of(
                    new Orders(store, new OrderEventCodec(), () -> Commits.AT, () -> () -> false));
    private final List<Call> calls = new ArrayList<>();

    /** A call that is made, and recorded as it was. */
    private CommandResult<VersionedState<Order>, Order.Rejection> call(
            long begun, long answered, Request request) {
        CommandResult<VersionedState<Order>, Order.Rejection> result = handle(request);
        told(begun, answered, request, result);
        return result;
    }

    /** A call that is made, and whose answer is lost. */
    private void unanswered(long begun, Request request) {
        handle(request);
        calls.add(new Call(request, "writer", begun, Optional.empty()));
    }

    /** A call that is recorded, whether it was so or not. */
    private void told(
            long begun,
            long answered,
            Request request,
            CommandResult<VersionedState<Order>, Order.Rejection> result) {
        calls.add(
                new Call(request, "writer", begun, Optional.of(new Call.Answer(answered, result))));
    }

    private CommandResult<VersionedState<Order>, Order.Rejection> handle(Request request) {
        return writer.handle(request).orElseThrow();
    }

    private static Request request(String id, Order.Command command) {
        return request(id, command, NONE);
    }

    private static Request request(String id, Order.Command command, Precondition precondition) {
        return new Request(ORDER, new CommandId(id), command, precondition);
    }

    private static Precondition version(long version) {
        return new Precondition.VersionIn(Set.of(new StreamVersion(version)));
    }

    private static CommandResult<VersionedState<Order>, Order.Rejection> rejected(
            Order.Rejection reason) {
        return new CommandResult.Rejected<>(reason);
    }

    private static CommandResult<VersionedState<Order>, Order.Rejection> notAt(long actual) {
        return new CommandResult.PreconditionFailed<>(new StreamVersion(actual));
    }

    private List<Commit> stored() {
        return Commits.all(store, ORDER.stream());
    }

    private void check() {
        check(stored(), store.verify(ORDER.stream()));
    }

    private void check(List<Commit> commits, Verification verification) {
        new HistoryCheck("seed 42", ORDER, commits, verification).check(calls);
    }

    private void assertRefused(String why) {
        assertRefused(why, stored(), store.verify(ORDER.stream()));
    }

    private void assertRefused(String why, List<Commit> commits, Verification verification) {
        assertThatThrownBy(() -> check(commits, verification))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed 42, " + ORDER + ": ")
                .hasMessageContaining(why);
    }

    /** The fold as of the end. */
    private CommandResult<VersionedState<Order>, Order.Rejection> current() {
        return new CommandResult.Handled<>(
                new Orders(store).replay().current(ORDER.stream()).orElseThrow());
    }

    @Test
    void calls_one_after_the_other_fit() {
        call(1, 2, request("early", ADD));
        call(3, 4, request("c", CREATE));
        call(5, 6, request("a", ADD, version(1)));
        call(7, 8, request("late", ADD, version(1)));
        call(9, 10, request("a", ADD, version(1)));
        call(11, 12, request("a", REMOVE));
        call(13, 14, request("s", new ShipOrder(ADDRESS)));
        call(15, 16, request("s2", new ShipOrder(ADDRESS)));
        call(17, 18, request("r", REMOVE));
        check();
    }

    @Test
    void an_order_that_nobody_was_told_of_fits() {
        call(1, 2, request("early", ADD));
        check();
    }

    @Test
    void a_call_without_an_answer_may_have_been_recorded_or_not() {
        unanswered(1, request("c", CREATE));
        unanswered(2, request("r", REMOVE));
        check();
    }

    @Test
    void a_call_without_an_answer_may_be_recorded_late() {
        unanswered(1, request("c", CREATE));
        told(2, 3, request("a", ADD), rejected(new Order.Rejection.OrderNotFound()));
        call(4, 5, request("a2", ADD));
        check();
    }

    @Test
    void calls_at_once_may_have_been_handled_in_any_order() {
        call(1, 2, request("c", CREATE));
        call(4, 5, request("a", ADD));
        told(3, 6, request("before", REMOVE), rejected(NOT_IN_ORDER));
        told(3, 7, request("after", CREATE, version(9)), notAt(2));
        check();
    }

    @Test
    void a_command_that_met_others_each_time_says_nothing() {
        call(1, 2, request("c", CREATE));
        told(3, 4, request("a", ADD), new CommandResult.Contended<>(3));
        check();
    }

    @Test
    void a_lost_command_is_refused() {
        call(1, 2, request("c", CREATE));
        told(3, 4, request("a", ADD), current());
        assertRefused("at no version is it so answered");
    }

    @Test
    void a_doubled_command_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        append(stored().getLast().end(), request("a", ADD));
        assertRefused("command a is stored twice");
    }

    private void append(CommitBoundary end, Request request) {
        Commits.append(
                store,
                new NewCommit(
                        end,
                        new OrderEventCodec().encode(List.of(OrderSamples.WIDGETS_ADDED)),
                        request.id(),
                        request.hash(),
                        Metadata.NONE,
                        Commits.AT));
    }

    @Test
    void a_commit_that_nobody_asked_for_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        assertRefused("can have recorded commit 2, a");
    }

    @Test
    void a_commit_of_another_content_than_was_asked_for_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        unanswered(3, request("a", new AddItem(item("gadget", 1, "1"))));
        assertRefused("can have recorded commit 2, a");
    }

    @Test
    void a_commit_that_the_rules_forbid_is_refused() {
        call(1, 2, request("c", new CreateOrder(CUSTOMER, List.of(WIDGETS), null)));
        append(stored().getLast().end(), request("r", REMOVE));
        calls.add(new Call(request("r", REMOVE), "writer", 3, Optional.empty()));
        assertRefused("can have recorded commit 3, r");
    }

    @Test
    void a_commit_after_another_version_than_was_asked_for_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        calls.add(new Call(request("a", ADD, version(7)), "writer", 3, Optional.empty()));
        assertRefused("can have recorded commit 2, a");
    }

    @Test
    void a_command_that_was_told_no_and_is_stored_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        told(3, 4, request("a", ADD), notAt(1));
        assertRefused("can have recorded commit 2, a");
    }

    @Test
    void a_stale_rejection_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        told(5, 6, request("r", REMOVE), rejected(NOT_IN_ORDER));
        assertRefused("it is so answered up to version 1, and version 2 was seen before");
    }

    @Test
    void a_nothing_to_do_before_it_was_done_is_refused() {
        call(1, 2, request("c", new CreateOrder(CUSTOMER, List.of(WIDGETS), null)));
        unanswered(5, request("s", new ShipOrder(ADDRESS)));
        told(3, 4, request("s2", new ShipOrder(ADDRESS)), current());
        assertRefused("it is so answered from version 3 on, and a command up to there was not");
    }

    @Test
    void a_rejection_by_what_was_not_asked_for_yet_is_refused() {
        told(1, 2, request("c", CREATE), rejected(new Order.Rejection.OrderAlreadyExists()));
        call(3, 4, request("c2", CREATE));
        assertRefused("it is so answered from version 1 on, and a command up to there was not");
    }

    @Test
    void a_rejection_that_was_never_true_is_refused() {
        call(1, 2, request("c", CREATE));
        told(3, 4, request("a", ADD), rejected(new Order.Rejection.AlreadyShipped()));
        assertRefused("at no version is it so answered");
    }

    @Test
    void a_version_that_was_not_current_any_more_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        told(5, 6, request("a2", ADD, version(9)), notAt(1));
        assertRefused("it is so answered up to version 1, and version 2 was seen before");
    }

    @Test
    void a_version_that_was_not_current_yet_is_refused() {
        call(1, 2, request("c", CREATE));
        told(3, 4, request("a2", ADD, version(9)), notAt(2));
        call(5, 6, request("a", ADD));
        assertRefused("it is so answered from version 2 on, and a command up to there was not");
    }

    @Test
    void a_version_inside_a_commit_is_refused() {
        call(1, 2, request("c", new CreateOrder(CUSTOMER, List.of(WIDGETS), null)));
        told(3, 4, request("a2", ADD, version(9)), notAt(1));
        assertRefused("at no version is it so answered");
    }

    @Test
    void an_answer_with_a_state_that_never_was_is_refused() {
        call(1, 2, request("c", CREATE));
        CommandResult<VersionedState<Order>, Order.Rejection> created = current();
        handle(request("a", ADD));
        told(3, 4, request("a", ADD), created);
        assertRefused("at no version is it so answered");
    }

    @Test
    void a_repeated_command_that_is_told_of_what_came_after_it_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        told(5, 6, request("c", CREATE), current());
        assertRefused("at no version is it so answered");
    }

    @Test
    void a_commit_before_one_that_was_answered_before_it_was_asked_for_is_refused() {
        call(1, 2, request("c", CREATE));
        call(5, 6, request("later", ADD));
        call(3, 4, request("earlier", ADD));
        assertRefused("it is so answered from version 3 on, and a command up to there was not");
    }

    @Test
    void two_answers_that_go_back_are_refused_though_each_may_be_true() {
        call(1, 2, request("c", CREATE));
        unanswered(3, request("a", ADD));
        told(4, 5, request("x", ADD, version(9)), notAt(2));
        told(6, 7, request("r", REMOVE), rejected(NOT_IN_ORDER));
        assertRefused("it is so answered up to version 1, and version 2 was seen before");
    }

    @Test
    void a_gap_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        assertRefused(
                "commit 2 does not follow version 0",
                stored().subList(1, 2),
                store.verify(ORDER.stream()));
    }

    @Test
    void a_broken_chain_is_refused() {
        call(1, 2, request("c", CREATE));
        assertRefused(
                "the chain is not that of the commits",
                stored(),
                new Verification.Broken(1, StreamVersion.NONE, "as this test wants it"));
    }

    @Test
    void a_chain_of_other_commits_is_refused() {
        call(1, 2, request("c", CREATE));
        List<Commit> commits = stored();
        call(3, 4, request("a", ADD));
        assertRefused(
                "the chain is not that of the commits", commits, store.verify(ORDER.stream()));
    }
}
