package dev.reprise.invoices;

/**
 * The language of an invoice: its states, the commands it takes, the events it records, and why it
 * rejects a command. {@link Invoices} has the rules between them.
 */
sealed interface Invoice {

    /** Before the first event. */
    record NotIssued() implements Invoice {}

    record Open(long cents) implements Invoice {}

    /** Final. */
    record Paid() implements Invoice {}

    /** Somebody else collects the money. Final. */
    record InCollection() implements Invoice {}

    sealed interface Command {

        record IssueInvoice(long cents) implements Command {}

        record PayInvoice() implements Command {}

        record CollectInvoice() implements Command {}
    }

    sealed interface Event {

        record InvoiceIssued(long cents) implements Event {}

        record InvoicePaid() implements Event {}

        record CollectionStarted() implements Event {}
    }

    /** Why an invoice's state forbids a command. */
    sealed interface Rejection {

        record NotOpen(Invoice state) implements Rejection {}

        record AlreadyIssued() implements Rejection {}
    }
}
