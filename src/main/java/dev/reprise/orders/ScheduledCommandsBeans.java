package dev.reprise.orders;

import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.processes.ProcessRunner;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.ViewStore;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.StoredBodies;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the beans of scheduled commands. If they are switched off, there is no clock and no read
 * model of deadlines, and no command can be scheduled.
 */
final class ScheduledCommandsBeans {

    private static final String SWITCH = "reprise.scheduled-commands";
    private static final String OFF = "false";
    private static final String FORMAT = "reprise.events-format";

    /** How long a step or a call is tried again after a conflict. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Produces
    @Singleton
    static ScheduledCommands scheduledCommands(
            EventStore store,
            OrderPersonalData personal,
            @ConfigProperty(name = FORMAT) EventFormat written,
            @ConfigProperty(name = SWITCH) boolean on) {
        return new ScheduledCommands(
                store, personal, InstantSource.system(), retries(), written, on);
    }

    private static RetryPolicy retries() {
        return RetryPolicy.jittered(PATIENCE, new SecureRandom());
    }

    /** Stored events are shown even if scheduled commands have been switched off. */
    @Produces
    @Singleton
    static StoredBodies storedBodies() {
        return ScheduledOrderCommands.storedBodies();
    }

    @Produces
    @Singleton
    static ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, ScheduleRefusal>
            runner(
                    EventStore store,
                    OrderPersonalData personal,
                    @ConfigProperty(name = FORMAT) EventFormat written) {
        return new ScheduledOrderCommands()
                .runner(store, personal, InstantSource.system(), retries(), written);
    }

    @Produces
    @Singleton
    static SnapshotVerifier snapshots(
            ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, ScheduleRefusal>
                    runner) {
        return runner.snapshots();
    }

    @Produces
    @Singleton
    @LookupUnlessProperty(name = SWITCH, stringValue = OFF)
    static DeadlinesProjection<ScheduleEvent> deadlines() {
        return new DeadlinesProjection<>(new ScheduledOrderCommands());
    }

    @Produces
    @Singleton
    @LookupUnlessProperty(name = SWITCH, stringValue = OFF)
    static DeadlineClock clock(
            ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, ScheduleRefusal>
                    runner,
            ViewStore views,
            CommitScan scan) {
        return new DeadlineClock(runner, views, scan, InstantSource.system());
    }
}
