package dev.reprise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Sends several orders at a time and shows the progress. */
final class Sender {

    static final String UNIT = "orders";

    /** The outcome of sending an order. */
    sealed interface Outcome {

        NewOrder order();

        /** Both steps succeeded, now or in an earlier run; {@code last} answers the last step. */
        record Arrived(NewOrder order, Answer last) implements Outcome {

            /** The order's version, which is the number of its events. */
            long version() {
                return last.body().path("version").asLong();
            }

            /** Whether an earlier run had recorded the whole order. */
            boolean wasThere() {
                return last.replayed();
            }

            /** A time by the API's clock, {@code createdAt} or {@code updatedAt}. */
            String time(String name) {
                return last.body().path(name).asText();
            }
        }

        record Failed(NewOrder order, String why) implements Outcome {}

        /** An earlier order ended the run: the API did not answer, or did not permit the call. */
        record NotTried(NewOrder order) implements Outcome {}
    }

    private final OrdersApi api;
    private final int parallel;
    private final ProgressBar progress;
    private final AtomicReference<Optional<Failure>> end = new AtomicReference<>(Optional.empty());

    Sender(OrdersApi api, int parallel, ProgressBar progress) {
        this.api = api;
        this.parallel = parallel;
        this.progress = progress;
    }

    /** Why no further orders were tried; empty if all were tried. */
    Optional<Failure> end() {
        return end.get();
    }

    /** Returns an outcome for each order, in the same order. */
    List<Outcome> send(List<NewOrder> orders) throws InterruptedException, ExecutionException {
        List<Future<Outcome>> sent = new ArrayList<>();
        AtomicLong done = new AtomicLong();
        progress.show(0, orders.size(), UNIT);
        try (ExecutorService threads =
                Executors.newFixedThreadPool(parallel, Thread.ofVirtual().factory())) {
            for (NewOrder order : orders) {
                sent.add(
                        threads.submit(() -> {
                            Outcome outcome = send(order);
                            progress.show(done.incrementAndGet(), orders.size(), UNIT);
                            return outcome;
                        }));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<Outcome> future : sent) {
            outcomes.add(future.get());
        }
        long tried = outcomes.stream().filter(o -> !(o instanceof Outcome.NotTried)).count();
        progress.end(tried, orders.size(), UNIT);
        return outcomes;
    }

    private Outcome send(NewOrder order) throws InterruptedException {
        if (end.get().isPresent()) {
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
        } catch (Failure failure) {
            end.accumulateAndGet(Optional.of(failure), (first, next) -> first.or(() -> next));
            return new Outcome.Failed(order, step + ": " + failure.text());
        }
    }
}
