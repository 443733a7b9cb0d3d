package dev.reprise.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A pump with a thread of its own, until it is closed. */
final class RunningStreamPump implements AutoCloseable {

    /**
     * So that a row follows its event within a tenth of a second, at little cost when none comes.
     */
    private static final Duration WHEN_IDLE = Duration.ofMillis(75);

    private static final Duration AFTER_FIRST_FAILURE = Duration.ofMillis(100);
    private static final Duration AFTER_MANY_FAILURES = Duration.ofSeconds(5);

    /** As long as it may take to end a call of the function that is under way. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(RunningStreamPump.class);

    private final Supplier<StreamPump> pumps;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private RunningStreamPump(Supplier<StreamPump> pumps) {
        this.pumps = pumps;
        this.thread = Thread.ofVirtual().name("stream-pump").unstarted(this::run);
    }

    /**
     * Starts one.
     *
     * @param pumps makes a pump at the beginning, and another one whenever the stream could not be
     *     read: its place in the stream is not to be had back then, and what comes twice does no
     *     harm
     */
    static RunningStreamPump start(Supplier<StreamPump> pumps) {
        var running = new RunningStreamPump(pumps);
        running.thread.setContextClassLoader(RunningStreamPump.class.getClassLoader());
        running.thread.start();
        return running;
    }

    /** Returns when the function is not, and will not be, called any more. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(TO_CLOSE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        StreamPump pump = null;
        Duration retry = AFTER_FIRST_FAILURE;
        boolean told = false;
        try {
            Duration pause = Duration.ZERO;
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                StreamPump.@Nullable Round round = null;
                try {
                    if (pump == null) {
                        pump = pumps.get();
                    }
                    round = pump.round();
                    told = false;
                } catch (RuntimeException e) {
                    // Not worth a word the first time: an iterator expires while a laptop sleeps.
                    if (pump == null && !told) {
                        LOG.warnf("The stream of events cannot be read: %s", e.getMessage());
                        told = true;
                    }
                    pump = null;
                }
                if (round == null || round == StreamPump.Round.FAILED) {
                    pause = retry;
                    retry = shorter(retry.multipliedBy(2), AFTER_MANY_FAILURES);
                } else {
                    pause = round == StreamPump.Round.IDLE ? WHEN_IDLE : Duration.ZERO;
                    retry = AFTER_FIRST_FAILURE;
                }
            }
        } catch (InterruptedException _) {
            // closed while the function did not answer
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
