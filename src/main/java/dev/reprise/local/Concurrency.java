package dev.reprise.local;

import java.util.HashMap;
import java.util.Map;

/**
 * How many calls of functions may run at the same time: of a function with reserved concurrency so
 * many, and of all others together what the account has left. It is thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">Lambda
 *     function scaling</a>
 */
final class Concurrency {

    /** What functions without reserved concurrency count together as. */
    private static final String UNRESERVED = "";

    private final Map<String, Integer> free = new HashMap<>();

    /**
     * @param account how many calls the account may run at the same time
     * @param reserved how many of them are reserved for functions, by their names
     */
    Concurrency(int account, Map<String, Integer> reserved) {
        free.putAll(reserved);
        free.put(
                UNRESERVED, account - reserved.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** Whether a call may begin. If so, {@link #end} has to be called after it. */
    synchronized boolean begin(String function) {
        String pool = pool(function);
        int left = free.getOrDefault(pool, 0);
        if (left > 0) {
            free.put(pool, left - 1);
        }
        return left > 0;
    }

    synchronized void end(String function) {
        free.merge(pool(function), 1, Integer::sum);
    }

    private String pool(String function) {
        return free.containsKey(function) ? function : UNRESERVED;
    }
}
