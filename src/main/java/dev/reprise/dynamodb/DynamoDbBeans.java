package dev.reprise.dynamodb;

import dev.reprise.consumers.ConsumerStore;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitArchive;
import dev.reprise.feed.FeedGenerations;
import dev.reprise.metrics.LogFields;
import dev.reprise.metrics.RecentUsage;
import dev.reprise.metrics.StoreUsage;
import dev.reprise.metrics.StoredTable;
import dev.reprise.metrics.TableSizes;
import dev.reprise.projections.AppendedCommits;
import dev.reprise.projections.CommitScan;
import dev.reprise.projections.JobStore;
import dev.reprise.projections.ViewStore;
import dev.reprise.publishing.WebhookStore;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Makes the DynamoDB client and the stores on it, for injection. */
final class DynamoDbBeans {

    @Produces
    @ApplicationScoped
    DynamoDbClient client(DynamoDbClientBuilder builder, StoreUsage usage, RecentUsage recent) {
        return builder.overrideConfiguration(
                        configuration -> {
                            DynamoDbClientDefaults.apply(configuration);
                            configuration.addExecutionInterceptor(
                                    new UsageInterceptor(usage, recent));
                        })
                .build();
    }

    /** Builds the client at start, so that no call waits for it. */
    void start(@Observes StartupEvent event, DynamoDbClient client) {
        client.serviceName();
    }

    @Produces
    @Singleton
    @Typed(DynamoDbEventStore.class)
    DynamoDbEventStore dynamoDbEventStore(
            DynamoDbClient client, @ConfigProperty(name = "reprise.events-table") String table) {
        return new DynamoDbEventStore(client, table);
    }

    @Produces
    @Singleton
    AppendedCommits eventStore(DynamoDbEventStore store) {
        return new AppendedCommits(store, DynamoDbBeans::noteForTheLog);
    }

    /** From now on, the lines of the call's log name the commit. */
    private static void noteForTheLog(Commit appended) {
        if (MDC.get(LogFields.CORRELATION_ID) == null) {
            return; // It is not a call that appends, but a job.
        }
        Object before = MDC.get(LogFields.COMMIT);
        String name = appended.stream() + "@" + appended.firstSequenceNumber();
        MDC.put(LogFields.COMMIT, before == null ? name : before + " " + name);
    }

    @Produces
    @Singleton
    ViewStore viewStore(
            DynamoDbClient client, @ConfigProperty(name = "reprise.views-table") String table) {
        return new DynamoDbViewStore(client, table);
    }

    @Produces
    @Singleton
    CommitScan commitScan(
            DynamoDbClient client, @ConfigProperty(name = "reprise.events-table") String table) {
        return new DynamoDbCommitScan(client, table);
    }

    @Produces
    @Singleton
    Optional<FeedGenerations> feedGenerations(
            DynamoDbClient client,
            @ConfigProperty(name = "reprise.feed-table") Optional<String> table) {
        return table.map(name -> new DynamoDbFeedGenerations(client, name));
    }

    @Produces
    @Singleton
    Optional<ConsumerStore> consumerStore(
            DynamoDbClient client,
            @ConfigProperty(name = "reprise.feed-table") Optional<String> table) {
        return table.map(name -> new DynamoDbConsumerStore(client, name));
    }

    @Produces
    @Singleton
    Optional<WebhookStore> webhookStore(
            DynamoDbClient client,
            @ConfigProperty(name = "reprise.feed-table") Optional<String> table,
            @ConfigProperty(name = "reprise.webhooks") boolean webhooks) {
        return table.filter(_ -> webhooks).map(name -> new DynamoDbWebhookStore(client, name));
    }

    @Produces
    @Singleton
    CommitArchive commitArchive(
            DynamoDbClient client, @ConfigProperty(name = "reprise.events-table") String table) {
        return new DynamoDbCommitArchive(client, table);
    }

    @Produces
    @Singleton
    TableSizes tableSizes(
            DynamoDbClient client,
            @ConfigProperty(name = "reprise.events-table") String events,
            @ConfigProperty(name = "reprise.views-table") String views,
            @ConfigProperty(name = "reprise.feed-table") Optional<String> feed,
            @ConfigProperty(name = "reprise.keys-table") String keys) {
        Map<StoredTable, String> names = new EnumMap<>(StoredTable.class);
        names.put(StoredTable.EVENTS, events);
        names.put(StoredTable.VIEWS, views);
        feed.ifPresent(name -> names.put(StoredTable.FEED, name));
        names.put(StoredTable.KEYS, keys);
        return new DynamoDbTableSizes(client, names, InstantSource.system());
    }

    @Produces
    @Singleton
    JobStore jobStore(
            DynamoDbClient client, @ConfigProperty(name = "reprise.views-table") String table) {
        return new DynamoDbJobStore(client, table);
    }
}
