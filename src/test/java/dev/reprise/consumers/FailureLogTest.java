package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of a commit that a consumer cannot handle. */
class FailureLogTest extends ConsumerFixture {

    private static final Logger LOG = Logger.getLogger(CommitHandling.class.getName());

    private static final class WithoutStackTrace extends RuntimeException {
        WithoutStackTrace() {
            super("refused", null, false, false);
        }
    }

    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler keeping =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    logged.add(line);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void keep() {
        LOG.addHandler(keeping);
    }

    @AfterEach
    void keepNoMore() {
        LOG.removeHandler(keeping);
    }

    private void runTwice(RuntimeException failure) {
        failing.put("a@1", failure);
        append(A, 1);
        run();
        now = now.plusSeconds(60);
        run();
    }

    @Test
    void the_first_failure_of_a_commit_is_logged_with_its_stack_trace() {
        IllegalStateException broken = new IllegalStateException("broken");
        runTwice(broken);
        assertThat(logged).extracting(LogRecord::getThrown).containsExactly(broken);
    }

    @Test
    void an_exception_without_a_stack_trace_is_not_logged_again() {
        runTwice(new WithoutStackTrace());
        assertThat(state().parked()).isNotEmpty();
        assertThat(logged).isEmpty();
    }
}
