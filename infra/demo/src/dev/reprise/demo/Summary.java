package dev.reprise.demo;

import static java.util.Comparator.naturalOrder;

import dev.reprise.demo.Sender.Outcome;
import dev.reprise.demo.Sender.Outcome.Arrived;
import dev.reprise.demo.Sender.Outcome.Failed;
import dev.reprise.demo.Sender.Outcome.NotTried;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is printed at the end. The API answers a repeated command as it did the first time, so the
 * summary cannot say which orders are new.
 */
final class Summary {

    private static final int FAILURES_SHOWN = 5;

    private final Plan plan;
    private final List<Arrived> arrived;
    private final List<Failed> failed;
    private final long notTried;
    private final double seconds;
    private final StringBuilder text = new StringBuilder();

    Summary(Plan plan, List<Outcome> outcomes, double seconds) {
        this.plan = plan;
        this.arrived = only(Arrived.class, outcomes);
        this.failed = only(Failed.class, outcomes);
        this.notTried = only(NotTried.class, outcomes).size();
        this.seconds = seconds;
    }

    private static <T extends Outcome> List<T> only(Class<T> kind, List<Outcome> outcomes) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean allArrived() {
        return failed.isEmpty() && notTried == 0;
    }

    String text() {
        text.setLength(0);
        line("Read", number(plan.rows()) + " rows of " + number(plan.invoices()) + " invoices");
        skipped("Rows skipped", plan.skippedRows());
        skipped("Invoices skipped", plan.skippedInvoices());
        if (plan.otherSkippedRows() > 0) {
            count(plan.otherSkippedRows(), "rows of these invoices, not counted above");
        }
        arrived();
        line(
                "Time",
                String.format(
                        Locale.ROOT,
                        "%.2f s, %,.0f orders per second",
                        seconds,
                        arrived.size() / seconds));
        line("Failed", number(failed.size()));
        failed.stream()
                .limit(FAILURES_SHOWN)
                .forEach(f -> line("", f.order().orderId() + "  " + f.why()));
        if (failed.size() > FAILURES_SHOWN) {
            line("", "and " + number(failed.size() - FAILURES_SHOWN) + " more");
        }
        if (notTried > 0) {
            line("Not tried", number(notTried) + ", because the API stopped answering");
        }
        return text.toString();
    }

    private void skipped(String label, Map<?, Integer> counts) {
        line(label, number(counts.values().stream().mapToInt(Integer::intValue).sum()));
        counts.forEach((reason, count) -> count(count, reason.toString()));
    }

    private void arrived() {
        line("Orders", number(arrived.size()) + " are stored, by this run or an earlier one");
        long open = arrived.stream().filter(a -> a.order().country().isEmpty()).count();
        if (open > 0) {
            count(open, "left open: no country to ship to");
        }
        long events = arrived.stream().mapToLong(Arrived::version).sum();
        line("Events", number(events) + ", by the versions in the answers");
        if (arrived.isEmpty()) {
            return;
        }
        List<Arrived> different =
                arrived.stream().filter(a -> a.version() != a.order().events()).toList();
        if (different.isEmpty()) {
            line("", "each order has as many as the file gives it: none is recorded twice");
        } else {
            Arrived first = different.getFirst();
            count(
                    different.size(),
                    "orders have more or fewer than the file gives them: %s is at version %d, not %d"
                            .formatted(
                                    first.order().orderId(),
                                    first.version(),
                                    first.order().events()));
        }
        String from =
                arrived.stream().map(a -> a.time("createdAt")).min(naturalOrder()).orElseThrow();
        String to =
                arrived.stream().map(a -> a.time("updatedAt")).max(naturalOrder()).orElseThrow();
        line("Recorded", from + " to " + to + " by the API's clock");
        line("", "(sending the file again does not change these times)");
    }

    private void count(long count, String what) {
        line("", "%7s  %s".formatted(number(count), what));
    }

    private void line(String label, String what) {
        text.append("%-18s%s%n".formatted(label, what));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
