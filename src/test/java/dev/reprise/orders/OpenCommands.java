package dev.reprise.orders;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Limits how many commands of one order may begin after the oldest command that may still be
 * repeated. A stream recognizes a repeated command only among its last commits, and so the limit
 * keeps the commit of every command that may be repeated among them.
 */
final class OpenCommands {

    /** Between a command and its repetition there are fewer than twice as many commits. */
    private static final int SPAN = 12;

    private final NavigableSet<Integer> open = new TreeSet<>();
    private int next;

    /** Waits until a command may begin, and returns its number. */
    synchronized int begin() throws InterruptedException {
        while (!open.isEmpty() && next - open.first() >= SPAN) {
            wait();
        }
        open.add(next);
        return next++;
    }

    /** Ends a command: it will not be repeated. */
    synchronized void end(int number) {
        open.remove(number);
        notifyAll();
    }
}
