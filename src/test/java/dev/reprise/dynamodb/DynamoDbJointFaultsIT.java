package dev.reprise.dynamodb;

import static dev.reprise.dynamodb.FaultyHttpClient.answerLost;
import static dev.reprise.dynamodb.FaultyHttpClient.cancelled;
import static dev.reprise.dynamodb.FaultyHttpClient.error;
import static dev.reprise.dynamodb.FaultyHttpClient.requestLost;
import static dev.reprise.eventstore.Commits.all;
import static dev.reprise.eventstore.Commits.append;
import static dev.reprise.eventstore.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.CommitBoundary;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointAppendResult.AlreadyAppended;
import dev.reprise.eventstore.JointAppendResult.Appended;
import dev.reprise.eventstore.JointAppendResult.Conflict;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StoreUnavailableException.Reason;
import dev.reprise.eventstore.StreamName;
import dev.reprise.local.DynamoDbLocal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What becomes of appends to several streams when DynamoDB, or the way to it, fails. */
class DynamoDbJointFaultsIT {

    private static final String TABLE = DynamoDbLocal.freshTables() + "-events";
    private static final DynamoDbClient OTHERS_CLIENT = DynamoDbLocal.client();

    /** Another writer, whose way is clear. */
    private static final EventStore OTHER = new DynamoDbEventStore(OTHERS_CLIENT, TABLE);

    private final FaultyHttpClient http = new FaultyHttpClient();
    private final DynamoDbClient client =
            DynamoDbLocal.clientBuilder()
                    .httpClientBuilder(null)
                    .httpClient(http)
                    .overrideConfiguration(FaultyHttpClient::retryAtOnce)
                    .build();
    private final EventStore store = new DynamoDbEventStore(client, TABLE);
    private final CommitBoundary left = start();
    private final CommitBoundary right = start();
    private final JointCommit joint =
            new JointCommit(List.of(commit(left, "c", 1), commit(right, "c", 2)), List.of());

    private static CommitBoundary start() {
        return CommitBoundary.startOf(new StreamName("order", UUID.randomUUID().toString()));
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
    void a_transaction_that_did_not_arrive_is_sent_again() {
        http.next(requestLost());
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
    }

    @Test
    void a_transaction_whose_answer_is_lost_is_sent_again_under_its_token_and_stands() {
        http.next(answerLost(() -> {}));
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
        assertThat(http.bodies())
                .hasSize(2)
                .containsOnly(http.bodies().getFirst())
                .allMatch(body -> body.contains("ClientRequestToken"));
    }

    @Test
    void a_transaction_whose_answers_are_all_lost_is_unavailable_and_the_same_call_finds_it() {
        http.always(answerLost(() -> {}));
        assertUnavailable(Reason.UNREACHABLE);
        http.always(FaultyHttpClient.Sending::send);
        assertThat(store.appendAll(joint)).isEqualTo(new AlreadyAppended(stored()));
    }

    @Test
    void a_transaction_that_had_not_arrived_may_have_lost_its_places() {
        http.next(sending -> {
            append(OTHER, commit(right, "another", 1));
            return requestLost().answer(sending);
        });
        assertThat(store.appendAll(joint)).isEqualTo(new Conflict(Set.of(right.stream())));
        assertThat(all(OTHER, left.stream())).isEmpty();
    }

    @Test
    void a_transaction_that_is_still_in_progress_is_asked_for_again() {
        http.next(error(400, "TransactionInProgressException"));
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
        assertThat(http.bodies()).hasSize(2).containsOnly(http.bodies().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void a_transaction_that_was_cancelled_for_now_is_tried_again(String code) {
        http.next(cancelled("None", code), cancelled(code, code));
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
        assertThat(http.bodies()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void a_transaction_that_is_always_cancelled_for_now_is_unavailable_in_the_end(String code) {
        http.always(cancelled(code, "None"));
        assertUnavailable(Reason.THROTTLED);
        assertThat(http.bodies()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException, THROTTLED",
        "400, ThrottlingException, THROTTLED",
        "400, TransactionInProgressException, THROTTLED",
        "500, InternalServerError, UNREACHABLE",
    })
    void an_error_that_does_not_go_away_is_unavailable(int status, String type, Reason reason) {
        http.always(error(status, type));
        assertUnavailable(reason);
    }

    @ParameterizedTest
    @CsvSource({"ValidationError, None", "TransactionConflict, ValidationError"})
    void a_mistake_of_our_own_is_not_hidden_and_not_repeated(String first, String second) {
        http.always(cancelled(first, second));
        assertThatThrownBy(() -> store.appendAll(joint))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(http.bodies()).hasSize(1);
    }

    @Test
    void a_stream_that_moved_is_a_conflict_whatever_else_was_in_the_way() {
        http.next(cancelled("TransactionConflict", "ConditionalCheckFailed"));
        assertThat(store.appendAll(joint)).isEqualTo(new Conflict(Set.of(right.stream())));
    }

    @Test
    void the_same_command_again_is_recognised_though_a_transaction_is_in_the_way() {
        CommitBoundary unchanged = start();
        JointCommit command = new JointCommit(joint.commits(), List.of(unchanged));
        OTHER.appendAll(command);
        append(OTHER, commit(unchanged, "since", 1));
        http.next(
                cancelled("TransactionConflict", "TransactionConflict", "ConditionalCheckFailed"));
        assertThat(store.appendAll(command)).isEqualTo(new AlreadyAppended(stored()));
    }

    /** Both commits as they are in the table. */
    private List<Commit> stored() {
        return List.of(all(OTHER, left.stream()).getFirst(), all(OTHER, right.stream()).getFirst());
    }

    private void assertUnavailable(Reason reason) {
        assertThat(
                        catchThrowableOfType(
                                StoreUnavailableException.class, () -> store.appendAll(joint)))
                .isNotNull()
                .extracting(StoreUnavailableException::reason)
                .isEqualTo(reason);
    }
}
