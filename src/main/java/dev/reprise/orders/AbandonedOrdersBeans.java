package dev.reprise.orders;

import dev.reprise.eventstore.EventStore;
import dev.reprise.orders.AbandonedOrders.Watching;
import dev.reprise.processes.DeadlineClock;
import dev.reprise.processes.DeadlinesProjection;
import dev.reprise.processes.ProcessConsumer;
import dev.reprise.processes.ProcessRunner;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.ViewStore;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.StoredBodies;
import io.quarkus.arc.lookup.LookupUnlessProperty;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the beans of the process of abandoned orders, unless the process is switched off. */
final class AbandonedOrdersBeans {

    private static final String AFTER = "reprise.abandoned-orders.after";
    private static final String NEVER = "never";

    @Produces
    @Singleton
    static AbandonedOrders process(@ConfigProperty(name = AFTER) String after) {
        try {
            return new AbandonedOrders(Duration.parse(after));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    AFTER + " must be never, or a duration such as P30D, not " + after, e);
        }
    }

    /** Stored events are shown even if the process has been switched off. */
    @Produces
    @Singleton
    static StoredBodies storedBodies() {
        return AbandonedOrders.storedBodies();
    }

    @Produces
    @Singleton
    static ProcessRunner<Order.Event, Watching, Void, Order.Command, Order.Rejection> runner(
            AbandonedOrders process,
            EventStore store,
            OrderPersonalData personal,
            @ConfigProperty(name = "reprise.events-format") EventFormat written) {
        return process.runner(
                store, personal, InstantSource.system(), ProcessRetries.afterConflicts(), written);
    }

    @Produces
    @Singleton
    @LookupUnlessProperty(name = AFTER, stringValue = NEVER)
    static ProcessConsumer<Order.Event> consumer(
            ProcessRunner<Order.Event, Watching, Void, Order.Command, Order.Rejection> runner) {
        return new ProcessConsumer<>(runner);
    }

    @Produces
    @Singleton
    @LookupUnlessProperty(name = AFTER, stringValue = NEVER)
    static DeadlinesProjection<Void> deadlines(AbandonedOrders process) {
        return new DeadlinesProjection<>(process);
    }

    @Produces
    @Singleton
    @LookupUnlessProperty(name = AFTER, stringValue = NEVER)
    static DeadlineClock clock(
            ProcessRunner<Order.Event, Watching, Void, Order.Command, Order.Rejection> runner,
            ViewStore views,
            CommitScan scan) {
        return new DeadlineClock(runner, views, scan, InstantSource.system());
    }
}
