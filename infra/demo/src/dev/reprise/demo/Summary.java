package dev.reprise.demo;

import dev.reprise.demo.Outcome.Arrived;
import dev.reprise.demo.Outcome.Failed;
import dev.reprise.demo.Outcome.NotTried;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What it came to. The API answers a command that it knows as it did the first time, so nothing is
 * said of what was new; but what is there is counted from its answers, and when it was recorded.
 */
final class Summary {

    private static final int SHOWN = 5;
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final List<Arrived> arrived;
    private final List<Failed> failed;
    private final int notTried;
    private final double seconds;

    /**
     * @param nanos how long the sending took
     */
    Summary(Plan plan, List<Outcome> outcomes, long nanos) {
        this.plan = plan;
        this.arrived = only(outcomes, Arrived.class);
        this.failed = only(outcomes, Failed.class);
        this.notTried = only(outcomes, NotTried.class).size();
        this.seconds = nanos / NANOS;
    }

    private static <T extends Outcome> List<T> only(List<Outcome> outcomes, Class<T> kind) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    boolean allArrived() {
        return failed.isEmpty() && notTried == 0;
    }

    String text() {
        var lines = new Lines();
        lines.add(
                "Read", number(plan.rows()) + " rows of " + number(plan.invoices()) + " invoices");
        skipped(lines);
        orders(lines);
        events(lines);
        lines.add("Time", time());
        failures(lines);
        return lines.toString();
    }

    private void skipped(Lines lines) {
        counts(lines, "Rows skipped", plan.skipped().rows());
        counts(lines, "Invoices skipped", plan.skipped().invoices());
        int rows = plan.skipped().rowsOfInvoices();
        if (rows > 0) {
            lines.addCount(rows, "rows of theirs, not counted above");
        }
    }

    private static void counts(Lines lines, String label, Map<SkipReason, Integer> counts) {
        lines.add(label, number(counts.values().stream().mapToInt(Integer::intValue).sum()));
        counts.forEach((reason, count) -> lines.addCount(count, reason.toString()));
    }

    private void orders(Lines lines) {
        lines.add("Orders", number(arrived.size()) + " are there, created now or before");
        long open = arrived.stream().filter(a -> a.order().country().isEmpty()).count();
        if (open > 0) {
            lines.addCount(open, "left open: no country to ship to");
        }
    }

    private void events(Lines lines) {
        long events = arrived.stream().mapToLong(a -> a.last().version()).sum();
        lines.add("Events", number(events) + ", by the versions in the answers");
        if (arrived.isEmpty()) {
            return;
        }
        List<Arrived> others = arrived.stream().filter(a -> !a.isAsInFile()).toList();
        if (others.isEmpty()) {
            lines.add("", "each order has as many as the file makes of it: none is recorded twice");
        } else {
            Arrived first = others.getFirst();
            lines.addCount(
                    others.size(),
                    "orders have more or fewer than the file makes of them: %s is at version %d, not %d"
                            .formatted(
                                    first.order().orderId(),
                                    first.last().version(),
                                    first.order().events()));
        }
        String from = times(Answer::createdAt).getFirst();
        String to = times(Answer::updatedAt).getLast();
        lines.add("Recorded", from + " to " + to + " by the API's clock");
        lines.add("", "(these times stay as they are when the file is sent again)");
    }

    /** The API writes them all in one width, so that they sort as texts. */
    private List<String> times(Function<Answer, String> time) {
        return arrived.stream().map(Arrived::last).map(time).sorted().toList();
    }

    private String time() {
        return String.format(
                Locale.ROOT, "%.2f s, %,.0f orders per second", seconds, arrived.size() / seconds);
    }

    private void failures(Lines lines) {
        lines.add("Failed", number(failed.size()));
        failed.stream()
                .limit(SHOWN)
                .forEach(f -> lines.add("", f.order().orderId() + "  " + f.why()));
        if (failed.size() > SHOWN) {
            lines.add("", "and " + number(failed.size() - SHOWN) + " more");
        }
        if (notTried > 0) {
            lines.add("Not tried", number(notTried) + ", since the API had gone");
        }
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Labels to the left, what there is to say of them in a column of its own. */
    private static final class Lines {

        private final StringBuilder text = new StringBuilder();

        void add(String label, String what) {
            text.append("%-18s%s%n".formatted(label, what));
        }

        void addCount(long count, String of) {
            add("", "%7s  %s".formatted(number(count), of));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
