package dev.reprise.eventstore;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.digest;
import static dev.reprise.eventstore.Commits.events;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link EventStore} must do. Each test uses its own stream. */
public abstract class EventStoreContract {

    /** Few enough threads that a store over HTTP has a connection for each. */
    private static final int WRITERS = 24;

    private final StreamName stream = new StreamName("contract", UUID.randomUUID().toString());
    private final CommitBoundary start = CommitBoundary.startOf(stream);

    /** The store under test: always the same one, or another one on the same data. */
    protected abstract EventStore store();

    @Test
    void the_first_event_of_a_stream_has_number_1() {
        Commit first = append(store(), commit(start, "c", 1));
        assertThat(first.firstSequenceNumber()).isEqualTo(1);
        assertThat(first.version()).isEqualTo(new StreamVersion(1));
    }

    @Test
    void a_commit_raises_the_version_by_its_number_of_events() {
        List<Commit> commits = appendAll(store(), stream, 3, 1, 10);
        assertThat(commits).extracting(Commit::firstSequenceNumber).containsExactly(1L, 4L, 5L);
        assertThat(commits)
                .extracting(commit -> commit.version().value())
                .containsExactly(3L, 4L, 14L);
    }

    @Test
    void a_commit_is_read_back_as_the_append_returned_it() {
        List<Commit> answered = appendAll(store(), stream, 2, 1, 5);
        assertThat(all(store(), stream)).isEqualTo(answered);
    }

    @Test
    void a_timestamp_is_cut_to_the_millisecond() {
        append(
                store(),
                commit(start, "c", events(1), Instant.parse("2026-01-31T08:15:30.120999999Z")));
        assertThat(all(store(), stream))
                .extracting(Commit::at)
                .containsExactly(Instant.parse("2026-01-31T08:15:30.120Z"));
    }

    @Test
    void a_timestamp_is_never_before_the_previous_commits() {
        Commit first = append(store(), commit(start, "c1", events(1), AT));
        Commit second = append(store(), commit(first.end(), "c2", events(1), AT.minusSeconds(60)));
        append(store(), commit(second.end(), "c3", events(1), AT.plusMillis(1)));
        assertThat(all(store(), stream))
                .extracting(Commit::at)
                .containsExactly(AT, AT, AT.plusMillis(1));
    }

    @Test
    void an_append_at_a_taken_boundary_is_a_conflict_and_writes_nothing() {
        Commit winner = append(store(), commit(start, "winner", 1));
        assertThat(store().append(commit(start, "loser", 2)))
                .isEqualTo(new AppendResult.Conflict(winner));
        assertThat(all(store(), stream)).containsExactly(winner);
    }

    @Test
    void a_conflict_has_the_commit_at_the_boundary_and_not_the_last_one() {
        List<Commit> commits = appendAll(store(), stream, 2, 2, 2);
        assertThat(store().append(commit(commits.getFirst().end(), "loser", 1)))
                .isEqualTo(new AppendResult.Conflict(commits.get(1)));
    }

    @Test
    void a_repeated_command_is_already_appended_and_writes_nothing() {
        Commit stored = append(store(), commit(start, "c", 2));
        assertThat(store().append(commit(start, "c", 2)))
                .isEqualTo(new AppendResult.AlreadyAppended(stored));
        assertThat(all(store(), stream)).containsExactly(stored);
    }

    @Test
    void a_repeated_command_gets_the_stored_commit_and_not_the_one_it_sent() {
        Commit stored = append(store(), commit(start, "c", 2));
        NewCommit decidedAnew = commit(start, "c", events(1), AT.plusSeconds(9));
        assertThat(store().append(decidedAnew)).isEqualTo(new AppendResult.AlreadyAppended(stored));
        assertThat(all(store(), stream)).containsExactly(stored);
    }

    @Test
    void a_repeated_command_is_recognised_after_later_commits_of_other_commands() {
        List<Commit> commits = appendAll(store(), stream, 1, 1, 1);
        assertThat(store().append(commit(start, "command-0", 1)))
                .isEqualTo(new AppendResult.AlreadyAppended(commits.getFirst()));
    }

    @Test
    void a_command_id_with_other_content_is_a_conflict() {
        Commit stored = append(store(), commit(start, "c", 1));
        assertThat(store().append(command("c", commandDigest("another content"))))
                .isEqualTo(new AppendResult.Conflict(stored));
        assertThat(all(store(), stream)).containsExactly(stored);
    }

