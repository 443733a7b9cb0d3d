package dev.reprise.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads that begin together. */
public final class Race {

    private Race() {}

    /** What one of them does. */
    @FunctionalInterface
    public interface Racer<T> {
        /**
         * Runs once.
         *
         * @param number from 0
         */
        T run(int number) throws Exception;
    }

    /** What each of them came to, by number. The first failure fails the race. */
    public static <T> List<T> of(int racers, Racer<T> racer) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(racers);
        try (ExecutorService threads = Executors.newFixedThreadPool(racers)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < racers; i++) {
                int number = i;
                futures.add(
                        threads.submit(() -> {
                            barrier.await();
                            return racer.run(number);
                        }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
