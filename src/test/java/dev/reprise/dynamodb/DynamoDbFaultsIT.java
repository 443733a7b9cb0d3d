package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.FaultyHttpClient.answerLost;
import static dev.reprise.dynamodb.FaultyHttpClient.arrivesLate;
import static dev.reprise.dynamodb.FaultyHttpClient.arrivesTwice;
import static dev.reprise.dynamodb.FaultyHttpClient.error;
import static dev.reprise.dynamodb.FaultyHttpClient.noAnswer;
import static dev.reprise.dynamodb.FaultyHttpClient.requestLost;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.appendAll;
import static dev.reprise.eventstore.Commits.commit;
import static dev.reprise.eventstore.Commits.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.eventstore.AppendResult.AlreadyAppended;
import dev.reprise.eventstore.AppendResult.Appended;
import dev.reprise.eventstore.AppendResult.Conflict;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.NewCommit;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Calls while DynamoDB or the network fails. */
@RunsBesideQuarkus
class DynamoDbFaultsIT {

    private static final int ATTEMPTS = 4;
    private static final String TABLE = DynamoDbLocal.freshTables() + "-events";
    private static final DynamoDbClient OTHERS_CLIENT = DynamoDbLocal.client();

    /** Another writer, whose requests meet no faults. */
    private static final EventStore OTHER = new DynamoDbEventStore(OTHERS_CLIENT, TABLE);

    private final FaultyHttpClient http = new FaultyHttpClient();
    private final DynamoDbClient client = client(_ -> {});
    private final EventStore store = new DynamoDbEventStore(client, TABLE);
    private final StreamName stream = new StreamName("order", UUID.randomUUID().toString());
    private final CommitBoundary start = CommitBoundary.startOf(stream);
    private final NewCommit commit = commit(start, "c", 2);

    private DynamoDbClient client(Consumer<ClientOverrideConfiguration.Builder> change) {
        return DynamoDbLocal.clientBuilder()
                .httpClientBuilder(null)
                .httpClient(http)
                .overrideConfiguration(configuration -> {
                    FaultyHttpClient.retryAtOnce(configuration);
                    change.accept(configuration);
                })
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        http.close();
    }

    @AfterAll
    static void closeTheOthers() {
        OTHERS_CLIENT.close();
    }

    @Test
    void an_append_that_did_not_arrive_is_sent_again() {
        http.next(requestLost());
        assertThat(store.append(commit)).isInstanceOf(Appended.class);
        assertThat(all(OTHER, stream)).hasSize(1);
    }

    /** The first query finds no such event, and so it stays, whatever the second one finds. */
    @Test
    void a_read_from_after_the_tail_shows_none_of_what_others_append_meanwhile() {
        append(OTHER, commit);
        http.next(
                FaultyHttpClient.Sending::send,
                sending -> {
                    Commit third = append(OTHER, commit(only().end(), "event-3", 1));
                    append(OTHER, commit(third.end(), "event-4", 1));
                    return sending.send();
                });
        assertThat(list(store.readFrom(stream, 4, 10))).isEmpty();
    }

    @Test
    void a_retried_put_that_had_succeeded_is_not_a_conflict() {
        http.next(answerLost(() -> {}));
        assertThat(store.append(commit)).isEqualTo(new AlreadyAppended(only()));
    }

    @Test
    void a_put_that_arrives_twice_is_stored_once() {
        http.next(arrivesTwice());
        assertThat(store.append(commit)).isEqualTo(new AlreadyAppended(only()));
    }

    @Test
    void a_put_that_arrives_late_is_not_stored_a_second_time() {
        http.next(arrivesLate());
        assertThat(store.append(commit)).isInstanceOf(Appended.class);
        append(OTHER, commit(only().end(), "another", 1));
        http.close();
        assertThat(all(OTHER, stream))
                .extracting(Commit::firstSequenceNumber)
                .containsExactly(1L, 3L);
    }

    @Test
    void a_retried_put_is_the_identical_request() {
        http.next(answerLost(() -> {}), requestLost());
        store.append(commit);
        assertThat(http.bodies()).hasSize(3).containsOnly(http.bodies().getFirst());
    }

    @Test
    void a_retried_put_that_had_succeeded_is_found_after_a_later_commit() {
        http.next(answerLost(() -> append(OTHER, commit(only().end(), "another", 1))));
        assertThat(store.append(commit))
                .isEqualTo(new AlreadyAppended(all(OTHER, stream).getFirst()));
        assertThat(all(OTHER, stream)).hasSize(2);
    }

    @Test
    void a_retried_put_that_had_not_arrived_may_conflict() {
        http.next(sending -> {
            append(OTHER, commit(start, "another", 1));
            return requestLost().answer(sending);
        });
        assertThat(store.append(commit)).isEqualTo(new Conflict(only()));
    }

