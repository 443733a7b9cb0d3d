package dev.reprise;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs, until this is closed. */
public final class LoggedRecords extends Handler implements AutoCloseable {

    private final Logger log;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    public LoggedRecords(Class<?> logging) {
        this.log = Logger.getLogger(logging.getName());
        log.addHandler(this);
    }

    /** The messages that a class logs while something runs. */
    public static List<String> messages(Class<?> logging, Runnable running) {
        try (LoggedRecords logged = new LoggedRecords(logging)) {
            running.run();
            return logged.messages();
        }
    }

    /** The records, in their order. */
    public List<LogRecord> all() {
        return List.copyOf(records);
    }

    /** The messages with their parameters, in their order. */
    public List<String> messages() {
        return records.stream().map(new SimpleFormatter()::formatMessage).toList();
    }

    @Override
    public void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
