package dev.reprise.orders;

import dev.reprise.eventstore.RetryPolicy;
import java.security.SecureRandom;
import java.time.Duration;

/** How the processes of orders try again. */
final class ProcessRetries {

    /** How long a step or a call is tried again after a conflict. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private ProcessRetries() {}

    /** Retries after a conflict. */
    static RetryPolicy afterConflicts() {
        return RetryPolicy.jittered(PATIENCE, new SecureRandom());
    }
}
