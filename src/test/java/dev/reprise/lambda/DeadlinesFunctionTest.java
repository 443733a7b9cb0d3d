package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Precondition;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.Consumers;
import dev.reprise.consumers.InMemoryConsumerStore;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.FeedRebuilder;
import dev.reprise.feed.FeedSweep;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.orders.CustomerId;
import dev.reprise.orders.ItemId;
import dev.reprise.orders.Order.Command.AddItem;
import dev.reprise.orders.Order.Command.CreateOrder;
import dev.reprise.orders.OrderId;
import dev.reprise.orders.OrderItem;
import dev.reprise.orders.OrderPersonalData;
import dev.reprise.orders.Orders;
import dev.reprise.orders.Price;
import dev.reprise.orders.Quantity;
import dev.reprise.orders.ScheduledCommands;
import dev.reprise.orders.ScheduledCommandsProcess;
import dev.reprise.personal.PersonalData;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.projections.Deliveries;
import dev.reprise.projections.Generations;
import dev.reprise.projections.Generations.Generation;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.InterceptedViewStore;
import dev.reprise.projections.Projector;
import dev.reprise.projections.ViewStore;
import dev.reprise.serialization.EventFormat;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scheduled commands are run by the jobs function if there is no feed, and so no consumers'
 * function. What fails is counted.
 */
class DeadlinesFunctionTest {

    private static final RetryPolicy RETRIES =
            RetryPolicy.jittered(16, Duration.ofDays(1), () -> 0L);

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final InMemoryViewStore views = new InMemoryViewStore();
    private final OrderPersonalData personal = new OrderPersonalData(PersonalData.plain());
    private final OrderId order = new OrderId(Tenant.ONLY, "o1");
    private final List<String> metrics = new ArrayList<>();
    private Optional<Consumers> consumers = Optional.empty();
    private Instant now = Instant.now();

    @BeforeEach
    void schedule() {
        CustomerId customer = new CustomerId("user123");
        new Orders(store, personal, EventFormat.JSON, 0)
                .handle(
                        order,
                        new CreateOrder(customer, List.of(), null),
                        CommandId.generate(),
                        new Precondition.None(),
                        Metadata.NONE);
        new ScheduledCommands(store, personal, () -> now, RETRIES, EventFormat.JSON, true)
                .schedule(
                        order,
                        customer,
                        new AddItem(
                                new OrderItem(
                                        new ItemId("a"),
                                        new Quantity(1),
                                        new Price(BigDecimal.ONE))),
                        now.plusSeconds(60),
                        CommandId.generate(),
                        Metadata.NONE);
        new Projector(
                        List.of(new DeadlinesProjection<>(new ScheduledCommandsProcess())),
                        views,
                        store,
                        new InMemoryCommitScan(store),
                        () -> now)
                .project(
                        Commits.all(store, new StreamName("scheduled_commands", "o1")).stream()
                                .map(Deliveries::intact)
                                .toList());
        now = now.plusSeconds(60);
    }

    private DeadlinesFunction function(Optional<LiveFeed> feed, List<DeadlineClock> clocks) {
        return new DeadlinesFunction(
                feed,
                consumers,
                clocks,
                new EmbeddedMetrics(true, "shop", () -> now, metrics::add),
                () -> now);
    }

    private DeadlineClock clock() {
        return clock(views);
    }

    private DeadlineClock clock(ViewStore readModel) {
        return new DeadlineClock(
                new ScheduledCommandsProcess()
                        .runner(store, personal, () -> now, RETRIES, EventFormat.JSON),
                readModel,
                new InMemoryCommitScan(store),
                () -> now);
    }

    @Test
    void without_the_feed_they_are_run_and_failures_are_counted() {
        function(Optional.empty(), List.of(clock())).fireWithoutFeed(Duration.ofMinutes(1));

        assertThat(Commits.all(store, order.stream())).hasSize(2);
        assertThat(metrics).singleElement().asString().contains("FailedDeadlines");
    }

    @Test
    void with_the_feed_they_are_left_to_the_function_of_the_consumers() {
        Optional<LiveFeed> feed =
                Optional.of(InMemoryFeedGenerations.live(new InMemoryFeedStore(), store));

        function(feed, List.of(clock())).fireWithoutFeed(Duration.ofMinutes(1));

        assertThat(Commits.all(store, order.stream())).hasSize(1);
        assertThat(metrics).isEmpty();
    }

    @Test
    void a_deadline_waits_for_events_before_its_time_that_the_process_has_not_received() {
        InMemoryFeedStore pages = new InMemoryFeedStore();
        LiveFeed feeds = InMemoryFeedGenerations.live(pages, store);
        FeedIndexer indexer =
                new FeedIndexer(new InMemoryFeedGenerations(pages), store, () -> () -> false);
        Commits.all(store, order.stream())
                .forEach(commit -> indexer.index(List.of(Deliveries.intact(commit))));
        InMemoryConsumerStore states = new InMemoryConsumerStore();
        String name = clock().name();
        consumers = Optional.of(new Consumers(List.of(), states, feeds, () -> now));
        states.replace(List.of(), List.of(ConsumerState.made(name, FeedPosition.START, now)));
        DeadlinesFunction function = function(Optional.of(feeds), List.of(clock()));

        function.fire(Duration.ofMinutes(1));
        assertThat(Commits.all(store, order.stream())).hasSize(1);
        assertThat(metrics).singleElement().asString().contains("\"FailedDeadlines\":0");

        consumers.orElseThrow().reset(name, new FeedPosition(1, pages.head()));
        function.fire(Duration.ofMinutes(1));
        assertThat(Commits.all(store, order.stream())).hasSize(2);
    }

