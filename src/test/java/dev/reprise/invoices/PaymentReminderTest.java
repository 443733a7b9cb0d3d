package dev.reprise.invoices;

import static dev.reprise.invoices.PaymentReminder.PAYMENT;
import static dev.reprise.processes.ProcessScenario.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.consumers.FeedConsumer;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.Feed;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.invoices.Invoice.Command;
import dev.reprise.invoices.Invoice.Command.CollectInvoice;
import dev.reprise.invoices.Invoice.Command.IssueInvoice;
import dev.reprise.invoices.Invoice.Event.InvoiceIssued;
import dev.reprise.invoices.Invoice.Event.InvoicePaid;
import dev.reprise.invoices.Invoice.InCollection;
import dev.reprise.invoices.Invoice.Paid;
import dev.reprise.invoices.Invoice.Rejection;
import dev.reprise.invoices.Invoice.Rejection.NotOpen;
import dev.reprise.invoices.PaymentReminder.Reminded;
import dev.reprise.invoices.PaymentReminder.Reminders;
import dev.reprise.processes.Deadline;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.processes.ProcessConsumer;
import dev.reprise.processes.ProcessRunner;
import dev.reprise.processes.ProcessScenario;
import dev.reprise.processes.Target;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.DeliveredCommit;
import dev.reprise.projections.InMemoryCommitScan;
import dev.reprise.projections.InMemoryViewStore;
import dev.reprise.projections.Projector;
import dev.reprise.serialization.EventFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The process of docs/processes.md. */
class PaymentReminderTest {

    private static final StreamName INVOICE = new StreamName(Invoices.CATEGORY, "4711");

    private ProcessScenario<Invoice.Event, Reminders, Reminded, Command, Rejection> scenario() {
        return new ProcessScenario<>(new PaymentReminder());
    }

    @Test
    void an_invoice_that_is_not_paid_is_reminded_of_after_two_weeks() {
        scenario()
                .given("4711", new InvoiceIssued(25_00))
                .whenTimePasses(Duration.ofDays(14))
                .then(new Reminded(1))
                .thenSendsNothing()
                .thenPending(new Deadline("4711", PAYMENT, START.plus(Duration.ofDays(21))));
    }

    @Test
    void after_two_reminders_the_money_is_collected() {
        scenario()
                .given("4711", new InvoiceIssued(25_00))
                .givenTimePassed(Duration.ofDays(21))
                .whenTimePasses(Duration.ofDays(7))
                .thenSends("4711", new CollectInvoice())
                .thenPending();
    }

    @Test
    void a_paid_invoice_is_left_alone() {
        scenario()
                .given("4711", new InvoiceIssued(25_00), new InvoicePaid())
                .whenTimePasses(Duration.ofDays(365))
                .thenNothing();
    }

    @Test
    void an_invoice_that_is_paid_at_the_last_moment_is_not_collected() {
        scenario()
                .given("4711", new InvoiceIssued(25_00))
                .givenTimePassed(Duration.ofDays(21))
                .givenRejections(new NotOpen(new Paid()))
                .whenTimePasses(Duration.ofDays(7))
                .thenNothing()
                .thenPending();
    }

    @Test
    void if_the_clock_was_off_for_two_months_everything_happens_at_once() {
        scenario()
                .given("4711", new InvoiceIssued(25_00))
                .givenTimePassedWithoutDeadlines(Duration.ofDays(60))
                .whenTimePasses(Duration.ZERO)
                .then(new Reminded(1), new Reminded(2))
                .thenSends("4711", new CollectInvoice());
    }

    /** All that runs the process, in memory. */
    @Test
    void the_process_runs_on_the_feed_and_the_clock() {
        InMemoryEventStore store = new InMemoryEventStore();
        InMemoryFeedStore pages = new InMemoryFeedStore();
        InMemoryViewStore views = new InMemoryViewStore();
        InMemoryCommitScan scan = new InMemoryCommitScan(store);
        Instant[] now = {START};
        InstantSource time = () -> now[0];
        RetryPolicy retries = RetryPolicy.jittered(Duration.ofSeconds(8), () -> 0L);
        PaymentReminder reminder = new PaymentReminder();

        ProcessRunner<Invoice.Event, Reminders, Reminded, Command, Rejection> runner =
                new ProcessRunner<>(
                        reminder,
                        new Target<>(Invoices.CATEGORY, Invoices.AGGREGATE),
                        store,
                        time,
                        retries,
                        EventFormat.JSON);
        FeedConsumer consumer = new ProcessConsumer<>(runner);
        DeadlinesProjection<Reminded> deadlines = new DeadlinesProjection<>(reminder);
        DeadlineClock clock = new DeadlineClock(runner, views, scan, time);

        issue(store, time, retries);
        Projector projector = new Projector(List.of(deadlines), views, store, scan, time);
        FeedIndexer indexer = new FeedIndexer(new InMemoryFeedGenerations(pages), store, retries);
        Feed feed = new Feed(1, pages, store);
        for (int week = 0; week <= 5; week++) {
            now[0] = START.plus(Duration.ofDays(7L * week));
            indexer.index(all(scan));
            // A consumer would begin where it ended. To begin at the start changes nothing.
            feed.read(0, 100, consumer::wants).entries().forEach(consumer::handle);
            assertThat(projector.project(all(scan))).isEmpty();
            clock.fire(now[0], Instant.MAX);
        }

        assertThat(
                        new StreamReplay<>(store, Invoices.AGGREGATE)
                                .current(INVOICE)
                                .map(VersionedState::state))
                .contains(new InCollection());
    }

    private static void issue(EventStore store, InstantSource time, RetryPolicy retries) {
        CommandDigest content = CommandDigest.of(1, new FramedDigest().add("issue").digest());
        assertThat(
                        new CommandHandler<>(store, Invoices.AGGREGATE, time, retries)
                                .handle(
                                        INVOICE,
                                        new IssueInvoice(25_00),
                                        new CommandContext(
                                                new CommandId("issue"),
                                                content,
                                                new Precondition.None(),
                                                Metadata.NONE)))
                .isInstanceOf(CommandResult.Handled.class);
    }

    private static List<DeliveredCommit> all(CommitScan scan) {
        return scan.readAll(CommitScan.Part.WHOLE, Optional.empty()).commits();
    }
}
