package dev.reprise.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.consumers.ConsumerRunner;
import dev.reprise.consumers.ConsumerState;
import dev.reprise.consumers.Consumers;
import dev.reprise.eventbridge.FakeEventBridge.Failure;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedEntry;
import dev.reprise.feed.FeedProof;
import dev.reprise.publishing.PublisherConsumers;
import dev.reprise.publishing.PublishingFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/**
 * A bus that takes some entries of a request and not others, refuses single events for a while,
 * fails, and loses answers, in an order that the seed chooses, while the feed grows.
 */
class RandomPublisherTest {

    private static final int FIRST_SEED = Integer.getInteger("reprise.first-seed", 0);
    private static final int SEEDS = Integer.getInteger("reprise.seeds", 50);

    private static final List<Logger> LOGS =
            List.of(
                    Logger.getLogger(ConsumerRunner.class.getPackageName()),
                    Logger.getLogger(PublisherConsumers.class.getPackageName()));

    @BeforeAll
    static void logNothing() {
        LOGS.forEach(log -> log.setLevel(Level.OFF));
    }

    @AfterAll
    static void logAgain() {
        LOGS.forEach(log -> log.setLevel(null));
    }

    @Test
    void each_event_is_taken_and_those_of_a_stream_in_the_order_of_their_requests()
            throws IOException {
        for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try (FakeEventBridge fake = new FakeEventBridge()) {
                new Run(seed, fake).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class Run extends PublishingFixture {

        private static final int ROUNDS = 12;

        private final Random random;
        private final FakeEventBridge fake;
        private final int streams;
        private final int failingOneIn;
        private boolean calm;

        Run(long seed, FakeEventBridge fake) {
            random = new Random(seed);
            this.fake = fake;
            streams = random.nextInt(1, 6);
            failingOneIn = random.nextInt(2, 30);
        }

        private boolean fails(int times) {
            return !calm && random.nextInt(failingOneIn * times) == 0;
        }

        void run() {
            fake.errorOf = _ -> fails(1) ? Optional.of(error()) : Optional.empty();
            fake.failure = () -> failure(4);
            fake.lostAnswer = () -> failure(6);
            RetryPolicy chance = () -> random::nextBoolean;
            try (var publisher = publisher(chance)) {
                Consumers consumers =
                        new Consumers(List.of(), List.of(publisher), states, feeds, () -> now);
                ConsumerRunner tried = runner(chance);
                for (int round = 0; round < ROUNDS; round++) {
                    write();
                    now = now.plusSeconds(45);
                    tried.run(consumers.ours().getFirst(), now.plusSeconds(60));
                }
                calm = true;
                for (int round = 0; round < 3; round++) {
                    now = now.plusSeconds(7_200);
                    tried.run(consumers.ours().getFirst(), now.plusSeconds(60));
                }
            }
            check();
        }

        private PublisherConsumers publisher(RetryPolicy chance) {
            // The SDK's own attempts have pauses.
            var client =
                    fake.clientBuilder()
                            .overrideConfiguration(configuration ->
                                    configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                            .build();
            return new PublisherConsumers(
                    Optional.of(() -> new EventBridgeSink(client, "shop", "", () -> now)),
                    cloudEvents,
                    chance,
                    () -> now);
        }

        private String error() {
            return List.of("InternalFailure", "ThrottlingException", "MalformedDetail")
                    .get(random.nextInt(3));
        }

        private Optional<Failure> failure(int times) {
            return fails(times)
                    ? Optional.of(
                            random.nextBoolean()
                                    ? new Failure(500, "InternalException")
                                    : new Failure(400, "ThrottlingException"))
                    : Optional.empty();
        }

        private void write() {
            for (int commits = random.nextInt(6); commits > 0; commits--) {
                boolean large = random.nextInt(4) == 0;
                append(
                        new StreamName("thing", Integer.toString(random.nextInt(streams))),
                        moves(random.nextInt(1, large ? 35 : 4)));
            }
        }

        private void check() {
            ConsumerState last = states.find("publisher").getFirst();
            assertThat(last.parked()).isEmpty();
            assertThat(last.position()).isEqualTo(feed.head());
            List<FeedEntry> entries =
                    FeedProof.pages(pages).stream()
                            .flatMap(page -> page.entries().stream())
                            .toList();
            // 1. Every event was taken.
            Set<String> first = new LinkedHashSet<>(FakeEventBridge.ids(fake.taken));
            Set<String> all = new HashSet<>();
            entries.forEach(entry -> all.addAll(ids(entry, 0, entry.count())));
            assertThat(first).containsExactlyInAnyOrderElementsOf(all);
            // 2. When it was, all earlier requests of its stream had been taken.
            List<String> order = new ArrayList<>(first);
            for (FeedEntry entry : entries) {
                for (int begin = 0; begin < entry.count(); begin += 10) {
                    List<String> request = ids(entry, begin, Math.min(begin + 10, entry.count()));
                    int earliest = request.stream().mapToInt(order::indexOf).min().orElseThrow();
                    long before = entry.firstSequenceNumber() + begin - 1;
                    assertThat(order.subList(0, earliest))
                            .as("taken before %s", request)
                            .containsAll(
                                    LongStream.rangeClosed(1, before)
                                            .mapToObj(n -> entry.stream() + "@" + n)
                                            .toList());
                }
            }
            // 3. No request has events of two commits or streams.
            for (List<JsonNode> request : fake.requests) {
                assertThat(entries)
                        .anyMatch(entry ->
                                ids(entry, 0, entry.count())
                                        .containsAll(FakeEventBridge.ids(request)));
                assertThat(request).hasSizeLessThanOrEqualTo(10);
            }
        }

        private static List<String> ids(FeedEntry entry, int from, int to) {
            return LongStream.range(
                            entry.firstSequenceNumber() + from, entry.firstSequenceNumber() + to)
                    .mapToObj(number -> entry.stream() + "@" + number)
                    .toList();
        }
    }
}
