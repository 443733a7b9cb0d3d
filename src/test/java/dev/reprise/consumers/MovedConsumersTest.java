package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.feed.FeedPosition;
import dev.reprise.feed.FeedRebuild;
import dev.reprise.feed.InMemoryFeedGenerations;
import dev.reprise.feed.InMemoryFeedStore;
import dev.reprise.feed.LiveFeed;
import dev.reprise.feed.PositionMark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rebuild left out 10 of the events that stood at 5 to 16. */
class MovedConsumersTest {

    private static final StreamName A = new StreamName("thing", "a");
    private static final Instant NOW = Commits.AT;

    private Instant clock = NOW;
    private final InMemoryFeedGenerations generations =
            new InMemoryFeedGenerations(new InMemoryFeedStore());
    private final LiveFeed feeds = new LiveFeed(generations, new InMemoryEventStore(), () -> clock);
    private final InMemoryConsumerStore states = new InMemoryConsumerStore();
    private final Consumers consumers = new Consumers(List.of(), states, feeds, () -> NOW);

    /** The live generation is read again after it. */
    private void rebuild() {
        clock = clock.plusSeconds(60);
        FeedRebuild begun = new FeedRebuild(2, false, 4, 4, 0, NOW, NOW, 1);
        assertThat(generations.save(begun, Optional.empty(), Optional.empty())).isTrue();
        FeedRebuild done = new FeedRebuild(2, true, 34, 34, 0, NOW, NOW, 2);
        PositionMark mark = new PositionMark(4, 16, 4, 6);
        assertThat(generations.save(done, Optional.of(begun), Optional.of(mark))).isTrue();
    }

    private ConsumerState lease(String owner) {
        return ((Consumers.Result.Done) consumers.lease("far", owner, Duration.ofMinutes(1)))
                .state();
    }

    private ConsumerState checkpoint(ConsumerState leased, long position) {
        return ((Consumers.Result.Done) checkpointed(leased.token(), position)).state();
    }

    private Consumers.Result checkpointed(long token, long position) {
        return consumers.checkpoint(
                "far", Segment.ALL, token, position, Optional.of(Duration.ofMinutes(1)));
    }

    @Test
    void a_worker_with_a_position_of_the_old_generation_takes_the_lease_again() {
        ConsumerState before = checkpoint(lease("w"), 20);
        rebuild();

        assertThat(checkpointed(before.token(), 25))
                .isInstanceOf(Consumers.Result.LeasedByAnother.class);

        ConsumerState after = lease("w");
        assertThat(after.generation()).isEqualTo(2);
        assertThat(after.position()).isEqualTo(10);
        assertThat(after.token()).isGreaterThan(before.token());
        assertThat(checkpoint(after, 12).position()).isEqualTo(12);
    }

    @Test
    void a_state_is_shown_with_its_new_position_and_stored_when_it_is_saved() {
        checkpoint(lease("w"), 9);
        rebuild();

        for (int read = 0; read < 2; read++) {
            ConsumerStatus status = consumers.find("far").orElseThrow();
            assertThat(status.generation()).isEqualTo(2);
            assertThat(status.position()).isEqualTo(4);
            assertThat(consumers.all()).containsExactly(status);
        }
        assertThat(states.find("far").getFirst().generation()).isEqualTo(1);

        consumers.share("far", 2);
        assertThat(states.find("far").getFirst().generation()).isEqualTo(2);
        assertThat(states.find("far").getFirst().position()).isEqualTo(4);
    }

    @Test
    void parked_streams_are_moved_too() {
        ConsumerState state =
                ConsumerState.made("far", new FeedPosition(1, 30), NOW)
                        .with(ParkedStream.first(A, 17, "broken", NOW), NOW);
        ConsumerState moved = moved(state);
        assertThat(moved.position()).isEqualTo(20);
        assertThat(moved.parked().values()).extracting(ParkedStream::position).containsExactly(7L);

        ConsumerState inside =
                ConsumerState.made("far", new FeedPosition(1, 30), NOW)
                        .with(ParkedStream.first(A, 10, "broken", NOW), NOW);
        assertThat(moved(inside).parked().values())
                .extracting(ParkedStream::position)
                .containsExactly(5L);
    }

    private ConsumerState moved(ConsumerState state) {
        if (generations.rebuild().isEmpty()) {
            rebuild();
        }
        return new MovedConsumers(states, feeds).moved(List.of(state)).getFirst();
    }

    @Test
    void segments_of_several_generations_are_shown_in_the_last_one() {
        ConsumerState old = ConsumerState.made("far", new FeedPosition(1, 20), NOW);
        ConsumerState later = ConsumerState.made("far", new FeedPosition(2, 3), NOW);
        rebuild();

        assertThat(new MovedConsumers(states, feeds).moved(List.of(old, later)))
                .extracting(ConsumerState::generation, ConsumerState::position)
                .containsExactly(tuple(2, 10L), tuple(2, 3L));
    }

    @Test
    void a_consumer_that_was_reset_to_an_old_generation_is_moved() {
        lease("w");
        rebuild();
        consumers.reset("far", new FeedPosition(1, 20));
        assertThat(consumers.find("far").orElseThrow().position()).isEqualTo(10);
    }

    @Test
    void a_consumer_that_is_made_after_a_rebuild_begins_in_the_new_generation() {
        rebuild();
        ConsumerState first = lease("w");
        assertThat(first.generation()).isEqualTo(2);
        assertThat(first.position()).isZero();
        assertThat(checkpoint(first, 3).position()).isEqualTo(3);
    }
}
