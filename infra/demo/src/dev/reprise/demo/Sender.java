package dev.reprise.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends orders, so many at a time, the steps of each one after the other. Once the API answers no
 * more, what is left is not tried.
 */
final class Sender {

    private final OrdersApi api;
    private final int parallel;
    private final Progress progress;
    private volatile boolean gone;

    Sender(OrdersApi api, int parallel, Progress progress) {
        this.api = api;
        this.parallel = parallel;
        this.progress = progress;
    }

    /** One outcome for each order, in no certain order. */
    List<Outcome> send(List<NewOrder> orders) throws InterruptedException {
        Queue<NewOrder> queue = new ConcurrentLinkedQueue<>(orders);
        var finished = new CountDownLatch(parallel);
        List<Future<List<Outcome>>> workers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < parallel; i++) {
                workers.add(threads.submit(() -> work(queue, finished)));
            }
            progress.showUntil(finished);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Future<List<Outcome>> worker : workers) {
            try {
                outcomes.addAll(worker.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("an order could not be sent", e.getCause());
            }
        }
        return outcomes;
    }

    private List<Outcome> work(Queue<NewOrder> queue, CountDownLatch finished)
            throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            for (var order = queue.poll(); order != null; order = queue.poll()) {
                outcomes.add(gone ? new Outcome.NotTried(order) : send(order));
                progress.oneMore();
            }
            return outcomes;
        } finally {
            finished.countDown();
        }
    }

    private Outcome send(NewOrder order) throws InterruptedException {
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
        } catch (UnreachableException e) {
            gone = true;
            return new Outcome.Failed(order, step + ": no answer, " + e.getMessage());
        }
    }
}
