package dev.reprise.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.Race;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedGenerations;
import dev.reprise.feed.FeedIndexer;
import dev.reprise.feed.FeedProof;
import dev.reprise.feed.FeedStore;
import dev.reprise.feed.FeedSweep;
import dev.reprise.local.DynamoDbLocal;
import dev.reprise.projections.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Several indexers write one feed in DynamoDB Local, behind a network that loses, delays and
 * repeats their requests. They get batches that are doubled, shuffled, cut and lost.
 */
@RunsBesideQuarkus
class RandomFeedIT {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 2);
    private static final int STREAMS = 8;
    private static final int COMMANDS = 25;
    private static final int INDEXERS = 3;

    @Test
    void the_feed_has_each_commit_once_in_the_order_of_its_stream() throws Exception {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                run(seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void run(int seed) throws Exception {
        String tables = DynamoDbLocal.freshTablesWithoutStream();
        Random random = new Random(seed);
        try (FaultyHttpClient network = new FaultyHttpClient();
                DynamoDbClient faulty = network.dynamoDbClient();
                DynamoDbClient client = DynamoDbLocal.client()) {
            network.always(new RandomFaults(seed));
            EventStore events = new DynamoDbEventStore(client, tables + "-events");
            Set<StreamName> streams = new HashSet<>();
            List<Commit> commits = write(events, random, streams);
            List<Commit> inbox = delivered(commits, random);

            AtomicInteger indexed = new AtomicInteger();
            Race.of(
                    INDEXERS,
                    number -> {
                        indexAll(faulty, tables, inbox, new Random(seed * 100L + number), indexed);
                        return true;
                    });
            FeedGenerations generations = new DynamoDbFeedGenerations(client, tables + "-feed");
            FeedStore feed = generations.generation(1);
            FeedProof.checkPages(feed, events, streams);
            FeedProof.checkStreams(feed, streams);
            assertThat(indexed).as("batches that were indexed").hasPositiveValue();
            new FeedSweep(
                            generations,
                            new DynamoDbCommitScan(client, tables + "-events"),
                            indexer(client, tables),
                            () -> Commits.AT)
                    .work(Instant.MAX);
            FeedProof.checkComplete(feed, events, streams);
            FeedProof.checkStreams(feed, streams);
        }
    }

    private static List<Commit> write(EventStore events, Random random, Set<StreamName> streams) {
        List<Commit> commits = new ArrayList<>();
        Map<StreamName, CommitBoundary> ends = new HashMap<>();
        for (int command = 0; command < COMMANDS; command++) {
            List<Integer> some = new ArrayList<>(IntStream.range(0, STREAMS).boxed().toList());
            Collections.shuffle(some, random);
            String id = "command-" + command;
            List<NewCommit> joint =
                    some.subList(0, random.nextInt(3) == 0 ? random.nextInt(2, 4) : 1).stream()
                            .map(number -> new StreamName("thing", Integer.toString(number)))
                            .map(stream ->
                                    ends.getOrDefault(stream, CommitBoundary.startOf(stream)))
                            .map(end -> Commits.commit(end, id, random.nextInt(1, 4)))
                            .toList();
            List<Commit> appended =
                    joint.size() == 1
                            ? List.of(Commits.append(events, joint.getFirst()))
                            : switch (events.appendAll(new JointCommit(joint, List.of()))) {
                                case JointAppendResult.Appended(List<Commit> stored) -> stored;
                                case JointAppendResult result -> throw new AssertionError(result);
                            };
            appended.forEach(commit -> ends.put(commit.stream(), commit.end()));
            commits.addAll(appended);
        }
        streams.addAll(ends.keySet());
        return commits;
    }

    private static List<Commit> delivered(List<Commit> commits, Random random) {
        List<Commit> delivered = new ArrayList<>();
        for (Commit commit : commits) {
            delivered.addAll(Collections.nCopies(random.nextInt(3), commit));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(delivered, random);
        }
        return delivered;
    }

    private static void indexAll(
            DynamoDbClient client,
            String tables,
            List<Commit> inbox,
            Random random,
            AtomicInteger indexed) {
        FeedIndexer indexer = indexer(client, tables);
        while (true) {
            List<Commit> batch = take(inbox, random.nextInt(1, 12));
            if (batch.isEmpty()) {
                return;
            }
            try {
                indexer.index(batch.stream().map(Deliveries::intact).toList());
                indexed.incrementAndGet();
            } catch (StoreUnavailableException e) {
                if (random.nextBoolean()) {
                    indexer = indexer(client, tables);
                }
            }
        }
    }

    private static List<Commit> take(List<Commit> inbox, int size) {
        synchronized (inbox) {
            List<Commit> head = inbox.subList(0, Math.min(inbox.size(), size));
            List<Commit> batch = List.copyOf(head);
            head.clear();
            return batch;
        }
    }

    private static FeedIndexer indexer(DynamoDbClient client, String tables) {
        return new FeedIndexer(
                new DynamoDbFeedGenerations(client, tables + "-feed"),
                new DynamoDbEventStore(client, tables + "-events"),
                RetryPolicy.jittered(Duration.ofSeconds(10), new Random()));
    }
}
