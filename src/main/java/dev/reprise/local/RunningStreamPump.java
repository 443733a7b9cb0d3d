package dev.reprise.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A pump that runs on a thread of its own until it is closed. */
final class RunningStreamPump implements AutoCloseable {

    /**
     * Short enough for a row to follow its event within a tenth of a second, long enough to cost
     * little.
     */
    private static final Duration IDLE_PAUSE = Duration.ofMillis(75);

    private static final Duration FIRST_RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY_PAUSE = Duration.ofSeconds(5);

    /** How long a running call of the function may take to end. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(RunningStreamPump.class);

    private final Supplier<StreamPump> pumps;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private RunningStreamPump(Supplier<StreamPump> pumps) {
        this.pumps = pumps;
        this.thread = Thread.ofVirtual().name("stream-pump").unstarted(this::run);
    }

    /**
     * Starts a pump.
     *
     * @param pumps makes the first pump, and a new pump after the stream could not be read. A new
     *     pump begins with the stream's first record: a record may be delivered twice
     */
    static RunningStreamPump start(Supplier<StreamPump> pumps) {
        var running = new RunningStreamPump(pumps);
        running.thread.setContextClassLoader(RunningStreamPump.class.getClassLoader());
        running.thread.start();
        return running;
    }

    /** Returns when the function is not running and will not be called again. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        StreamPump pump = null;
        Duration retry = FIRST_RETRY_PAUSE;
        boolean warned = false;
        try {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                StreamPump.@Nullable Round round = null;
                try {
                    if (pump == null) {
                        pump = pumps.get();
                    }
                    round = pump.round();
                    warned = false;
                } catch (RuntimeException e) {
                    // The first failure is not logged: an iterator expires while a laptop sleeps.
                    if (pump == null && !warned) {
                        LOG.warnf("The stream of events cannot be read: %s", e.getMessage());
                        warned = true;
                    }
                    pump = null;
                }
                if (round == null || round == StreamPump.Round.FAILED) {
                    pause = retry;
                    retry = shorter(retry.multipliedBy(2), LONGEST_RETRY_PAUSE);
                } else {
                    pause = round == StreamPump.Round.IDLE ? IDLE_PAUSE : Duration.ZERO;
                    retry = FIRST_RETRY_PAUSE;
                }
            }
        } catch (InterruptedException _) {
            // closed while the function was running
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
