package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.LoggedRecords;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says of a commit that a consumer cannot handle. */
class FailureLogTest extends ConsumerFixture {

    private static final class WithoutStackTrace extends RuntimeException {
        WithoutStackTrace() {
            super("refused", null, false, false);
        }
    }

    private final LoggedRecords logged = new LoggedRecords(CommitHandling.class);

    @AfterEach
    void keepNoMore() {
        logged.close();
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
        assertThat(logged.all()).extracting(LogRecord::getThrown).containsExactly(broken);
    }

    @Test
    void an_exception_without_a_stack_trace_is_not_logged_again() {
        runTwice(new WithoutStackTrace());
        assertThat(state().parked()).isNotEmpty();
        assertThat(logged.all()).isEmpty();
    }
}
