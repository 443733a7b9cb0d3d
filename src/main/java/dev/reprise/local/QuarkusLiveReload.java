package dev.reprise.local;

import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.dev.spi.HotReplacementContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The live reload of {@code quarkus:dev}: the first request after an edit gets the new code.
 *
 * <p>A scan of the files takes milliseconds, and scans wait for each other. So a request that comes
 * soon after a scan relies on that scan.
 */
final class QuarkusLiveReload implements LiveReload {

    // Made early, because the class loader of replaced code may be closed when they are needed.
    private static final Outcome UP_TO_DATE = new UpToDate();
    private static final Outcome REPLACED = new Replaced();
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

    private static final long FRESH_NANOS = Duration.ofMillis(200).toNanos();

    private final HotReplacementContext quarkus = DevConsoleManager.getHotReplacementContext();
    private final AtomicInteger scans = new AtomicInteger();
    private volatile long upToDateAt = System.nanoTime() - FRESH_NANOS;
    private volatile boolean replaced;

    /** Notes that the application is stopping. */
    void replaced() {
        replaced = true;
    }

    @Override
    public Outcome check() {
        if (scans.get() == 0 && !replaced && System.nanoTime() - upToDateAt < FRESH_NANOS) {
            return UP_TO_DATE;
        }
        scans.incrementAndGet();
        try {
            return scan();
        } finally {
            scans.decrementAndGet();
        }
    }

    private Outcome scan() {
        Throwable problem;
        try {
            // Its lock makes a request wait for a reload that another request has started.
            quarkus.doScan(true);
            problem = quarkus.getDeploymentProblem();
        } catch (Exception e) {
            problem = e;
        }
        if (problem != null) {
            return broken(problem);
        }
        if (replaced) {
            return REPLACED;
        }
        upToDateAt = System.nanoTime();
        return UP_TO_DATE;
    }

    private static Outcome broken(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new Broken(COLOURS.matcher(cause.toString()).replaceAll(""));
    }
}
