package dev.reprise.publishing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a class logs. */
public final class LogLines {

    private LogLines() {}

    /** The messages that a class logs while something runs. */
    public static List<String> of(Class<?> logging, Runnable running) {
        Keeping handler = new Keeping();
        Logger log = Logger.getLogger(logging.getName());
        log.addHandler(handler);
        try {
            running.run();
        } finally {
            log.removeHandler(handler);
        }
        return handler.lines;
    }

    private static final class Keeping extends Handler {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
