package dev.reprise.demo;

import dev.reprise.demo.OrdersApi.Answer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends several orders at a time and shows the progress: on a terminal a bar that grows, elsewhere
 * a line every five seconds.
 */
final class Sender {

    private static final int BAR_WIDTH = 40;

    /** What happened to an order. */
    sealed interface Outcome {

        NewOrder order();

        /** Both steps succeeded, now or in an earlier run; {@code last} answers the last step. */
        record Arrived(NewOrder order, Answer last) implements Outcome {

            /** The order's version, which is the number of its events. */
            long version() {
                return last.body().path("version").asLong();
            }

            /** A time by the API's clock, {@code createdAt} or {@code updatedAt}. */
            String time(String name) {
                return last.body().path(name).asText();
            }
        }

        record Failed(NewOrder order, String why) implements Outcome {}

        /** The API had stopped answering before. */
        record NotTried(NewOrder order) implements Outcome {}
    }

    private final OrdersApi api;
    private final int parallel;
    private final boolean terminal;
    private final PrintStream out;
    private volatile boolean apiIsGone;

    Sender(OrdersApi api, int parallel, boolean terminal, PrintStream out) {
        this.api = api;
        this.parallel = parallel;
        this.terminal = terminal;
        this.out = out;
    }

    /** Returns an outcome for each order, in the same order. */
    List<Outcome> send(List<NewOrder> orders) throws InterruptedException, ExecutionException {
        List<Future<Outcome>> sent = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
            if (terminal) {
                show(0, orders.size());
            }
            orders.forEach(order -> sent.add(threads.submit(() -> send(order))));
            threads.shutdown();
            while (!threads.awaitTermination(terminal ? 100 : 5_000, TimeUnit.MILLISECONDS)) {
                show(sent.stream().filter(Future::isDone).count(), orders.size());
            }
        }
        if (terminal) {
            show(orders.size(), orders.size());
            out.println();
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> future : sent) {
            outcomes.add(future.get());
        }
        return outcomes;
    }

    private Outcome send(NewOrder order) throws InterruptedException {
        if (apiIsGone) {
            return new Outcome.NotTried(order);
        }
        String step = "create";
        try {
            Answer answer = api.create(order);
            if (answer.isSuccess() && order.country().isPresent()) {
                step = "ship";
                answer = api.ship(order, order.country().get());
            }
            return answer.isSuccess()
                    ? new Outcome.Arrived(order, answer)
                    : new Outcome.Failed(order, step + ": " + answer.problem());
        } catch (IOException e) {
            apiIsGone = true;
            return new Outcome.Failed(order, step + ": no answer, " + OrdersApi.describe(e));
        }
    }

    private void show(long done, int total) {
        if (terminal) {
            out.print('\r' + bar(done, total));
            out.flush();
        } else {
            out.println(count(done, total));
        }
    }

    static String bar(long done, int total) {
        int full = total == 0 ? BAR_WIDTH : (int) (BAR_WIDTH * done / total);
        return "[" + "#".repeat(full) + " ".repeat(BAR_WIDTH - full) + "] " + count(done, total);
    }

    private static String count(long done, int total) {
        return String.format(Locale.ROOT, "%,d of %,d orders", done, total);
    }
}
