package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsumersTest extends ConsumerFixture {

    @Test
    void consumers_of_a_source_are_asked_for_each_time_and_one_that_fails_stops_no_other() {
        List<FeedConsumer> made = new ArrayList<>();
        Consumers all =
                new Consumers(
                        List.of(consumer),
                        List.of(
                                () -> {
                                    throw new IllegalStateException("damaged");
                                },
                                () -> made),
                        store,
                        feeds,
                        () -> now);
        assertThat(all.ours()).containsExactly(consumer);

        FeedConsumer other = consumer(_ -> {});
        made.add(other);
        assertThat(all.ours()).containsExactly(consumer);
        assertThat(new Consumers(List.of(), List.of(() -> made), store, feeds, () -> now).ours())
                .containsExactly(other);
    }

    @Test
    void a_consumer_of_this_service_takes_no_lease_from_elsewhere() {
        Consumers ours = new Consumers(List.of(consumer), store, feeds, () -> now);
        assertThat(ours.lease("one", "w1", Duration.ofSeconds(10)))
                .isInstanceOf(Consumers.Result.RunsHere.class);
        assertThat(ours.checkpoint("one", Segment.ALL, 0, 0, Optional.empty()))
                .isInstanceOf(Consumers.Result.RunsHere.class);
    }

    private static ConsumerState done(Consumers.Result result) {
        return ((Consumers.Result.Done) result).state();
    }

    @Test
    void a_checkpoint_needs_the_token_of_the_lease() {
        ConsumerState first = done(consumers.lease("far", "w1", Duration.ofSeconds(10)));
        assertThat(consumers.lease("far", "w2", Duration.ofSeconds(10)))
                .isInstanceOf(Consumers.Result.AllLeased.class);
        assertThat(done(consumers.lease("far", "w1", Duration.ofSeconds(20))).token())
                .isEqualTo(first.token());

        now = now.plusSeconds(20);
        ConsumerState second = done(consumers.lease("far", "w2", Duration.ofSeconds(10)));
        assertThat(second.token()).isEqualTo(first.token() + 1);

        assertThat(consumers.checkpoint("far", Segment.ALL, first.token(), 5, Optional.empty()))
                .isInstanceOf(Consumers.Result.LeasedByAnother.class);
        assertThat(
                        consumers.checkpoint(
                                "far",
                                Segment.ALL,
                                second.token(),
                                7,
                                Optional.of(Duration.ofDays(1))))
                .isInstanceOf(Consumers.Result.Done.class);
        assertThat(consumers.checkpoint("far", Segment.ALL, second.token(), 6, Optional.empty()))
                .isInstanceOf(Consumers.Result.Further.class);
        assertThat(
                        done(consumers.checkpoint(
                                        "far", Segment.ALL, second.token(), 7, Optional.empty()))
                                .lease())
                .isEmpty();
        assertThat(store.find("far").getFirst().position()).isEqualTo(7);
    }

    @Test
    void names_are_checked() {
        assertThat(Consumers.isName("a_B-9")).isTrue();
        assertThat(Consumers.isName("a b")).isFalse();
        assertThat(Consumers.isName("")).isFalse();
        assertThatThrownBy(
                        () -> new Consumers(List.of(consumer, consumer), store, feeds, () -> now))
                .hasMessage("two consumers have the same name");
    }
}
