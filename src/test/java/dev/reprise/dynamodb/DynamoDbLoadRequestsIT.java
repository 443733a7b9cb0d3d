package dev.reprise.dynamodb;

import static dev.reprise.eventstore.Commits.AT;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commandDigest;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.incompressible;
import static dev.reprise.eventstore.Commits.offering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.CommandContext;
import dev.reprise.aggregates.CommandHandler;
import dev.reprise.aggregates.CommandResult;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.aggregates.EventPage;
import dev.reprise.aggregates.Precondition;
import dev.reprise.aggregates.StateCodec;
import dev.reprise.aggregates.StreamReplay;
import dev.reprise.aggregates.VersionedState;
import dev.reprise.eventstore.BrokenStreamException;
import dev.reprise.eventstore.CommandFingerprints;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.Load;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.Snapshot;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.local.DynamoDbLocal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The requests and capacity units of loading a stream. */
@RunsBesideQuarkus
class DynamoDbLoadRequestsIT {

    private static final int SCHEMA = 1;
    private static final int SNAPSHOT_EVERY = 32;

    /** The length at which the last snapshot is as far from the tail as possible. */
    private static final int LONG = 313 * SNAPSHOT_EVERY + SNAPSHOT_EVERY - 1;

    /** How much of it a process knows that has not handled a command of it for long. */
    private static final int KNOWN = 100;

    /** The part of a state besides the number of events. */
    private static final String NOTES = " " + incompressible(4_000).json();

    private static final StreamName LONG_STREAM =
            new StreamName("order", UUID.randomUUID().toString());

    private static final RequestLog LOG = new RequestLog();
    private static final LaggingPages LAGGING = new LaggingPages();
    private static final DynamoDbClient CLIENT =
            DynamoDbLocal.clientBuilder()
                    .overrideConfiguration(configuration -> {
                        DynamoDbClientDefaults.apply(configuration);
                        configuration.addExecutionInterceptor(LOG);
                        configuration.addExecutionInterceptor(LAGGING);
                    })
                    .build();
    private static final DynamoDbClient OTHERS_CLIENT = DynamoDbLocal.client();
    private static final String TABLE = DynamoDbLocal.freshTables() + "-events";
    private static final EventStore STORE = new DynamoDbEventStore(CLIENT, TABLE);

    private final StreamName stream = new StreamName("order", UUID.randomUUID().toString());

    /** A decider whose state is the number of events. */
    private static final Aggregate<String, Long, String, String> COUNTER =
            new Aggregate<>(
                    new Decider<>() {
                        @Override
                        public Long initialState() {
                            return 0L;
                        }

                        @Override
                        public Decision<String, String> decide(String command, Long state) {
                            return Decision.accepted(command);
                        }

                        @Override
                        public Long evolve(Long state, String event, Instant at) {
                            return state + 1;
                        }
                    },
                    new EventCodec<>() {
                        @Override
                        public EncodedEvents encode(List<String> events) {
                            return new EncodedEvents.Json(events.size(), events.toString());
                        }

                        @Override
                        public List<String> decode(EncodedEvents encoded) {
                            return Collections.nCopies(encoded.count(), encoded.json());
                        }
                    },
                    new StateCodec<>() {
                        @Override
                        public int schemaVersion() {
                            return SCHEMA;
                        }

                        @Override
                        public String encode(Long state) {
                            return state + NOTES;
                        }

                        @Override
                        public Long decode(String encoded) {
                            return Long.valueOf(encoded.substring(0, encoded.indexOf(' ')));
                        }
                    });

    /** Knows the long stream as it was after its first commits. */
    private static final CommandHandler<String, Long, String, String> STALE =
            new CommandHandler<>(STORE, COUNTER, () -> AT, () -> () -> false);

    @BeforeAll
    static void write_the_long_stream() {
        CommitBoundary known = write(CommitBoundary.startOf(LONG_STREAM), 1, KNOWN);
        assertRefused(STALE, KNOWN);
        write(known, KNOWN + 1, LONG);
    }

