package dev.reprise.cli;

import static java.util.Comparator.naturalOrder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.cli.Sender.Outcome;
import dev.reprise.cli.Sender.Outcome.Arrived;
import dev.reprise.cli.Sender.Outcome.Failed;
import dev.reprise.cli.Sender.Outcome.NotTried;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The summary that {@code load} prints at the end. */
final class Summary {

    private static final int FAILURES_SHOWN = 5;

    private final Plan plan;
    private final List<Arrived> arrived;
    private final List<Failed> failed;
    private final long notTried;
    private final long repeated;
    private final double seconds;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param repeated how many requests were sent again
     */
    Summary(Plan plan, List<Outcome> outcomes, long repeated, double seconds) {
        this.plan = plan;
        this.arrived = only(Arrived.class, outcomes);
        this.failed = only(Failed.class, outcomes);
        this.notTried = only(NotTried.class, outcomes).size();
        this.repeated = repeated;
        this.seconds = seconds;
    }

    private static <T extends Outcome> List<T> only(Class<T> kind, List<Outcome> outcomes) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean allArrived() {
        return failed.isEmpty() && notTried == 0 && different().isEmpty();
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("rows", plan.rows())
                .put("invoices", plan.invoices())
                .put("skippedRows", sum(plan.skippedRows()) + plan.otherSkippedRows())
                .put("skippedInvoices", sum(plan.skippedInvoices()))
                .put("orders", plan.orders().size())
                .put("stored", arrived.size())
                .put("storedEarlier", storedEarlier())
                .put("events", events())
                .put("different", different().size())
                .put("requestsRepeated", repeated)
                .put("notTried", notTried);
        ArrayNode failures = json.putArray("failed");
        failed.forEach(
                f -> failures.addObject().put("orderId", f.order().orderId()).put("why", f.why()));
        return json;
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
        if (repeated > 0) {
            line("Sent again", number(repeated) + " requests, because the API said so");
        }
        line("Failed", number(failed.size()));
        failed.stream()
                .limit(FAILURES_SHOWN)
                .forEach(f -> line("", f.order().orderId() + "  " + f.why()));
        if (failed.size() > FAILURES_SHOWN) {
            line("", "and " + number(failed.size() - FAILURES_SHOWN) + " more");
        }
        if (notTried > 0) {
            line("Not tried", number(notTried) + ", for the reason above");
        }
        return text.toString();
    }

    private void skipped(String label, Map<?, Integer> counts) {
        line(label, number(sum(counts)));
        counts.forEach((reason, count) -> count(count, reason.toString()));
    }

    private static int sum(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void arrived() {
        line("Orders", number(arrived.size()) + " are stored");
        count(arrived.size() - storedEarlier(), "recorded by this run");
        if (storedEarlier() > 0) {
            count(storedEarlier(), "were stored before, and nothing was recorded again");
        }
        long open = arrived.stream().filter(a -> a.order().country().isEmpty()).count();
        if (open > 0) {
            count(open, "left open: no country to ship to");
        }
        line("Events", number(events()) + ", by the versions in the answers");
        if (arrived.isEmpty()) {
            return;
        }
        if (different().isEmpty()) {
            line("", "each order has as many as the file gives it: none is recorded twice");
        } else {
            Arrived first = different().getFirst();
            count(
                    different().size(),
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
    }

    private long storedEarlier() {
        return arrived.stream().filter(Arrived::wasThere).count();
    }

    private long events() {
        return arrived.stream().mapToLong(Arrived::version).sum();
    }

    /** The orders that have not as many events as the file gives them. */
    private List<Arrived> different() {
        return arrived.stream().filter(a -> a.version() != a.order().events()).toList();
    }

    private void count(long count, String what) {
        line("", "%7s  %s".formatted(number(count), what));
    }

    private void line(String label, String what) {
        text.append("%-18s%s%n".formatted(label, what));
    }

    private static String number(long number) {
        return Texts.number(number);
    }
}
