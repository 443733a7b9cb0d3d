package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedPage;
import dev.reprise.feed.FeedStore;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.Deliveries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the feed takes from DynamoDB, counted by its own answers. */
@RunsBesideQuarkus
class FeedRequestsIT {

    private static final RequestLog LOG = new RequestLog();
    private static final DynamoDbClient CLIENT = LOG.client();
    private static final int ORDERS = 200;
    private static final int COMMITS_OF_EACH = 3;

    /** What comes in a quarter of a second at 100 commits a second. */
    private static final int BATCH = 25;

    private final EventStore events = new InMemoryEventStore();
    private final FeedGenerations generations =
            new DynamoDbFeedGenerations(CLIENT, DynamoDbLocal.freshTablesWithoutStream() + "-feed");
    private final FeedStore store = generations.generation(1);
    private final Random random = new Random(1);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void a_commit_takes_a_write_unit_and_a_share_of_a_page() {
        List<Commit> commits = commits();
        FeedIndexer indexer = new FeedIndexer(generations, events, () -> () -> false);
        LOG.clear();
        for (int from = 0; from < commits.size(); from += BATCH) {
            indexer.index(
                    commits.subList(from, from + BATCH).stream().map(Deliveries::intact).toList());
        }

        double written =
                LOG.units().stream().mapToDouble(Double::doubleValue).sum() - unitsOfReads();
        assertThat(written / commits.size()).as("write units a commit").isBetween(1.0, 1.3);
        assertThat(unitsOfReads() / ORDERS).as("read units an order").isLessThanOrEqualTo(1.1);
    }

    @Test
    void the_feed_is_read_with_few_units() {
        List<Commit> commits = commits();
        FeedIndexer indexer = new FeedIndexer(generations, events, () -> () -> false);
        for (int from = 0; from < commits.size(); from += BATCH) {
            indexer.index(
                    commits.subList(from, from + BATCH).stream().map(Deliveries::intact).toList());
        }
        LOG.clear();
        int read = 0;
        List<FeedPage> pages = store.pagesFrom(1, 100);
        while (!pages.isEmpty()) {
            read += pages.stream().mapToInt(page -> page.entries().size()).sum();
            pages = store.pagesFrom(pages.getLast().lastPosition() + 1, 100);
        }

        assertThat(read).isEqualTo(commits.size());
        assertThat(LOG.units().stream().mapToDouble(Double::doubleValue).sum() / read)
                .as("read units an event")
                .isLessThan(0.02);
    }

    @Test
    void a_list_of_streams_takes_few_requests_and_units() {
        FeedIndexer indexer = new FeedIndexer(generations, events, () -> () -> false);
        indexer.index(commits().stream().map(Deliveries::intact).toList());
        LOG.clear();

        FeedStore.StreamPage page = store.list("order-", Optional.empty(), ORDERS);

        assertThat(page.streams()).hasSize(ORDERS);
        assertThat(LOG.names()).hasSizeLessThanOrEqualTo(16).containsOnly("Query");
        assertThat(unitsOfReads()).isLessThanOrEqualTo(12);
    }

    private static double unitsOfReads() {
        double units = 0;
        List<String> names = LOG.names();
        for (int i = 0; i < names.size(); i++) {
            units += names.get(i).matches("Query|BatchGetItem") ? LOG.units().get(i) : 0;
        }
        return units;
    }

    /** One event in each: the orders take turns. */
    private List<Commit> commits() {
        List<Commit> commits = new ArrayList<>();
        List<CommitBoundary> ends = new ArrayList<>();
        for (int order = 0; order < ORDERS; order++) {
            ends.add(
                    CommitBoundary.startOf(
                            new StreamName("order", Long.toHexString(random.nextLong()))));
        }
        for (int turn = 0; turn < COMMITS_OF_EACH; turn++) {
            for (int order = 0; order < ORDERS; order++) {
                EncodedEvents event =
                        new EncodedEvents.Json(
                                1,
                                "[{\"eventType\":\"OrderItemAdded\",\"itemId\":\"item-%d\",\"quantity\":%d,\"price\":%d.5}]"
                                        .formatted(
                                                random.nextInt(1000),
                                                random.nextInt(1, 10),
                                                random.nextInt(100)));
                Commit commit =
                        Commits.append(
                                events,
                                Commits.commit(
                                        ends.get(order),
                                        Long.toHexString(random.nextLong())
                                                + Long.toHexString(random.nextLong()),
                                        event,
                                        Commits.AT.plusMillis(10L * commits.size())));
                ends.set(order, commit.end());
                commits.add(commit);
            }
        }
        return commits;
    }
}
