package dev.reprise.metrics;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has taken from DynamoDB since it started. A function handles one call at a
 * time, so the difference between two moments is what the call between them took.
 */
@Singleton
public final class StoreUsage {

    /** The setting that says whether answers over HTTP say what their calls took. */
    public static final String SERVER_TIMING = "reprise.http.server-timing";

    private final LongAdder requests = new LongAdder();
    private final LongAdder failedConditions = new LongAdder();
    private final DoubleAdder readUnits = new DoubleAdder();
    private final DoubleAdder writeUnits = new DoubleAdder();

    /**
     * What was taken up to a moment, or between two.
     *
     * @param requests answered or not; what the SDK repeats counts once
     * @param failedConditions writes that were refused because something had changed since it was
     *     read
     */
    public record Taken(long requests, long failedConditions, double readUnits, double writeUnits) {

        public Taken minus(Taken earlier) {
            return new Taken(
                    requests - earlier.requests,
                    failedConditions - earlier.failedConditions,
                    readUnits - earlier.readUnits,
                    writeUnits - earlier.writeUnits);
        }
    }

    public void addRequest() {
        requests.increment();
    }

    public void addFailedCondition() {
        failedConditions.increment();
    }

    public void addReadUnits(double units) {
        readUnits.add(units);
    }

    public void addWriteUnits(double units) {
        writeUnits.add(units);
    }

    public Taken sinceStart() {
        return new Taken(requests.sum(), failedConditions.sum(), readUnits.sum(), writeUnits.sum());
    }
}
