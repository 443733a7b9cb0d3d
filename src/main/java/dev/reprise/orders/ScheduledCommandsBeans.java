package dev.reprise.orders;

import dev.reprise.aggregates.SnapshotVerifier;
import dev.reprise.eventstore.EventStore;
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
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the beans of scheduled commands. If they are switched off, there is no clock, and no
 * command can be scheduled.
 */
final class ScheduledCommandsBeans {

    private static final String SWITCH = "reprise.scheduled-commands";
    private static final String OFF = "false";
    private static final String FORMAT = "reprise.events-format";

    @Produces
    @Singleton
    static ScheduledCommands scheduledCommands(
            EventStore store,
            OrderPersonalData personal,
            @ConfigProperty(name = FORMAT) EventFormat written,
            @ConfigProperty(name = SWITCH) boolean on) {
        return new ScheduledCommands(
                store,
                personal,
                InstantSource.system(),
                ProcessRetries.afterConflicts(),
                written,
                on);
    }

    /** Stored events are shown even if scheduled commands have been switched off. */
    @Produces
    @Singleton
    static StoredBodies storedBodies() {
        return ScheduledCommandsProcess.storedBodies();
    }

    @Produces
    @Singleton
    static ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, DueRefusal> runner(
            EventStore store,
            OrderPersonalData personal,
            @ConfigProperty(name = FORMAT) EventFormat written) {
        return new ScheduledCommandsProcess()
                .runner(
                        store,
                        personal,
                        InstantSource.system(),
                        ProcessRetries.afterConflicts(),
                        written);
    }

    @Produces
    @Singleton
    static SnapshotVerifier snapshots(
            ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, DueRefusal>
                    runner) {
        return runner.snapshots();
    }

    /**
     * It is kept up to date even if scheduled commands are switched off. So it misses no command
     * when they are switched on again, and no cancellation.
     */
    @Produces
    @Singleton
    static DeadlinesProjection<ScheduleEvent> deadlines() {
        return new DeadlinesProjection<>(new ScheduledCommandsProcess());
    }

    @Produces
    @Singleton
    @LookupUnlessProperty(name = SWITCH, stringValue = OFF)
    static DeadlineClock clock(
            ProcessRunner<Order.Event, OrderSchedule, ScheduleEvent, DueCommand, DueRefusal> runner,
            ViewStore views,
            CommitScan scan) {
        return new DeadlineClock(runner, views, scan, InstantSource.system());
    }
}
