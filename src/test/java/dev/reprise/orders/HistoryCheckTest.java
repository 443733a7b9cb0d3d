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

/** Histories that are possible, and histories that are not. */
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

    /** Makes a call and records it with its answer. */
    private CommandResult<VersionedState<Order>, Order.Rejection> call(
            long begun, long answered, Request request) {
        CommandResult<VersionedState<Order>, Order.Rejection> result = handle(request);
        recordAnswer(begun, answered, request, result);
        return result;
    }

    /** Makes a call whose answer is lost. */
    private void unanswered(long begun, Request request) {
        handle(request);
        calls.add(new Call(request, "writer", begun, Optional.empty()));
    }

    /** Records a call and an answer without making the call. */
    private void recordAnswer(
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

    private static CommandResult<VersionedState<Order>, Order.Rejection> versionMismatch(
            long actual) {
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

    private void assertImpossible(String why) {
        assertImpossible(why, stored(), store.verify(ORDER.stream()));
    }

    private void assertImpossible(String why, List<Commit> commits, Verification verification) {
        assertThatThrownBy(() -> check(commits, verification))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed 42, " + ORDER + ": ")
                .hasMessageContaining(why);
    }

    /** The answer that shows the current state. */
    private CommandResult<VersionedState<Order>, Order.Rejection> current() {
        return new CommandResult.Handled<>(
                new Orders(store).replay().current(ORDER.stream()).orElseThrow());
    }

    @Test
    void sequential_calls_are_accepted() {
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
    void an_order_without_commits_is_accepted() {
        call(1, 2, request("early", ADD));
        check();
    }

    @Test
    void an_unanswered_call_may_or_may_not_have_been_recorded() {
        unanswered(1, request("c", CREATE));
        unanswered(2, request("r", REMOVE));
        check();
    }

    @Test
    void an_unanswered_call_may_be_recorded_late() {
        unanswered(1, request("c", CREATE));
        recordAnswer(2, 3, request("a", ADD), rejected(new Order.Rejection.OrderNotFound()));
        call(4, 5, request("a2", ADD));
        check();
    }

    @Test
    void concurrent_calls_may_have_been_handled_in_any_order() {
        call(1, 2, request("c", CREATE));
        call(4, 5, request("a", ADD));
        recordAnswer(3, 6, request("before", REMOVE), rejected(NOT_IN_ORDER));
        recordAnswer(3, 7, request("after", CREATE, version(9)), versionMismatch(2));
        check();
    }

    @Test
    void a_contended_answer_does_not_restrict_the_history() {
        call(1, 2, request("c", CREATE));
        recordAnswer(3, 4, request("a", ADD), new CommandResult.Contended<>(3));
        check();
    }

    @Test
    void a_lost_command_is_refused() {
        call(1, 2, request("c", CREATE));
        recordAnswer(3, 4, request("a", ADD), current());
        assertImpossible("the answer is not possible at any version");
    }

    @Test
    void a_command_that_is_stored_twice_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        append(stored().getLast().end(), request("a", ADD));
        assertImpossible("command a is stored twice");
    }

    private void append(CommitBoundary end, Request request) {
        Commits.append(
                store,
                new NewCommit(
                        end,
                        new OrderEventCodec().encode(List.of(OrderSamples.WIDGETS_ADDED)),
                        request.id(),
                        request.digest(),
                        Metadata.NONE,
                        Commits.AT));
    }

    @Test
    void a_commit_without_a_call_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        assertImpossible("can have recorded commit 2, a");
    }

    @Test
    void a_commit_of_a_different_command_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        unanswered(3, request("a", new AddItem(item("gadget", 1, "1"))));
        assertImpossible("can have recorded commit 2, a");
    }

    @Test
    void a_commit_that_the_decider_rejects_is_refused() {
        call(1, 2, request("c", new CreateOrder(CUSTOMER, List.of(WIDGETS), null)));
        append(stored().getLast().end(), request("r", REMOVE));
        calls.add(new Call(request("r", REMOVE), "writer", 3, Optional.empty()));
        assertImpossible("can have recorded commit 3, r");
    }

    @Test
    void a_commit_that_violates_its_precondition_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        calls.add(new Call(request("a", ADD, version(7)), "writer", 3, Optional.empty()));
        assertImpossible("can have recorded commit 2, a");
    }

    @Test
    void a_stored_command_that_was_answered_with_a_failed_precondition_is_refused() {
        call(1, 2, request("c", CREATE));
        handle(request("a", ADD));
        recordAnswer(3, 4, request("a", ADD), versionMismatch(1));
        assertImpossible("can have recorded commit 2, a");
    }

    @Test
    void a_stale_rejection_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        recordAnswer(5, 6, request("r", REMOVE), rejected(NOT_IN_ORDER));
        assertImpossible(
                "the answer is possible only up to version 1, but version 2 was seen before");
    }

    @Test
    void an_answer_nothing_to_do_before_the_change_was_sent_is_refused() {
        call(1, 2, request("c", new CreateOrder(CUSTOMER, List.of(WIDGETS), null)));
        unanswered(5, request("s", new ShipOrder(ADDRESS)));
        recordAnswer(3, 4, request("s2", new ShipOrder(ADDRESS)), current());
        assertImpossible(
                "the answer is possible only from version 3 on, but a command recorded up to it");
    }

    @Test
    void a_rejection_because_of_a_command_that_was_not_sent_yet_is_refused() {
        recordAnswer(
                1, 2, request("c", CREATE), rejected(new Order.Rejection.OrderAlreadyExists()));
        call(3, 4, request("c2", CREATE));
        assertImpossible(
                "the answer is possible only from version 1 on, but a command recorded up to it");
    }

    @Test
    void a_rejection_that_fits_no_version_is_refused() {
        call(1, 2, request("c", CREATE));
        recordAnswer(3, 4, request("a", ADD), rejected(new Order.Rejection.AlreadyShipped()));
        assertImpossible("the answer is not possible at any version");
    }

    @Test
    void an_answer_with_an_outdated_version_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        recordAnswer(5, 6, request("a2", ADD, version(9)), versionMismatch(1));
        assertImpossible(
                "the answer is possible only up to version 1, but version 2 was seen before");
    }

    @Test
    void an_answer_with_a_version_that_was_not_reached_yet_is_refused() {
        call(1, 2, request("c", CREATE));
        recordAnswer(3, 4, request("a2", ADD, version(9)), versionMismatch(2));
        call(5, 6, request("a", ADD));
        assertImpossible(
                "the answer is possible only from version 2 on, but a command recorded up to it");
    }

    @Test
    void an_answer_with_a_version_inside_a_commit_is_refused() {
        call(1, 2, request("c", new CreateOrder(CUSTOMER, List.of(WIDGETS), null)));
        recordAnswer(3, 4, request("a2", ADD, version(9)), versionMismatch(1));
        assertImpossible("the answer is not possible at any version");
    }

    @Test
    void an_answer_with_the_state_before_the_command_is_refused() {
        call(1, 2, request("c", CREATE));
        CommandResult<VersionedState<Order>, Order.Rejection> created = current();
        handle(request("a", ADD));
        recordAnswer(3, 4, request("a", ADD), created);
        assertImpossible("the answer is not possible at any version");
    }

    @Test
    void an_answer_to_a_repeated_command_that_shows_a_later_state_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        recordAnswer(5, 6, request("c", CREATE), current());
        assertImpossible("the answer is not possible at any version");
    }

    @Test
    void commits_in_another_order_than_their_sequential_calls_are_refused() {
        call(1, 2, request("c", CREATE));
        call(5, 6, request("later", ADD));
        call(3, 4, request("earlier", ADD));
        assertImpossible(
                "the answer is possible only from version 3 on, but a command recorded up to it");
    }

    @Test
    void sequential_answers_that_go_back_in_versions_are_refused() {
        call(1, 2, request("c", CREATE));
        unanswered(3, request("a", ADD));
        recordAnswer(4, 5, request("x", ADD, version(9)), versionMismatch(2));
        recordAnswer(6, 7, request("r", REMOVE), rejected(NOT_IN_ORDER));
        assertImpossible(
                "the answer is possible only up to version 1, but version 2 was seen before");
    }

    @Test
    void a_gap_between_commits_is_refused() {
        call(1, 2, request("c", CREATE));
        call(3, 4, request("a", ADD));
        assertImpossible(
                "commit 2 does not follow version 0",
                stored().subList(1, 2),
                store.verify(ORDER.stream()));
    }

    @Test
    void a_broken_chain_is_refused() {
        call(1, 2, request("c", CREATE));
        assertImpossible(
                "the verification does not match the commits",
                stored(),
                new Verification.Broken(1, StreamVersion.NONE, "injected by the test"));
    }

    @Test
    void a_verification_of_other_commits_is_refused() {
        call(1, 2, request("c", CREATE));
        List<Commit> commits = stored();
        call(3, 4, request("a", ADD));
        assertImpossible(
                "the verification does not match the commits",
                commits,
                store.verify(ORDER.stream()));
    }
}
