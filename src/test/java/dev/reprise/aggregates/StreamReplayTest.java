package dev.reprise.aggregates;

import static dev.reprise.eventstore.Commits.AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays a stream of four commits at three timestamps: [10,20] [30] [40,50,60] [70]. */
class StreamReplayTest {

    private static final Instant FIRST = AT;
    private static final Instant SECOND = AT.plusSeconds(10);
    private static final Instant LAST = AT.plusSeconds(20);
    private static final StreamName UNKNOWN = new StreamName("account", "unknown");

    private final EventStore store = new InMemoryEventStore();
    private final StreamReplay<Account, Entry> replay =
            new StreamReplay<>(store, Account.AGGREGATE);
    private final StreamName account = new StreamName("account", "1");

    @BeforeEach
    void four_commits() {
        append(FIRST, 10, 20);
        append(SECOND, 30);
        append(SECOND, 40, 50, 60);
        append(LAST, 70);
    }

    private void append(Instant at, Integer... amounts) {
        append(at, Account.CODEC.encode(Account.of(amounts).entries()));
    }

    private void append(Instant at, EncodedEvents events) {
        List<Commit> all = Commits.all(store, account);
        CommitBoundary tail = all.isEmpty() ? CommitBoundary.startOf(account) : all.getLast().end();
        Commits.append(store, Commits.commit(tail, "command-" + all.size(), events, at));
    }

