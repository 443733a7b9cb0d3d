package dev.reprise.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows how far it is: on a terminal a bar that grows, elsewhere a line every few seconds. */
final class Progress {

    private static final int WIDTH = 40;
    private static final int MILLIS_ON_TERMINAL = 100;
    private static final int SECONDS_ELSEWHERE = 5;

    private final int total;
    private final boolean terminal;
    private final PrintStream out;
    private final AtomicInteger done = new AtomicInteger();

    Progress(int total, boolean terminal, PrintStream out) {
        this.total = total;
        this.terminal = terminal;
        this.out = out;
    }

    void oneMore() {
        done.incrementAndGet();
    }

    void showUntil(CountDownLatch finished) throws InterruptedException {
        if (terminal) {
            do {
                out.print('\r' + bar(done.get(), total));
                out.flush();
            } while (!finished.await(MILLIS_ON_TERMINAL, MILLISECONDS));
            out.println('\r' + bar(done.get(), total));
        } else {
            while (!finished.await(SECONDS_ELSEWHERE, SECONDS)) {
                out.println(count(done.get(), total));
            }
        }
    }

    static String bar(int done, int total) {
        int full = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
        return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + count(done, total);
    }

    private static String count(int done, int total) {
        return String.format(Locale.ROOT, "%,d of %,d orders", done, total);
    }
}