    @Test
    void another_command_with_the_same_content_is_a_conflict() {
        Commit stored = append(store(), commit(start, "c", 1));
        assertThat(store().append(command("another", stored.commandDigest())))
                .isEqualTo(new AppendResult.Conflict(stored));
    }

    @Test
    void a_command_id_with_a_digest_of_another_schema_version_is_a_repetition() {
        Commit stored = append(store(), commit(start, "c", 1));
        assertThat(store().append(command("c", CommandDigest.of(2, digest("c")))))
                .isEqualTo(new AppendResult.AlreadyAppended(stored));
        assertThat(all(store(), stream)).containsExactly(stored);
    }

    private NewCommit command(String id, CommandDigest digest) {
        return new NewCommit(start, events(1), new CommandId(id), digest, Metadata.NONE, AT);
    }

    @Test
    void exactly_one_of_many_appends_at_one_boundary_succeeds() throws Exception {
        List<AppendResult> results =
                Race.of(WRITERS, i -> store().append(commit(start, "c" + i, 1 + i % 3)));

        List<Commit> stored = all(store(), stream);
        assertThat(stored).hasSize(1);
        assertThat(results)
                .containsOnlyOnce(new AppendResult.Appended(stored.getFirst()))
                .filteredOn(new AppendResult.Conflict(stored.getFirst())::equals)
                .hasSize(WRITERS - 1);
    }

    @Test
    void one_of_many_appends_of_the_same_command_succeeds_and_all_others_get_its_commit()
            throws Exception {
        List<AppendResult> results =
                Race.of(
                        WRITERS,
                        i -> store().append(commit(start, "c", events(1), AT.plusMillis(i))));

        List<Commit> stored = all(store(), stream);
        assertThat(stored).hasSize(1);
        assertThat(results)
                .containsOnlyOnce(new AppendResult.Appended(stored.getFirst()))
                .filteredOn(new AppendResult.AlreadyAppended(stored.getFirst())::equals)
                .hasSize(WRITERS - 1);
    }

    @Test
    void concurrent_writers_that_append_after_what_they_read_leave_no_gap_and_no_overlap()
            throws Exception {
        Race.of(
                WRITERS,
                i -> {
                    for (int attempt = 0; ; attempt++) {
                        List<Commit> commits = all(store(), stream);
                        CommitBoundary tail = commits.isEmpty() ? start : commits.getLast().end();
                        AppendResult result = store().append(commit(tail, "c" + i, 1 + i % 3));
                        if (result instanceof AppendResult.Appended) {
                            return result;
                        }
                        assertThat(attempt).isLessThan(WRITERS);
                    }
                });

        List<Commit> commits = all(store(), stream);
        assertThat(commits).extracting(Commit::commandId).doesNotHaveDuplicates().hasSize(WRITERS);
        assertThat(store().verify(stream))
                .isEqualTo(
                        new Verification.Intact(
                                commits.getLast().version(), WRITERS, commits.getLast().hash()));
    }

    @Test
    void reading_after_a_boundary_begins_with_the_next_commit() {
        List<Commit> commits = appendAll(store(), stream, 2, 3, 1, 4);
        assertThat(list(store().readAfter(commits.get(1).end()))).isEqualTo(commits.subList(2, 4));
    }

    @Test
    void reading_few_commits_after_a_boundary_gives_all_of_them_or_none() {
        List<Commit> commits = appendAll(store(), stream, 2, 3, 1, 4);
        CommitBoundary first = commits.getFirst().end();

        assertThat(store().readFewAfter(first, 4)).contains(commits.subList(1, 4));
        assertThat(store().readFewAfter(first, 3)).contains(commits.subList(1, 4));
        assertThat(store().readFewAfter(first, 2)).isEmpty();
        assertThat(store().readFewAfter(commits.getLast().end(), 1)).contains(List.of());
        assertThat(store().readFewAfter(start, 4)).contains(commits);
    }

    @Test
    void reading_after_the_tail_is_empty() {
        List<Commit> commits = appendAll(store(), stream, 2, 3);
        assertThat(store().readAfter(commits.getLast().end())).isEmpty();
    }

