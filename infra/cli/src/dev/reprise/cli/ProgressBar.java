package dev.reprise.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a command. On a terminal it overwrites one line, at most ten times a
 * second. Elsewhere it prints a new line every five seconds. Several threads may use it.
 */
final class ProgressBar {

    private static final int BAR_WIDTH = 40;
    private static final int SHORT_BAR_WIDTH = 20;
    private static final long TERMINAL_NANOS = 100_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final boolean silent;
    private final LongSupplier nanoTime;
    private long shownAt;
    private int shownLength;

    ProgressBar(Console console, boolean silent) {
        this(console, silent, System::nanoTime);
    }

    ProgressBar(Console console, boolean silent, LongSupplier nanoTime) {
        this.out = console.err();
        this.terminal = console.terminal();
        this.silent = silent;
        this.nanoTime = nanoTime;
        // The first state is shown at once on a terminal, and elsewhere after five seconds.
        this.shownAt = nanoTime.getAsLong() - (terminal ? TERMINAL_NANOS : 0);
    }

    /** Shows a state whose end is known. */
    void show(long done, long total, String unit) {
        show(bar(done, total, BAR_WIDTH) + count(done, total, unit));
    }

    /** Shows a state whose end is known, and something else about it. */
    void show(long done, long total, String unit, String more) {
        show(bar(done, total, SHORT_BAR_WIDTH) + count(done, total, unit) + ", " + more);
    }

    /** Shows a state. */
    synchronized void show(String state) {
        long now = nanoTime.getAsLong();
        if (!silent && now - shownAt >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            shownAt = now;
            print(state);
        }
    }

    /** Shows the last state of all, and ends the line. */
    synchronized void end(String state) {
        if (silent) {
            return;
        }
        print(state);
        if (terminal) {
            out.println();
        }
    }

    void end(long done, long total, String unit) {
        end(bar(done, total, BAR_WIDTH) + count(done, total, unit));
    }

    /** Ends the line where it is, so that something else can be printed. */
    synchronized void interrupt() {
        if (terminal && shownLength > 0) {
            out.println();
            shownLength = 0;
        }
    }

    private void print(String state) {
        if (!terminal) {
            out.println(state);
            return;
        }
        out.print('\r' + state + " ".repeat(Math.max(0, shownLength - state.length())));
        out.flush();
        shownLength = state.length();
    }

    private String bar(long done, long total, int width) {
        if (!terminal) {
            return "";
        }
        int full = total <= 0 ? width : Math.clamp(width * done / total, 0, width);
        return "[" + "#".repeat(full) + " ".repeat(width - full) + "] ";
    }

    private static String count(long done, long total, String unit) {
        return String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit);
    }
}
