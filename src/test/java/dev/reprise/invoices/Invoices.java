package dev.reprise.invoices;

import static dev.reprise.serialization.Field.integer;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.invoices.Invoice.Command;
import dev.reprise.invoices.Invoice.Command.CollectInvoice;
import dev.reprise.invoices.Invoice.Command.IssueInvoice;
import dev.reprise.invoices.Invoice.Command.PayInvoice;
import dev.reprise.invoices.Invoice.Event;
import dev.reprise.invoices.Invoice.Event.CollectionStarted;
import dev.reprise.invoices.Invoice.Event.InvoiceIssued;
import dev.reprise.invoices.Invoice.Event.InvoicePaid;
import dev.reprise.invoices.Invoice.InCollection;
import dev.reprise.invoices.Invoice.NotIssued;
import dev.reprise.invoices.Invoice.Open;
import dev.reprise.invoices.Invoice.Paid;
import dev.reprise.invoices.Invoice.Rejection;
import dev.reprise.invoices.Invoice.Rejection.AlreadyIssued;
import dev.reprise.invoices.Invoice.Rejection.NotOpen;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.SchemaEventCodec;
import java.time.Instant;
import java.util.List;

/** The rules of invoices, and how their events are stored. */
final class Invoices implements Decider<Command, Invoice, Event, Rejection> {

    static final String CATEGORY = "invoice";

    private static final EventSchema ISSUED = EventSchema.of("InvoiceIssued", integer("cents"));
    private static final EventSchema PAID = EventSchema.of("InvoicePaid");
    private static final EventSchema COLLECTED = EventSchema.of("CollectionStarted");

    static final EventCodec<Event> EVENTS =
            new SchemaEventCodec<>(
                    new EventSchemas(
                            "example.invoices", List.of(ISSUED, PAID, COLLECTED), List.of()),
                    Invoices::body,
                    Invoices::event,
                    EventFormat.JSON);

    static final Aggregate<Command, Invoice, Event, Rejection> AGGREGATE =
            new Aggregate<>(new Invoices(), EVENTS);

    private static EventBody body(Event event) {
        return switch (event) {
            case InvoiceIssued(long cents) -> ISSUED.body(cents);
            case InvoicePaid _ -> PAID.body();
            case CollectionStarted _ -> COLLECTED.body();
        };
    }

    private static Event event(EventBody body) {
        return switch (body.type()) {
            case "InvoiceIssued" -> new InvoiceIssued(body.integer("cents"));
            case "InvoicePaid" -> new InvoicePaid();
            case "CollectionStarted" -> new CollectionStarted();
            default ->
                    throw new IllegalArgumentException(
                            "event type " + body.type() + " has no event class");
        };
    }

    @Override
    public Invoice initialState() {
        return new NotIssued();
    }

    @Override
    public Decision<Event, Rejection> decide(Command command, Invoice state) {
        return switch (command) {
            case IssueInvoice(long cents) ->
                    state instanceof NotIssued
                            ? Decision.accepted(new InvoiceIssued(cents))
                            : Decision.rejected(new AlreadyIssued());
            case PayInvoice _ -> ifOpen(state, new InvoicePaid());
            case CollectInvoice _ -> ifOpen(state, new CollectionStarted());
        };
    }

    private static Decision<Event, Rejection> ifOpen(Invoice state, Event event) {
        return state instanceof Open
                ? Decision.accepted(event)
                : Decision.rejected(new NotOpen(state));
    }

    @Override
    public Invoice evolve(Invoice state, Event event, Instant at) {
        return switch (event) {
            case InvoiceIssued(long cents) -> new Open(cents);
            case InvoicePaid _ -> new Paid();
            case CollectionStarted _ -> new InCollection();
        };
    }
}