    @Test
    void a_stream_without_commits_is_empty() {
        assertThat(store().readAfter(start)).isEmpty();
        assertThat(store().readFrom(stream, 1, 10)).isEmpty();
        assertThat(store().readFrom(stream, 7, 10)).isEmpty();
        assertThat(store().readBackFrom(stream, 1, 10)).isEmpty();
        assertThat(store().readBackFrom(stream, Long.MAX_VALUE, 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void reading_from_any_event_begins_with_its_commit_whatever_the_page_size(int pageSize) {
        int[] counts = {2, 1, 4, 1, 1, 3};
        List<Commit> commits = appendAll(store(), stream, counts);
        int commitOfEvent = 0;
        for (long sequenceNumber = 1; sequenceNumber <= 12; sequenceNumber++) {
            if (sequenceNumber > commits.get(commitOfEvent).version().value()) {
                commitOfEvent++;
            }
            assertThat(list(store().readFrom(stream, sequenceNumber, pageSize)))
                    .as("from %s", sequenceNumber)
                    .isEqualTo(commits.subList(commitOfEvent, counts.length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100})
    void reading_back_from_any_event_begins_with_its_commit_whatever_the_page_size(int pageSize) {
        int[] counts = {2, 1, 4, 1, 1, 3};
        List<Commit> newestFirst = appendAll(store(), stream, counts).reversed();
        int commitOfEvent = 0;
        for (long sequenceNumber = 12; sequenceNumber >= 1; sequenceNumber--) {
            if (sequenceNumber < newestFirst.get(commitOfEvent).firstSequenceNumber()) {
                commitOfEvent++;
            }
            assertThat(list(store().readBackFrom(stream, sequenceNumber, pageSize)))
                    .as("back from %s", sequenceNumber)
                    .isEqualTo(newestFirst.subList(commitOfEvent, counts.length));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 1_000_000, Long.MAX_VALUE})
    void reading_back_from_after_the_tail_begins_with_the_tail(long sequenceNumber) {
        List<Commit> commits = appendAll(store(), stream, 2, 3);
        assertThat(list(store().readBackFrom(stream, sequenceNumber, 10)))
                .isEqualTo(commits.reversed());
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 1_000_000, Long.MAX_VALUE})
    void reading_from_after_the_tail_is_empty(long sequenceNumber) {
        appendAll(store(), stream, 2, 3);
        assertThat(store().readFrom(stream, sequenceNumber, 10)).isEmpty();
    }

    @Test
    void each_iteration_reads_again() {
        Commit first = append(store(), commit(start, "c1", 1));
        Iterable<Commit> after = store().readAfter(start);
        Iterable<Commit> from = store().readFrom(stream, 1, 10);
        Iterable<Commit> fromPastTheTail = store().readFrom(stream, 2, 10);
        Iterable<Commit> back = store().readBackFrom(stream, 2, 10);
        assertThat(list(after)).isEqualTo(list(from)).containsExactly(first);
        assertThat(back).containsExactly(first);
        assertThat(fromPastTheTail).isEmpty();

        Commit second = append(store(), commit(first.end(), "c2", 1));

        assertThat(list(after)).isEqualTo(list(from)).containsExactly(first, second);
        assertThat(fromPastTheTail).containsExactly(second);
        assertThat(back).containsExactly(second, first);
    }

    @Test
    void a_commit_that_is_too_large_is_refused_with_its_size_and_writes_nothing() {
        EncodedEvents events = incompressible(700_000);
        AppendResult result = store().append(commit(start, "c", events, AT));
        assertThat(result)
                .isInstanceOfSatisfying(
                        AppendResult.TooLarge.class,
                        tooLarge -> {
                            assertThat(tooLarge.limit()).isEqualTo(409_600);
                            assertThat(tooLarge.bytes()).isGreaterThan(tooLarge.limit());
                        });
        assertThat(store().readAfter(start)).isEmpty();
    }

    @Test
    void a_large_commit_is_read_back_unchanged() {
        EncodedEvents events = incompressible(300_000);
        append(store(), commit(start, "c", events, AT));
        assertThat(all(store(), stream)).extracting(Commit::events).containsExactly(events);
    }

    @Test
    void events_of_different_formats_are_read_back_unchanged_from_one_stream() {
        byte[] bytes = new byte[3_000];
        new Random(42).nextBytes(bytes);
        List<EncodedEvents> events =
                List.of(
                        new EncodedEvents.Binary(2, "some-format", new byte[] {0, -1, 127}),
                        events(3),
                        new EncodedEvents.Binary(1, "some-format", bytes),
                        new EncodedEvents.Binary(40, "another", new byte[5_000]));
        CommitBoundary end = start;
        for (EncodedEvents each : events) {
            end = append(store(), commit(end, UUID.randomUUID().toString(), each, AT)).end();
        }
        assertThat(all(store(), stream)).extracting(Commit::events).isEqualTo(events);
        assertThat(store().verify(stream)).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void metadata_is_read_back_unchanged() {
        List<Metadata> metadata =
                List.of(
                        Metadata.NONE,
                        new Metadata("correlation", "causation", "actor"),
                        new Metadata(null, null, "Łukasz 🚚 \"x\"\n"),
                        new Metadata("", null, null),
                        new Metadata(null, null, null, Instant.parse("2010-12-01T08:26:00Z")),
                        new Metadata("c", null, "a", Instant.parse("0000-01-01T00:00:00.001Z")),
                        new Metadata(null, null, null, Instant.parse("9999-12-31T23:59:59.999Z")));
        CommitBoundary end = start;
        for (Metadata each : metadata) {
            CommandDigest digest = commandDigest("content");
            CommandId id = new CommandId(UUID.randomUUID().toString());
            end = append(store(), new NewCommit(end, events(1), id, digest, each, AT)).end();
        }
        assertThat(all(store(), stream)).extracting(Commit::metadata).isEqualTo(metadata);
    }

    @Test
    void text_beyond_ascii_is_read_back_unchanged() {
        StreamName named = new StreamName("contract", UUID.randomUUID() + "-Łódź-東京-🚚");
        EncodedEvents events = new EncodedEvents.Json(1, "[\"Straße, 東京 🚚 \\u0001 \u2028\"]");
        Commit stored = append(store(), commit(CommitBoundary.startOf(named), "c~!\"", events, AT));
        assertThat(all(store(), named)).containsExactly(stored);
        assertThat(stored.events()).isEqualTo(events);
    }

    @Test
    void streams_with_similar_names_do_not_mix() {
        List<StreamName> names = new ArrayList<>();
        for (String id : List.of("x", "X", "x-", "x-1", "x1", "-x", " x", "x ")) {
            names.add(new StreamName("contract", stream.id() + id));
            names.add(new StreamName("contract2", stream.id() + id));
        }
        for (StreamName name : names) {
            append(store(), commit(CommitBoundary.startOf(name), "in" + names.indexOf(name), 1));
        }
        for (StreamName name : names) {
            assertThat(all(store(), name))
                    .extracting(commit -> commit.commandId().value())
                    .containsExactly("in" + names.indexOf(name));
        }
    }

    @Test
    void a_stream_without_commits_is_intact_at_version_0() {
        assertThat(store().verify(stream))
                .isEqualTo(new Verification.Intact(StreamVersion.NONE, 0, start.hash()));
    }

    @Test
    void a_stream_of_commits_of_any_length_is_intact_at_its_version() {
        List<Commit> commits = appendAll(store(), stream, 3, 1, 7);
        assertThat(store().verify(stream))
                .isEqualTo(
                        new Verification.Intact(
                                new StreamVersion(11), 3, commits.getLast().hash()));
    }

    @Test
    void a_stream_is_verified_part_by_part() {
        appendAll(store(), stream, 3, 1, 2, 1);
        Verification whole = store().verify(stream);
        for (int maxCommits = 1; maxCommits <= 5; maxCommits++) {
            Verification.Intact checked = Verification.Intact.none(stream);
            List<Long> ends = new ArrayList<>();
            Verification part = store().verify(stream, checked, maxCommits);
            while (part instanceof Verification.Unfinished(Verification.Intact soFar)) {
                assertThat(soFar.commits() - checked.commits()).isEqualTo(maxCommits);
                ends.add(soFar.version().value());
                checked = soFar;
                part = store().verify(stream, checked, maxCommits);
            }
            assertThat(part).isEqualTo(whole);
            assertThat(ends).isSubsetOf(3L, 4L, 6L).hasSize((4 - 1) / maxCommits);
        }
    }

    @Test
    void a_part_after_another_commit_than_was_checked_is_broken() {
        appendAll(store(), stream, 1, 1, 1);
        Verification.Intact another =
                new Verification.Intact(new StreamVersion(2), 2, digest("another"));
        assertThat(store().verify(stream, another, 10))
                .isInstanceOfSatisfying(
                        Verification.Broken.class,
                        broken -> assertThat(broken.sequenceNumber()).isEqualTo(3));
    }

    @Test
    void a_long_stream_is_intact_and_is_read_whole() {
        int[] counts = new int[150];
        Arrays.fill(counts, 1);
        List<Commit> commits = appendAll(store(), stream, counts);
        assertThat(all(store(), stream)).isEqualTo(commits);
        assertThat(store().verify(stream))
                .isEqualTo(
                        new Verification.Intact(
                                new StreamVersion(150), 150, commits.getLast().hash()));
        assertThat(new HashSet<>(commits.stream().map(Commit::hash).toList())).hasSize(150);
    }
}
