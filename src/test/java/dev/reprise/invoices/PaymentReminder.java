package dev.reprise.invoices;

import static dev.reprise.serialization.Field.integer;

import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.invoices.Invoice.Command;
import dev.reprise.invoices.Invoice.Command.CollectInvoice;
import dev.reprise.invoices.Invoice.Event.CollectionStarted;
import dev.reprise.invoices.Invoice.Event.InvoiceIssued;
import dev.reprise.invoices.Invoice.Event.InvoicePaid;
import dev.reprise.invoices.Invoice.Rejection;
import dev.reprise.invoices.PaymentReminder.Reminded;
import dev.reprise.invoices.PaymentReminder.Reminders;
import dev.reprise.processes.BusinessProcess;
import dev.reprise.processes.Deadline;
import dev.reprise.processes.OwnEvents;
import dev.reprise.processes.Reaction;
import dev.reprise.processes.RejectedCommand;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reminds of an invoice that is not paid: two weeks after it was issued, and a week later once
 * more. After one more week it has the money collected.
 */
final class PaymentReminder
        implements BusinessProcess<Invoice.Event, Reminders, Reminded, Command, Rejection> {

    static final String NAME = "payment_reminder";
    static final String PAYMENT = "payment";

    private static final Duration FIRST = Duration.ofDays(14);
    private static final Duration NEXT = Duration.ofDays(7);
    private static final int MAX_REMINDERS = 2;

    /** The state: how many reminders there were. */
    record Reminders(int sent) {}

    /** The own event: a reminder is to be sent. */
    record Reminded(int number) {}

    private static final EventSchema REMINDED = EventSchema.of("Reminded", integer("number"));

    private static final OwnEvents<Reminded> OWN_EVENTS =
            new OwnEvents<>(
                    new EventSchemas("example.reminders", List.of(REMINDED), List.of()),
                    event -> REMINDED.body(event.number()),
                    body -> new Reminded(Math.toIntExact(body.integer("number"))));

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String category() {
        return Invoices.CATEGORY;
    }

    @Override
    public EventCodec<Invoice.Event> codec() {
        return Invoices.EVENTS;
    }

    @Override
    public OwnEvents<Reminded> ownEvents() {
        return OWN_EVENTS;
    }

    @Override
    public Optional<String> correlate(RecordedEvent<Invoice.Event> event) {
        return Optional.of(event.stream().id());
    }

    @Override
    public Reminders initialState() {
        return new Reminders(0);
    }

    @Override
    public Reminders evolve(Reminders state, Reminded event, Instant at) {
        return new Reminders(event.number());
    }

    @Override
    public Reaction<Reminded, Command> react(Reminders state, RecordedEvent<Invoice.Event> event) {
        return switch (event.event()) {
            case InvoiceIssued _ -> reaction().setDeadline(PAYMENT, event.timestamp().plus(FIRST));
            case InvoicePaid _, CollectionStarted _ -> reaction().cancelDeadline(PAYMENT);
        };
    }

    @Override
    public Reaction<Reminded, Command> onDeadline(Reminders state, Deadline deadline) {
        if (state.sent() == MAX_REMINDERS) {
            return reaction().send(deadline.instanceId(), new CollectInvoice());
        }
        return reaction()
                .record(new Reminded(state.sent() + 1))
                .setDeadline(PAYMENT, deadline.at().plus(NEXT));
    }

    /** It was paid a moment ago. The event that says so comes next. */
    @Override
    public Reaction<Reminded, Command> onRejection(
            Reminders state, RejectedCommand<Command, Rejection> rejected) {
        return Reaction.nothing();
    }
}
