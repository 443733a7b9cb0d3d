package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.bench.MarkdownTable;
import dev.reprise.bench.Numbers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Counts the calls that the packaged orders function answers, and those that it does not. It runs
 * in processes of its own, through Lambda's runtime interface client. A call that hangs is not
 * answered within the function's time-out.
 */
class AnsweredCallsBenchmark {

    /** How many calls there are, unless the time is over before. */
    private static final long CALLS = Long.getLong("reprise.calls", 1_000_000);

    /** The time after which no call is made. */
    private static final Duration TIME =
            Duration.ofMinutes(Long.getLong("reprise.calls.minutes", 8));

    private static final int PROCESSES = 4;

    private static final Pattern STATUS = Pattern.compile("\"statusCode\":(\\d+)");

    private final AtomicLong calls = new AtomicLong();
    private final LongAdder unanswered = new LongAdder();
    private final Map<String, LongAdder> byStatus = new ConcurrentHashMap<>();

    @Test
    void every_call_is_answered() throws IOException {
        long deadline = System.nanoTime() + TIME.toNanos();
        try (var deployed =
                        new Deployed(
                                Deployed.template(
                                        text -> text.replace("METRICS: log", "METRICS: \"off\"")));
                ExecutorService callers = Executors.newFixedThreadPool(PROCESSES)) {
            FunctionPool function = deployed.stack.function("OrdersFunction");
            for (int i = 0; i < PROCESSES; i++) {
                callers.execute(() -> {
                    while (System.nanoTime() < deadline) {
                        long number = calls.getAndIncrement();
                        if (number >= CALLS) {
                            return;
                        }
                        call(function, number);
                    }
                });
            }
        }

        long answered = byStatus.values().stream().mapToLong(LongAdder::sum).sum();
        var result = new MarkdownTable("calls", "answered", "unanswered");
        result.row(
                "%,d".formatted(answered + unanswered.sum()),
                "%,d, with the statuses %s".formatted(answered, byStatus),
                "%,d".formatted(unanswered.sum()));
        Numbers.add(
                "Calls that are answered",
                "%d processes of the packaged orders function, each with one call after the other, for %d minutes at most."
                        .formatted(PROCESSES, TIME.toMinutes()),
                result);
        assertThat(unanswered.sum()).isZero();
        assertThat(byStatus).containsOnlyKeys("201", "404");
    }

    private void call(FunctionPool function, long number) {
        try {
            Matcher status = STATUS.matcher(function.invoke(event(number)));
            byStatus.computeIfAbsent(status.find() ? status.group(1) : "none", _ -> new LongAdder())
                    .increment();
        } catch (FunctionFailure e) {
            unanswered.increment();
        }
    }

    /**
     * A creation in a thousand, a query of an order in ten, and otherwise a path without a
     * resource.
     */
    private static String event(long number) {
        if (number % 1_000 == 0) {
            return event("POST", "/orders", "\"{\\\"customerId\\\":\\\"c1\\\"}\"");
        }
        return event("GET", number % 10 == 0 ? "/orders/none" : "/nothing", "null");
    }

    private static String event(String method, String path, String body) {
        return """
        {"version":"2.0","routeKey":"$default","rawPath":"%2$s","rawQueryString":"",
         "headers":{"content-type":"application/json"},
         "requestContext":{"accountId":"1","apiId":"a","domainName":"d","stage":"$default","requestId":"r","routeKey":"$default",
          "time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000,
          "http":{"method":"%1$s","path":"%2$s","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"bench"}},
         "body":%3$s,"isBase64Encoded":false}
        """
                .formatted(method, path, body);
    }
}