    @Test
    void after_a_put_whose_answers_are_all_lost_the_repeated_call_finds_its_commit() {
        http.always(answerLost(() -> {}));
        assertUnavailable(Reason.UNREACHABLE, () -> store.append(commit));
        http.always(FaultyHttpClient.Sending::send);
        assertThat(store.append(commit)).isEqualTo(new AlreadyAppended(only()));
    }

    @Test
    void a_missing_answer_is_waited_for_only_until_the_time_out() {
        try (DynamoDbClient hasty =
                client(configuration ->
                        configuration.apiCallAttemptTimeout(Duration.ofSeconds(1)))) {
            http.next(noAnswer());
            assertThat(new DynamoDbEventStore(hasty, TABLE).append(commit))
                    .isEqualTo(new AlreadyAppended(only()));
        }
    }

    @Test
    void a_put_that_conflicts_with_a_transaction_is_sent_again_unchanged() {
        http.next(error(400, "TransactionConflictException"));
        assertThat(store.append(commit)).isEqualTo(new Appended(only()));
        assertThat(http.bodies()).hasSize(2).containsOnly(http.bodies().getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "400, RequestLimitExceeded, THROTTLED",
        "400, TransactionConflictException, THROTTLED",
        "500, InternalServerError, UNREACHABLE",
        "503, ServiceUnavailable, UNREACHABLE"
    })
    void a_lasting_error_is_unavailable_after_every_attempt(
            int status, String type, Reason reason) {
        http.always(error(status, type));
        assertUnavailable(reason, () -> store.append(commit));
        assertThat(http.bodies()).hasSize(ATTEMPTS);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException",
        "500, InternalServerError",
        "503, ServiceUnavailable"
    })
    void a_passing_error_is_not_seen_by_the_caller(int status, String type) {
        http.next(error(status, type), error(status, type), error(status, type));
        assertThat(store.append(commit)).isEqualTo(new Appended(only()));
    }

    @Test
    void a_throttled_read_is_unavailable() {
        http.always(error(400, "ProvisionedThroughputExceededException"));
        assertUnavailable(Reason.THROTTLED, () -> list(store.readAfter(start)));
        assertUnavailable(Reason.THROTTLED, () -> list(store.readFrom(stream, 1, 10)));
        assertUnavailable(Reason.THROTTLED, () -> list(store.readFrom(stream, 7, 10)));
        assertUnavailable(Reason.THROTTLED, () -> list(store.readBackFrom(stream, 7, 10)));
        assertUnavailable(Reason.THROTTLED, () -> store.verify(stream));
    }

    @Test
    void a_failure_at_the_first_page_is_unavailable() {
        http.always(error(500, "InternalServerError"));
        assertUnavailable(Reason.UNREACHABLE, () -> list(store.readAfter(start)));
    }

    @Test
    void a_failure_between_two_pages_is_unavailable_and_no_shortened_stream_is_returned() {
        appendAll(OTHER, stream, 1, 1, 1);
        http.next(FaultyHttpClient.Sending::send);
        http.always(error(500, "InternalServerError"));
        assertUnavailable(Reason.UNREACHABLE, () -> list(store.readFrom(stream, 1, 2)));
        http.next(FaultyHttpClient.Sending::send);
        assertUnavailable(Reason.UNREACHABLE, () -> list(store.readBackFrom(stream, 3, 2)));
    }

    @Test
    void a_refused_connection_is_unreachable() {
        try (DynamoDbClient refused =
                DynamoDbLocal.clientBuilder()
                        .endpointOverride(URI.create("http://127.0.0.1:1"))
                        .overrideConfiguration(FaultyHttpClient::retryAtOnce)
                        .build()) {
            assertUnavailable(
                    Reason.UNREACHABLE,
                    () -> new DynamoDbEventStore(refused, TABLE).append(commit));
        }
    }

    @ParameterizedTest
    @CsvSource({"400, AccessDeniedException", "400, ResourceNotFoundException"})
    void a_table_or_a_permission_that_is_missing_is_a_refusal_and_is_not_retried(
            int status, String type) {
        http.always(error(status, type));
        assertUnavailable(Reason.REFUSED, () -> store.append(commit));
        assertThat(http.bodies()).hasSize(1);
    }

    @Test
    void an_invalid_request_is_not_retried_and_its_error_is_thrown() {
        http.always(error(400, "ValidationException"));
        assertThatThrownBy(() -> store.append(commit)).isInstanceOf(SdkException.class);
        assertThat(http.bodies()).hasSize(1);
    }

    /** The stream's only commit. */
    private Commit only() {
        assertThat(all(OTHER, stream)).hasSize(1);
        return all(OTHER, stream).getFirst();
    }

    private static void assertUnavailable(Reason reason, ThrowingCallable call) {
        assertThat(catchThrowableOfType(StoreUnavailableException.class, call))
                .isNotNull()
                .extracting(StoreUnavailableException::reason)
                .isEqualTo(reason);
    }
}
