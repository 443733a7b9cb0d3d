package dev.reprise.dynamodb;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * Makes some eventually consistent queries stale: they get the earlier answer to the same query.
 * DynamoDB Local has no replicas, so its own answers are never stale.
 */
final class StaleReads implements FaultyHttpClient.Fault {

    private final Random random;
    private final Map<String, WholeAnswer> earlier = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    StaleReads(Random random) {
        this.random = random;
    }

    @Override
    public HttpExecuteResponse answer(FaultyHttpClient.Sending sending) throws IOException {
        if (!sending.operation().equals("Query")
                || sending.body().contains("\"ConsistentRead\":true")) {
            return sending.send();
        }
        WholeAnswer stale = earlier.get(sending.body());
        if (stale != null && random.nextInt(3) == 0) {
            count.incrementAndGet();
            return stale.again();
        }
        WholeAnswer now = WholeAnswer.of(sending.send());
        if (now.isSuccessful() && (stale == null || random.nextBoolean())) {
            earlier.put(sending.body(), now);
        }
        return now.again();
    }

    /** The number of stale answers so far. */
    int count() {
        return count.get();
    }
}