    /** A sweep adds old commits in any order, after newer ones. */
    @Test
    void a_deadline_waits_for_old_events_that_stand_in_the_feed_after_newer_ones() {
        Position process = new Position();
        process.index(made("newer", now.plusSeconds(600)));
        process.index(made("older", now.minusSeconds(600)));

        process.fire();
        assertThat(Commits.all(store, order.stream())).as("nothing was received").hasSize(1);
        process.isAt(1);
        process.fire();
        assertThat(Commits.all(store, order.stream())).as("one event was received").hasSize(1);

        process.isAt(2);
        process.fire();
        assertThat(Commits.all(store, order.stream())).hasSize(2);
    }

    /** Its events are added by the first sweep of the new generation. One may cancel a deadline. */
    @Test
    void a_deadline_waits_until_a_rebuild_of_the_feed_has_all_events_again() {
        Position process = new Position();
        process.index(made("one", now.minusSeconds(600)));
        process.isAt(1);
        FeedRebuilder rebuilder =
                new FeedRebuilder(process.generations, store, () -> () -> false, () -> now);
        rebuilder.start();
        rebuilder.work(Instant.MAX);

        process.fire();
        assertThat(Commits.all(store, order.stream())).as("before the sweep").hasSize(1);

        new FeedSweep(
                        process.generations,
                        new InMemoryCommitScan(store),
                        process.indexer,
                        () -> now)
                .work(Instant.MAX);
        process.fire();
        assertThat(Commits.all(store, order.stream())).as("behind the sweep").hasSize(1);
        process.isAtTheEndOf(2);
        process.fire();
        assertThat(Commits.all(store, order.stream())).hasSize(2);
    }

    @Test
    void a_process_that_is_never_at_the_end_of_the_feed_gets_its_deadlines_a_call_later() {
        Position process = new Position();
        process.index(made("first", now));

        process.fire();
        process.isAt(1);
        process.index(made("second", now.plusSeconds(30)));
        process.fire();

        assertThat(Commits.all(store, order.stream())).hasSize(2);
    }

    /** A process with its position in the feed. */
    private final class Position {

        private final InMemoryFeedStore pages = new InMemoryFeedStore();
        private final InMemoryFeedGenerations generations = new InMemoryFeedGenerations(pages);
        private final FeedIndexer indexer = new FeedIndexer(generations, store, () -> () -> false);
        private final DeadlinesFunction function;

        Position() {
            LiveFeed feeds = new LiveFeed(generations, store, () -> now);
            InMemoryConsumerStore states = new InMemoryConsumerStore();
            consumers = Optional.of(new Consumers(List.of(), states, feeds, () -> now));
            states.replace(
                    List.of(),
                    List.of(ConsumerState.made(clock().name(), FeedPosition.START, now)));
            function = function(Optional.of(feeds), List.of(clock()));
        }

        void isAtTheEndOf(int generation) {
            consumers
                    .orElseThrow()
                    .reset(
                            clock().name(),
                            new FeedPosition(
                                    generation, generations.generation(generation).head()));
        }

        void index(Commit commit) {
            indexer.index(List.of(Deliveries.intact(commit)));
        }

        void isAt(long position) {
            consumers.orElseThrow().reset(clock().name(), new FeedPosition(1, position));
        }

        void fire() {
            function.fire(Duration.ofMinutes(1));
        }
    }

    private Commit made(String id, Instant at) {
        return Commits.append(
                store,
                Commits.commit(
                        CommitBoundary.startOf(new StreamName("other", id)),
                        id,
                        Commits.events(1),
                        at));
    }

    @Test
    void without_processes_nothing_is_counted() {
        function(Optional.empty(), List.of()).fireWithoutFeed(Duration.ofMinutes(1));

        assertThat(metrics).isEmpty();
    }

    private static Stream<RuntimeException> failures() {
        return Stream.of(
                new StoreUnavailableException(Reason.THROTTLED, "throttled"),
                new IllegalStateException("a stored row cannot be read"));
    }

    /** Else its alarm would stay silent while no scheduled command runs. */
    @ParameterizedTest
    @MethodSource("failures")
    void a_process_whose_deadlines_cannot_be_read_counts_as_failed(RuntimeException failure) {
        InterceptedViewStore failing = new InterceptedViewStore(views);
        failing.before((_, _) -> {
            throw failure;
        });

        function(Optional.empty(), List.of(clock(failing), clock())).fire(Duration.ofMinutes(1));

        assertThat(Commits.all(store, order.stream())).hasSize(2);
        assertThat(metrics).singleElement().asString().contains("\"FailedDeadlines\":1");
    }

    @Test
    void a_process_whose_read_model_waits_for_its_rebuild_counts_as_failed() {
        InMemoryViewStore building = new InMemoryViewStore();
        building.saveGenerations(
                "scheduled-commands-deadlines",
                Generations.first(new Generation(1, 1)),
                Optional.empty());

        function(Optional.empty(), List.of(clock(building))).fire(Duration.ofMinutes(1));

        assertThat(metrics).singleElement().asString().contains("\"FailedDeadlines\":1");
    }
}
