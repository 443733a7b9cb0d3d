package dev.reprise.orders;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Lets no more than so many commands of one order lie between the oldest that may still be repeated
 * and the newest. An order knows a repeated command only by its last commits, of which there is
 * then one.
 */
final class OpenCommands {

    /** Less than twice as many commits, those of older and of newer commands, come in between. */
    private static final int SPAN = 12;

    private final NavigableSet<Integer> open = new TreeSet<>();
    private int next;

    /** Waits for its turn; the command's number. */
    synchronized int begin() throws InterruptedException {
        while (!open.isEmpty() && next - open.first() >= SPAN) {
            wait();
        }
        open.add(next);
        return next++;
    }

    /** It will not be repeated. */
    synchronized void end(int number) {
        open.remove(number);
        notifyAll();
    }
}
