package dev.reprise.local;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many calls of functions run at the same time. A function with reserved concurrency has
 * that limit. All other functions share the rest of the account's concurrency. It is thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">Lambda
 *     function scaling</a>
 */
final class Concurrency {

    /** The key of the concurrency that functions without reserved concurrency share. */
    private static final String UNRESERVED = "";

    private final Map<String, Integer> free = new HashMap<>();

    /**
     * @param account the account's concurrency
     * @param reserved the reserved concurrency of functions, by their names
     */
    Concurrency(int account, Map<String, Integer> reserved) {
        free.putAll(reserved);
        free.put(
                UNRESERVED, account - reserved.values().stream().mapToInt(Integer::intValue).sum());
    }

    /** Whether a call may begin. If so, call {@link #end} after it. */
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
