package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that wait for the read model. Here it catches up only when the stream is drained. */
@QuarkusTest
class WaitingListsIT {

    @Inject TestStream stream;

    /** The rows are being built, and every list is 503, until the first commit is delivered. */
    @BeforeEach
    void deliverCommit() {
        create(Api.freshId());
        stream.drain();
    }

    @Test
    void a_list_waits_for_the_customers_first_order() throws Exception {
        String customer = Api.freshId();
        String orderId = create(customer);
        assertThat(list("customerId=" + customer)).isEmpty();

        CompletableFuture<List<String>> waiting =
                Api.meanwhile(() -> list("customerId=" + customer + "&minVersion=1"));
        stream.drain();

        assertThat(waiting.get()).containsExactly(orderId);
    }

    @Test
    void a_list_waits_for_an_order_at_a_version() throws Exception {
        String customer = Api.freshId();
        String orderId = create(customer);
        stream.drain();
        Api.addItem(orderId, "i1").expect(200);

        CompletableFuture<Answer> waiting =
                Api.meanwhile(() ->
                        Api.get(
                                "/orders?customerId=%s&orderId=%s&minVersion=2"
                                        .formatted(customer, orderId)));
        stream.drain();

        assertThat(waiting.get().expect(200).elements("orders"))
                .singleElement()
                .satisfies(order -> assertThat(order.get("version").longValue()).isEqualTo(2));
    }

    @Test
    void a_list_without_an_order_at_the_version_is_answered_as_it_is() {
        String customer = Api.freshId();
        String orderId = create(customer);
        stream.drain();

        assertThat(list("customerId=" + customer + "&minVersion=2")).containsExactly(orderId);
    }

    @Test
    void a_read_model_that_stays_behind_is_503_and_says_when_to_try_again() {
        String customer = Api.freshId();
        String orderId = create(customer);

        Answer answer =
                Api.get(
                                "/orders?customerId=%s&orderId=%s&minVersion=1"
                                        .formatted(customer, orderId))
                        .expectProblem(503, "read-model-behind");

        assertThat(answer.header("Retry-After")).hasValue("1");
        assertThat(answer.json().get("detail").textValue())
                .isEqualTo("the list does not show order " + orderId + " at version 1 yet");
    }

    @Test
    void an_order_that_has_not_come_to_the_version_is_412() {
        String customer = Api.freshId();
        String orderId = create(customer);
        stream.drain();

        Api.get("/orders?customerId=%s&orderId=%s&minVersion=2".formatted(customer, orderId))
                .expectProblem(412, "version-not-reached")
                .expectActualVersion(1);
    }

    @Test
    void an_order_that_does_not_exist_is_404() {
        Api.get("/orders?customerId=c1&orderId=nope&minVersion=1")
                .expectProblem(404, "order-not-found");
    }

    @Test
    void an_order_of_another_list_is_waited_for_and_not_shown() {
        String customer = Api.freshId();
        String orderId = create(customer);
        Api.cancel(orderId).expect(200);
        stream.drain();

        String waits = "&orderId=" + orderId + "&minVersion=2";
        assertThat(list("customerId=" + Api.freshId() + waits)).isEmpty();
        assertThat(list("customerId=" + customer + "&status=OPEN" + waits)).isEmpty();
        assertThat(list("customerId=" + customer + "&status=CANCELLED" + waits))
                .containsExactly(orderId);
    }

    @ParameterizedTest
    @CsvSource({
        "orderId=o, minVersion",
        "minVersion=0, minVersion",
        "minVersion=1.0, minVersion",
        "minVersion=x, minVersion",
        "minVersion=1&orderId=a%2Fb, orderId",
        "minVersion=1&version=1, version"
    })
    void a_malformed_parameter_is_named(String query, String parameter) {
        Refusal.malformed(
                "parameter " + parameter, () -> Api.get("/orders?customerId=c1&" + query));
    }

    private static String create(String customer) {
        return Api.post("/orders", "{\"customerId\":\"" + customer + "\"}")
                .expect(201)
                .json()
                .get("orderId")
                .textValue();
    }

    private static List<String> list(String query) {
        return Api.get("/orders?" + query).expect(200).elements("orders").stream()
                .map(order -> order.get("orderId"))
                .map(JsonNode::textValue)
                .toList();
    }
}
