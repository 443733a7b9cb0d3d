package dev.reprise.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several threads that start at the same moment. */
public final class Race {

    private Race() {}

    /** What one thread does. */
    @FunctionalInterface
    public interface Racer<T> {
        /**
         * Runs once in its thread.
         *
         * @param number the number of the thread, from 0
         */
        T run(int number) throws Exception;
    }

    /** The result of each thread, by its number. The first failure fails the race. */
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