    @Test
    void the_current_state_has_all_commits() {
        assertThat(replay.current(account)).isEqualTo(after(7, LAST));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 10", "4, 10", "5, 10", "6, 10", "7, 20"})
    void the_state_as_of_a_version_may_be_inside_a_commit(int version, int seconds) {
        assertThat(replay.asOf(account, new StreamVersion(version)))
                .isEqualTo(after(version, AT.plusSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 1_000_000, Long.MAX_VALUE})
    void the_state_as_of_a_version_that_the_stream_has_not_reached_is_empty(long version) {
        assertThat(replay.asOf(account, new StreamVersion(version))).isEmpty();
    }

    @Test
    void there_is_nothing_as_of_version_0() {
        assertThat(replay.asOf(account, StreamVersion.NONE)).isEmpty();
    }

    @Test
    void the_state_as_of_an_instant_before_the_first_commit_is_empty() {
        assertThat(replay.asOf(account, FIRST.minusNanos(1))).isEmpty();
        assertThat(replay.asOf(account, Instant.MIN)).isEmpty();
    }

    @Test
    void the_state_of_a_long_stream_before_its_first_commit_is_empty() {
        for (int i = 0; i < 35; i++) {
            append(LAST, 1);
        }
        assertThat(replay.asOf(account, FIRST.minusNanos(1))).isEmpty();
        assertThat(replay.asOf(account, FIRST)).isEqualTo(after(2, FIRST));
    }

    @Test
    void the_state_as_of_a_commits_own_timestamp_includes_that_commit() {
        assertThat(replay.asOf(account, FIRST)).isEqualTo(after(2, FIRST));
        assertThat(replay.asOf(account, LAST)).isEqualTo(after(7, LAST));
    }

    @Test
    void the_state_as_of_an_instant_between_two_commits_includes_the_earlier_one() {
        assertThat(replay.asOf(account, SECOND.minusNanos(1))).isEqualTo(after(2, FIRST));
        assertThat(replay.asOf(account, SECOND.plusMillis(1))).isEqualTo(after(6, SECOND));
    }

    @Test
    void the_state_as_of_a_timestamp_includes_all_commits_with_that_timestamp() {
        assertThat(replay.asOf(account, SECOND)).isEqualTo(after(6, SECOND));
    }

    @Test
    void the_state_as_of_an_instant_after_the_last_commit_is_the_current_one() {
        assertThat(replay.asOf(account, Instant.MAX)).isEqualTo(after(7, LAST));
    }

    @Test
    void an_unknown_stream_has_no_state_and_no_events() {
        assertThat(replay.current(UNKNOWN)).isEmpty();
        assertThat(replay.asOf(UNKNOWN, new StreamVersion(1))).isEmpty();
        assertThat(replay.asOf(UNKNOWN, Instant.MAX)).isEmpty();
        assertThat(replay.events(UNKNOWN, StreamVersion.NONE, 10)).isEmpty();
        assertThat(replay.events(UNKNOWN, new StreamVersion(7), 10)).isEmpty();
        assertThat(replay.eventsBackwards(UNKNOWN, 7, StreamVersion.NONE, 10)).isEmpty();
    }

    @Test
    void events_have_their_sequence_number_and_their_commits_timestamp() {
        EventPage<Entry> page = events(0, 100);
        assertThat(page.events())
                .extracting(RecordedEvent::sequenceNumber)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(page.events())
                .extracting(RecordedEvent::timestamp)
                .containsExactly(FIRST, FIRST, SECOND, SECOND, SECOND, SECOND, LAST);
        assertThat(page.events().getLast())
                .isEqualTo(
                        new RecordedEvent<>(
                                account,
                                7,
                                new Entry(70),
                                LAST,
                                new CommandId("command-3"),
                                Metadata.NONE));
        assertThat(page.more()).isFalse();
    }

    @Test
    void a_page_that_has_events_takes_one_read() {
        RecordingEventStore recording = new RecordingEventStore(store);
        new StreamReplay<>(recording, Account.AGGREGATE).events(account, new StreamVersion(2), 100);
        assertThat(recording.takeCalls()).containsExactly("read from 3");
    }

    @Test
    void a_page_has_exactly_the_events_after_a_version_up_to_the_limit() {
        for (int after = 0; after <= 7; after++) {
            for (int limit = 1; limit <= 8; limit++) {
                EventPage<Entry> page = events(after, limit);
                List<Long> numbers = new ArrayList<>();
                for (long number = after + 1L; number <= Math.min(7, after + limit); number++) {
                    numbers.add(number);
                }
                assertThat(page.events())
                        .as("events after %s, limit %s", after, limit)
                        .extracting(RecordedEvent::sequenceNumber)
                        .isEqualTo(numbers);
                assertThat(page.more())
                        .as("more after %s, limit %s", after, limit)
                        .isEqualTo(after + limit < 7);
            }
        }
    }

    @Test
    void a_page_newest_first_has_exactly_the_events_between_its_bounds_down_to_the_limit() {
        for (int upTo = 1; upTo <= 9; upTo++) {
            for (int after = 0; after <= 8; after++) {
                for (int limit = 1; limit <= 8; limit++) {
                    EventPage<Entry> page = backwards(upTo, after, limit);
                    List<Long> all = new ArrayList<>();
                    for (long number = Math.min(7, upTo); number > after; number--) {
                        all.add(number);
                    }
                    assertThat(page.events())
                            .as("events from %s down, after %s, limit %s", upTo, after, limit)
                            .extracting(RecordedEvent::sequenceNumber)
                            .isEqualTo(all.subList(0, Math.min(limit, all.size())));
                    assertThat(page.more())
                            .as("more from %s down, after %s, limit %s", upTo, after, limit)
                            .isEqualTo(all.size() > limit);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_pages_newest_first_joined_are_the_pages_oldest_first_reversed(int limit) {
        List<RecordedEvent<Entry>> oldestFirst = new ArrayList<>();
        EventPage<Entry> page = events(0, limit);
        oldestFirst.addAll(page.events());
        while (page.more()) {
            page = events(page.events().getLast().sequenceNumber(), limit);
            oldestFirst.addAll(page.events());
        }
        List<RecordedEvent<Entry>> newestFirst = new ArrayList<>();
        page = backwards(Long.MAX_VALUE, 0, limit);
        newestFirst.addAll(page.events());
        while (page.more()) {
            page = backwards(page.events().getLast().sequenceNumber() - 1, 0, limit);
            newestFirst.addAll(page.events());
        }
        assertThat(oldestFirst).hasSize(7);
        assertThat(newestFirst).isEqualTo(oldestFirst.reversed());
    }

    @Test
    void a_page_newest_first_does_not_need_undecodable_events_before_its_lower_bound() {
        StreamName damaged = new StreamName("account", "2");
        Commit first =
                Commits.append(
                        store,
                        Commits.commit(
                                CommitBoundary.startOf(damaged),
                                "command-1",
                                new EncodedEvents.Json(1, "[x]"),
                                FIRST));
        Commits.append(
                store,
                Commits.commit(
                        first.end(),
                        "command-2",
                        Account.CODEC.encode(Account.of(20).entries()),
                        FIRST));
        assertThat(
                        replay.eventsBackwards(damaged, 2, new StreamVersion(1), 10)
                                .orElseThrow()
                                .events())
                .hasSize(1);
        assertThatThrownBy(() -> replay.eventsBackwards(damaged, 2, StreamVersion.NONE, 10))
                .isInstanceOf(BrokenStreamException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 1_000_000, Long.MAX_VALUE})
    void a_page_after_the_last_event_is_empty(long after) {
        assertThat(events(after, 10)).isEqualTo(new EventPage<>(List.of(), false));
        assertThat(backwards(Long.MAX_VALUE, after, 10))
                .isEqualTo(new EventPage<>(List.of(), false));
    }

    @Test
    void every_read_of_undecodable_events_throws_and_names_their_commit() {
        append(LAST, new EncodedEvents.Json(1, "[x]"));
        String message = "commit 8 of account-1: [x] is no list of numbers";
        assertThatThrownBy(() -> replay.current(account))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> replay.asOf(account, Instant.MAX)).hasMessage(message);
        assertThatThrownBy(() -> events(7, 1)).hasMessage(message);
    }

    @Test
    void a_page_that_ends_before_undecodable_events_can_still_be_read() {
        append(LAST, new EncodedEvents.Json(1, "[x]"));

        EventPage<Entry> page = replay.events(account, StreamVersion.NONE, 7).orElseThrow();

        assertThat(page.events()).hasSize(7);
        assertThat(page.more()).isTrue();
    }

    @Test
    void versions_before_undecodable_events_can_still_be_read() {
        append(LAST.plusMillis(1), new EncodedEvents.Json(1, "[x]"));
        assertThat(replay.asOf(account, new StreamVersion(7))).isEqualTo(after(7, LAST));
        assertThat(replay.asOf(account, LAST)).isEqualTo(after(7, LAST));
    }

    private EventPage<Entry> events(long after, int limit) {
        return replay.events(account, new StreamVersion(after), limit).orElseThrow();
    }

    private EventPage<Entry> backwards(long upTo, long after, int limit) {
        return replay.eventsBackwards(account, upTo, new StreamVersion(after), limit).orElseThrow();
    }

    /** The account after this number of entries. */
    private static Optional<VersionedState<Account>> after(int version, Instant at) {
        List<Entry> entries = Account.of(10, 20, 30, 40, 50, 60, 70).entries();
        return Optional.of(
                new VersionedState<>(
                        new Account(entries.subList(0, version)), new StreamVersion(version), at));
    }
}