    private static CommitBoundary write(CommitBoundary boundary, int first, int last) {
        List<WriteRequest> writes = new ArrayList<>();
        CommitBoundary end = boundary;
        for (int number = first; number <= last; number++) {
            NewCommit commit = numbered(end, number);
            EncodedCommit.Item item = CommitItem.encode(commit);
            end = item.stored().end();
            writes.add(
                    WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(item.attributes()).build())
                            .build());
            if (writes.size() == 25 || number == last) {
                BatchWriteItemResponse response =
                        OTHERS_CLIENT.batchWriteItem(
                                batch -> batch.requestItems(Map.of(TABLE, writes)));
                assertThat(response.unprocessedItems()).isEmpty();
                writes.clear();
            }
        }
        return end;
    }

    /** Sends a command for a version that the stream does not have. */
    private static void assertRefused(
            CommandHandler<String, Long, String, String> handler, long actual) {
        CommandContext context =
                new CommandContext(
                        new CommandId("refused"),
                        commandDigest("refused"),
                        new Precondition.VersionIn(Set.of(new StreamVersion(LONG + 1))),
                        Metadata.NONE);
        assertThat(handler.handle(LONG_STREAM, "event", context))
                .isEqualTo(new CommandResult.PreconditionFailed<>(new StreamVersion(actual)));
    }

    /** A commit of one event of 160 bytes. Some have a snapshot of 3,000 bytes, deflated. */
    private static NewCommit numbered(CommitBoundary after, int number) {
        NewCommit commit =
                commit(
                        after,
                        "command-" + number,
                        new EncodedEvents.Json(1, "[\"" + "event".repeat(31) + "\"]"),
                        AT.plusMillis(number));
        return number % SNAPSHOT_EVERY == 0
                ? offering(
                        commit,
                        new Snapshot(SCHEMA, number + NOTES, CommandFingerprints.NONE),
                        Long.MAX_VALUE / 2)
                : commit;
    }

    @AfterAll
    static void close() {
        CLIENT.close();
        OTHERS_CLIENT.close();
    }

    @BeforeEach
    void forget() {
        LOG.clear();
        LAGGING.keepAll();
    }

    @Test
    void a_command_loads_a_small_stream_with_half_a_read_unit() {
        List<Commit> commits = appendAll(STORE, stream, 1, 1, 1);
        LOG.clear();
        assertThat(STORE.load(forCommand(stream))).isEqualTo(commits);
        assertThat(LOG.names()).containsExactly("Query");
        assertThat(LOG.units()).containsExactly(0.5);
    }

    @Test
    void a_command_loads_newest_first_32_commits_which_may_be_behind() {
        STORE.load(forCommand(stream));
        assertThat(LOG.requests(QueryRequest.class))
                .singleElement()
                .returns(false, QueryRequest::consistentRead)
                .returns(false, QueryRequest::scanIndexForward)
                .returns(32, QueryRequest::limit);
    }

    @Test
    void a_load_of_more_than_32_commits_begins_with_a_page_of_that_many() {
        Load load =
                new Load(
                        LONG_STREAM,
                        StreamVersion.MAX,
                        OptionalInt.of(SCHEMA),
                        100,
                        Load.Consistency.STRONG);
        assertThat(STORE.load(load)).hasSize(100);
        assertThat(LOG.requests(QueryRequest.class))
                .singleElement()
                .returns(100, QueryRequest::limit);
    }

    @Test
    void a_strong_load_reads_every_page_strongly() {
        appendAll(STORE, stream, ones(40));
        LOG.clear();
        STORE.load(load(stream, OptionalInt.empty(), Load.Consistency.STRONG));
        assertThat(LOG.requests(QueryRequest.class))
                .hasSize(2)
                .allMatch(QueryRequest::consistentRead);
    }

    @Test
    void a_command_loads_ten_thousand_commits_with_snapshots_in_one_request_of_two_read_units() {
        List<Commit> loaded = STORE.load(forCommand(LONG_STREAM));

        assertThat(loaded).hasSize(SNAPSHOT_EVERY);
        assertThat(loaded.getFirst().snapshot()).isPresent();
        assertThat(loaded.getLast().version()).isEqualTo(new StreamVersion(LONG));
        assertThat(LOG.names()).containsExactly("Query");
        assertThat(LOG.units()).containsExactly(2.0);
    }

    /** To read all commits that it lacks would take 10,000 commits, and some 800 units. */
    @Test
    void a_command_on_a_stream_that_is_far_behind_in_memory_takes_two_requests() {
        assertRefused(STALE, LONG);

        assertThat(LOG.requests(QueryRequest.class))
                .extracting(QueryRequest::limit)
                .containsExactly(SNAPSHOT_EVERY + 1, SNAPSHOT_EVERY);
        assertThat(LOG.units().getFirst()).isLessThanOrEqualTo(4.0);
        assertThat(LOG.units().getLast()).isEqualTo(4.0);
    }

    @Test
    void a_stream_without_a_usable_snapshot_is_read_in_pages_that_double_to_two_mebibytes() {
        List<Commit> loaded =
                STORE.load(
                        load(LONG_STREAM, OptionalInt.of(SCHEMA + 1), Load.Consistency.EVENTUAL));

        assertThat(loaded.getLast().version()).isEqualTo(new StreamVersion(LONG));
        assertThat(loaded.stream().mapToLong(Commit::storedBytes).sum())
                .isBetween((long) Load.MAX_BYTES, Load.MAX_BYTES + 1_024L);
        assertThat(LOG.requests(QueryRequest.class))
                .extracting(QueryRequest::limit)
                .startsWith(32, 64, 128, 256, 512, 1_024)
                .hasSizeLessThanOrEqualTo(9);
    }

    @Test
    void the_state_at_an_instant_in_a_stream_of_even_times_takes_four_requests() {
        StreamReplay<Long, String> replay = new StreamReplay<>(STORE, COUNTER);

        assertThat(replay.asOf(LONG_STREAM, AT.plusMillis(4_321)))
                .contains(
                        new VersionedState<>(
                                4_321L, new StreamVersion(4_321), AT.plusMillis(4_321)));

        assertThat(LOG.requests(QueryRequest.class))
                .extracting(QueryRequest::limit)
                .containsExactly(1, 64, 512, 32);
        // 577 commits of some 430 bytes, and the snapshots among them.
        assertThat(LOG.units().stream().mapToDouble(Double::doubleValue).sum()).isLessThan(90);
    }

    @Test
    void the_state_at_an_instant_after_the_last_commit_takes_no_search() {
        StreamReplay<Long, String> replay = new StreamReplay<>(STORE, COUNTER);
        assertThat(replay.asOf(LONG_STREAM, Instant.MAX))
                .map(VersionedState::state)
                .contains((long) LONG);
        assertThat(LOG.names()).containsExactly("Query", "Query");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000})
    void a_page_of_twenty_events_is_two_strong_queries_wherever_it_begins(long after) {
        StreamReplay<Long, String> replay = new StreamReplay<>(STORE, COUNTER);

        EventPage<String> page =
                replay.events(LONG_STREAM, new StreamVersion(after), 20).orElseThrow();

        assertThat(page.events())
                .hasSize(20)
                .first()
                .returns(after + 1, RecordedEvent::sequenceNumber);
        assertThat(page.more()).isTrue();
        assertPagesOf8And16();
    }

    /** A commit may hold many events, so a page begins with few commits. */
    private static void assertPagesOf8And16() {
        assertThat(LOG.requests(QueryRequest.class))
                .allMatch(QueryRequest::consistentRead)
                .extracting(QueryRequest::limit)
                .containsExactly(8, 16);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, LONG, LONG / 2, 30})
    void a_page_of_twenty_events_newest_first_is_two_strong_queries_wherever_it_begins(long upTo) {
        StreamReplay<Long, String> replay = new StreamReplay<>(STORE, COUNTER);

        EventPage<String> page =
                replay.eventsBackwards(LONG_STREAM, upTo, StreamVersion.NONE, 20).orElseThrow();

        assertThat(page.events())
                .hasSize(20)
                .first()
                .returns(Math.min(upTo, LONG), RecordedEvent::sequenceNumber);
        assertThat(page.more()).isTrue();
        assertPagesOf8And16();
        // 24 commits of some 300 bytes, one of them with a snapshot of 3,000.
        assertThat(LOG.units().stream().mapToDouble(units -> units).sum()).isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, Integer.MAX_VALUE})
    void pages_from_two_moments_are_detected_and_the_load_is_repeated_strongly(int missing) {
        List<Commit> commits = appendAll(STORE, stream, ones(70));
        LOG.clear();
        LAGGING.dropFromSecondPage(missing);

        assertThat(STORE.load(load(stream, OptionalInt.empty(), Load.Consistency.EVENTUAL)))
                .isEqualTo(commits);
        assertThat(LOG.requests(QueryRequest.class))
                .extracting(QueryRequest::consistentRead)
                .containsExactly(false, false, true, true);
    }

    @Test
    void a_gap_that_a_strong_read_finds_too_throws_and_names_the_gap() {
        appendAll(STORE, stream, ones(70));
        delete(35);

        assertThatThrownBy(() -> STORE.load(forCommand(stream)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("gap: expected 35, got 36 in " + stream);
    }

    @Test
    void a_missing_first_commit_is_a_gap() {
        appendAll(STORE, stream, 2, 1);
        delete(1);

        assertThatThrownBy(() -> STORE.load(forCommand(stream)))
                .isInstanceOf(BrokenStreamException.class)
                .hasMessage("gap: expected 1, got 3 in " + stream);
    }

    private void delete(long firstSequenceNumber) {
        OTHERS_CLIENT.deleteItem(delete ->
                delete.tableName(TABLE)
                        .key(
                                Map.of(
                                        "stream",
                                        Attributes.text(stream.toString()),
                                        "seq",
                                        Attributes.number(firstSequenceNumber))));
    }

    private static Load forCommand(StreamName stream) {
        return load(stream, OptionalInt.of(SCHEMA), Load.Consistency.EVENTUAL);
    }

    private static Load load(
            StreamName stream, OptionalInt stateSchemaVersion, Load.Consistency consistency) {
        return new Load(stream, StreamVersion.MAX, stateSchemaVersion, 32, consistency);
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** A stale replica that answers the second page of a load without the newest commits. */
    private static final class LaggingPages implements ExecutionInterceptor {

        private int missing;
        private int eventualPages;

        void keepAll() {
            dropFromSecondPage(0);
        }

        /** Removes the newest commits from the second eventually consistent page. */
        void dropFromSecondPage(int commits) {
            missing = commits;
            eventualPages = 0;
        }

        @Override
        public SdkResponse modifyResponse(
                Context.ModifyResponse context, ExecutionAttributes executionAttributes) {
            if (!(context.request() instanceof QueryRequest query)
                    || query.consistentRead()
                    || ++eventualPages != 2) {
                return context.response();
            }
            QueryResponse page = (QueryResponse) context.response();
            int dropped = Math.min(missing, page.items().size());
            return page.copy(
                    copy -> copy.items(page.items().subList(dropped, page.items().size())));
        }
    }
}
