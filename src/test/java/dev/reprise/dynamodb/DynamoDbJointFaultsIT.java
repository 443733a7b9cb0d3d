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

import dev.reprise.RunsBesideQuarkus;
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

/** Appends to several streams while DynamoDB or the network fails. */
@RunsBesideQuarkus
class DynamoDbJointFaultsIT {

    private static final String TABLE = DynamoDbLocal.freshTables() + "-events";
    private static final DynamoDbClient OTHERS_CLIENT = DynamoDbLocal.client();

    /** Another writer, whose requests meet no faults. */
    private static final EventStore OTHER = new DynamoDbEventStore(OTHERS_CLIENT, TABLE);

    private final FaultyHttpClient http = new FaultyHttpClient();
    private final DynamoDbClient client = http.dynamoDbClient();
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
    void a_transaction_whose_answer_is_lost_is_sent_again_with_its_token_and_is_appended_once() {
        http.next(answerLost(() -> {}));
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
        assertThat(http.bodies())
                .hasSize(2)
                .containsOnly(http.bodies().getFirst())
                .allMatch(body -> body.contains("ClientRequestToken"));
    }

    @Test
    void after_a_transaction_whose_answers_are_all_lost_the_repeated_call_finds_its_commits() {
        http.always(answerLost(() -> {}));
        assertUnavailable(Reason.UNREACHABLE);
        http.always(FaultyHttpClient.Sending::send);
        assertThat(store.appendAll(joint)).isEqualTo(new AlreadyAppended(stored()));
    }

    @Test
    void a_retried_transaction_that_had_not_arrived_may_conflict() {
        http.next(sending -> {
            append(OTHER, commit(right, "another", 1));
            return requestLost().answer(sending);
        });
        assertThat(store.appendAll(joint)).isEqualTo(new Conflict(Set.of(right.stream())));
        assertThat(all(OTHER, left.stream())).isEmpty();
    }

    @Test
    void a_transaction_that_is_still_in_progress_is_sent_again() {
        http.next(error(400, "TransactionInProgressException"));
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
        assertThat(http.bodies()).hasSize(2).containsOnly(http.bodies().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void a_transaction_cancelled_for_a_transient_reason_is_retried(String code) {
        http.next(cancelled("None", code), cancelled(code, code));
        assertThat(store.appendAll(joint)).isEqualTo(new Appended(stored()));
        assertThat(http.bodies()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void a_transaction_cancelled_for_a_transient_reason_in_every_attempt_is_unavailable(
            String code) {
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
    void a_lasting_error_is_unavailable(int status, String type, Reason reason) {
        http.always(error(status, type));
        assertUnavailable(reason);
    }

    @ParameterizedTest
    @CsvSource({"ValidationError, None", "TransactionConflict, ValidationError", "None, None"})
    void an_invalid_transaction_is_not_retried_and_its_error_is_thrown(
            String first, String second) {
        http.always(cancelled(first, second));
        assertThatThrownBy(() -> store.appendAll(joint))
                .isInstanceOf(TransactionCanceledException.class);
        assertThat(http.bodies()).hasSize(1);
    }

    @Test
    void a_changed_stream_is_a_conflict_even_if_another_transaction_was_in_the_way() {
        http.next(cancelled("TransactionConflict", "ConditionalCheckFailed"));
        assertThat(store.appendAll(joint)).isEqualTo(new Conflict(Set.of(right.stream())));
    }

    @Test
    void a_repeated_command_is_recognised_even_if_another_transaction_is_in_the_way() {
        CommitBoundary unchanged = start();
        JointCommit command = new JointCommit(joint.commits(), List.of(unchanged));
        OTHER.appendAll(command);
        append(OTHER, commit(unchanged, "since", 1));
        http.next(
                cancelled("TransactionConflict", "TransactionConflict", "ConditionalCheckFailed"));
        assertThat(store.appendAll(command)).isEqualTo(new AlreadyAppended(stored()));
    }

    /** Both commits as the table holds them. */
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
