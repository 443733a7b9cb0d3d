package dev.reprise.orders;

import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.VersionedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.Random;

/**
 * A writer whose process is killed at random while it handles calls, and is replaced by a new
 * process, which has nothing in memory.
 */
final class KilledWriter implements Writer, AutoCloseable {

    private static final int MAX_ANSWERS = 50;

    private final URI endpoint;
    private final String table;
    private final Random random;
    private volatile WriterProcess process;
    private int killsLeft;
    private int answersLeft;

    KilledWriter(URI endpoint, String table, long seed, int kills) throws IOException {
        this.endpoint = endpoint;
        this.table = table;
        this.random = new Random(seed);
        this.killsLeft = kills;
        this.process = start();
    }

    private WriterProcess start() throws IOException {
        answersLeft = random.nextInt(1, MAX_ANSWERS);
        return new WriterProcess(endpoint, table, random.nextLong());
    }

    @Override
    public Optional<CommandResult<VersionedState<Order>, Order.Rejection>> handle(Request request) {
        Optional<CommandResult<VersionedState<Order>, Order.Rejection>> result =
                process.handle(request);
        try {
            killIfDue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    private synchronized void killIfDue() throws IOException {
        answersLeft--;
        if (answersLeft <= 0 && killsLeft > 0) {
            killsLeft--;
            WriterProcess killed = process;
            process.kill();
            process = start();
            killed.close();
        }
    }

    /** How many kills are left. */
    synchronized int killsLeft() {
        return killsLeft;
    }

    @Override
    public void close() {
        process.close();
    }
}
