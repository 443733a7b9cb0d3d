package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from several threads of one function, none of which may hang. */
@QuarkusTest
class EveryCallIsAnsweredIT {

    private static final int CALLS = 4_000;

    /** No call takes this long; one that hangs never ends. */
    private static final int HANGING_SECONDS = 60;

    private static final APIGatewayV2HTTPEvent EVENT = event();

    private static APIGatewayV2HTTPEvent event() {
        RequestContext.Http http =
                RequestContext.Http.builder()
                        .withMethod("GET")
                        .withPath("/nothing")
                        .withSourceIp("127.0.0.1")
                        .build();
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRawPath("/nothing")
                .withRawQueryString("")
                .withRequestContext(RequestContext.builder().withHttp(http).build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void every_call_is_answered(int threads) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                answers.add(
                        callers.submit(() ->
                                new LambdaHttpHandler()
                                        .handleRequest(EVENT, null)
                                        .getStatusCode()));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get(HANGING_SECONDS, TimeUnit.SECONDS)).isEqualTo(404);
            }
        }
    }
}
