package dev.reprise.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.consumers.ConsumerState.Lease;
import dev.reprise.eventstore.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ConsumerStore} does. */
public abstract class ConsumerStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.123Z");

    private ConsumerStore store = new InMemoryConsumerStore();

    /** An empty store. */
    protected abstract ConsumerStore emptyStore();

    @BeforeEach
    void makeStore() {
        store = emptyStore();
    }

    /** The first state of a consumer that somebody works for. */
    protected static ConsumerState leased(String name, String owner) {
        return ConsumerState.start(name).leased(new Lease(owner, NOW.plusSeconds(9)), NOW);
    }

    /** The two states that replace a state. */
    protected static List<ConsumerState> halves(ConsumerState whole) {
        return new ConsumerState(
                        whole.name(),
                        whole.segment(),
                        2,
                        whole.generation(),
                        whole.position(),
                        whole.lease(),
                        whole.token(),
                        whole.parked(),
                        whole.updatedAt(),
                        whole.revision())
                .split(NOW);
    }

    private static ParkedStream parked(String id) {
        return ParkedStream.first(new StreamName("thing", id), 7, "no: \"ü\"\n", NOW);
    }

    @Test
    void a_consumer_that_saved_nothing_is_not_there() {
        assertThat(store.find("one")).isEmpty();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void a_state_keeps_every_detail() {
        ConsumerState leased = leased("one_A-1", "me");
        assertThat(store.save(leased)).isTrue();
        assertThat(store.find("one_A-1")).containsExactly(leased);

        ConsumerState further =
                leased.advanced(
                        8,
                        List.of(parked("a"), parked("b").again(7, "", NOW.plusMillis(1))),
                        NOW.plusMillis(1));
        assertThat(store.save(further)).isTrue();
        assertThat(store.find("one_A-1")).containsExactly(further);

        ConsumerState released = further.saved(NOW.plusMillis(2)).withoutLease();
        assertThat(store.save(released)).isTrue();
        assertThat(store.find("one_A-1")).containsExactly(released);
    }

    @Test
    void as_many_streams_are_parked_as_may_be() {
        ConsumerState full =
                ConsumerState.start("one")
                        .advanced(
                                1,
                                IntStream.range(0, ConsumerState.MAX_PARKED)
                                        .mapToObj(number ->
                                                ParkedStream.first(
                                                        new StreamName(
                                                                "thing", number + "ü".repeat(440)),
                                                        7,
                                                        "ü".repeat(1_000),
                                                        NOW))
                                        .toList(),
                                NOW);

        assertThat(store.save(full)).isTrue();

        assertThat(store.find("one")).containsExactly(full);
    }

    @Test
    void of_two_first_states_one_is_saved() {
        assertThat(store.save(leased("one", "a"))).isTrue();
        assertThat(store.save(leased("one", "b"))).isFalse();
        assertThat(store.find("one").getFirst().lease().orElseThrow().owner()).isEqualTo("a");
    }

    @Test
    void of_two_states_after_another_one_is_saved() {
        ConsumerState first = ConsumerState.start("one").advanced(1, List.of(), NOW);
        store.save(first);

        assertThat(store.save(first.advanced(2, List.of(), NOW))).isTrue();
        assertThat(store.save(first.advanced(3, List.of(), NOW))).isFalse();
        assertThat(store.find("one").getFirst().position()).isEqualTo(2);
    }

    @Test
    void a_state_that_is_sent_twice_is_saved_once() {
        ConsumerState first = ConsumerState.start("one").advanced(1, List.of(parked("a")), NOW);

        assertThat(store.save(first)).isTrue();
        assertThat(store.save(first)).isTrue();
        assertThat(store.find("one")).containsExactly(first);
    }

    @Test
    void a_state_that_was_removed_is_not_saved_over() {
        ConsumerState first = leased("one", "a");
        store.save(first);

        store.remove("one");
        store.remove("one");

        assertThat(store.find("one")).isEmpty();
        assertThat(store.save(first.saved(NOW).withoutLease())).isFalse();
        assertThat(store.save(leased("one", "b"))).isTrue();
    }

    @Test
    void consumers_are_listed_by_name() {
        ConsumerState b = ConsumerState.start("b").advanced(1, List.of(), NOW);
        ConsumerState a = ConsumerState.start("a").advanced(2, List.of(), NOW);
        store.save(b);
        store.save(a);

        assertThat(store.all()).containsExactly(a, b);
    }

    private static ConsumerState wanting(String name, int segments) {
        return ConsumerState.start(name).wanting(segments, NOW);
    }

    @Test
    void segments_replace_a_segment_and_are_found_by_number() {
        ConsumerState whole = wanting("one", 16).advanced(5, List.of(parked("a")), NOW);
        ConsumerState other = wanting("one-2", 1);
        assertThat(store.replace(List.of(), List.of(whole))).isTrue();
        store.save(other);

        List<ConsumerState> parts = whole.split(NOW);
        assertThat(store.replace(List.of(whole), parts)).isTrue();
        assertThat(store.find("one")).isEqualTo(parts);
        assertThat(store.find("one-2")).containsExactly(other);
        assertThat(store.all()).hasSize(17).contains(other);

        ConsumerState fifth = parts.get(5).advanced(9, List.of(), NOW);
        assertThat(store.save(fifth)).isTrue();
        assertThat(store.find("one")).contains(fifth);

        store.remove("one");
        assertThat(store.all()).containsExactly(other);
    }

    @Test
    void segments_are_replaced_all_or_none() {
        ConsumerState whole = wanting("one", 2);
        store.save(whole);
        List<ConsumerState> parts = whole.split(NOW);
        store.save(whole.advanced(1, List.of(), NOW));
        assertThat(store.replace(List.of(whole), parts)).isFalse();
        assertThat(store.find("one")).hasSize(1);

        ConsumerState now = store.find("one").getFirst();
        store.replace(List.of(now), now.split(NOW));
        List<ConsumerState> read = store.find("one");
        store.save(read.getLast().advanced(2, List.of(), NOW));
        assertThat(store.replace(read, List.of(ConsumerState.merged(read, NOW)))).isFalse();
        assertThat(store.replace(List.of(read.getFirst()), now.split(NOW))).isFalse();
        assertThat(store.find("one")).hasSize(2);
    }

    @Test
    void merged_segments_have_the_streams_and_the_greatest_token() {
        ConsumerState whole = wanting("one", 2).advanced(5, List.of(parked("a"), parked("b")), NOW);
        store.replace(List.of(), List.of(whole));
        store.replace(List.of(whole), whole.split(NOW));
        ConsumerState second = store.find("one").getLast();
        store.save(second.leased(new Lease("me", NOW), NOW).withoutLease());
        List<ConsumerState> read =
                store.find("one").stream().map(state -> state.wanting(1, NOW)).toList();
        read.forEach(store::save);

        ConsumerState merged = ConsumerState.merged(read, NOW);
        assertThat(store.replace(read, List.of(merged))).isTrue();
        assertThat(store.find("one")).containsExactly(merged);
        assertThat(merged.segment()).isEqualTo(Segment.ALL);
        assertThat(merged.token()).isEqualTo(1);
        assertThat(merged.revision())
                .isGreaterThan(read.getFirst().revision())
                .isGreaterThan(read.getLast().revision());
        assertThat(merged.parked()).isEqualTo(whole.parked());
    }
}
