package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One call a minute for each caller. */
@QuarkusTest
@TestProfile(CallsPerCallerIT.OneCall.class)
class CallsPerCallerIT {

    public static final class OneCall implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(CallsPerCaller.SETTING, "1", Callers.SETTING, "jwt");
        }
    }

    @Test
    void a_caller_who_makes_too_many_calls_is_told_how_long_to_wait() {
        Authorizer ann = FunctionCall.token(Api.freshId(), Scope.READ_ANY);

        Answer first = sales(ann).expect(200);
        assertThat(first.header("RateLimit-Policy")).hasValue("\"caller\";q=1;w=60");
        assertThat(first.header("RateLimit").orElse(""))
                .matches("\"caller\";r=0;t=([1-9]|[1-5][0-9]|60)");

        Answer second = sales(ann).expectProblem(429, "too-many-calls");
        String seconds = second.header("Retry-After").orElseThrow();
        assertThat(seconds).matches("[1-9]|[1-5][0-9]|60");
        assertThat(second.header("RateLimit")).hasValue("\"caller\";r=0;t=" + seconds);
        assertThat(second.header("RateLimit-Policy")).hasValue("\"caller\";q=1;w=60");
    }

    @Test
    void a_refused_command_is_not_executed() {
        Authorizer shop = FunctionCall.token(Api.freshId(), Scope.WRITE_ANY);
        String order = "{\"orderId\":\"%s\",\"customerId\":\"c\"}";
        String id = Api.freshId();
        FunctionCall.post("/orders", order.formatted(Api.freshId())).as(shop).answer().expect(201);

        FunctionCall.post("/orders", order.formatted(id))
                .as(shop)
                .answer()
                .expectProblem(429, "too-many-calls");

        FunctionCall.post("/orders", order.formatted(id))
                .as(FunctionCall.token(Api.freshId(), Scope.WRITE_ANY))
                .answer()
                .expect(201);
    }

    @Test
    void callers_do_not_share_and_a_call_without_the_scope_counts() {
        Authorizer ann = FunctionCall.token(Api.freshId());
        Authorizer eve = FunctionCall.token(Api.freshId());

        sales(ann).expectProblem(403, "forbidden");
        sales(eve).expectProblem(403, "forbidden");
        sales(ann).expectProblem(429, "too-many-calls");
    }

    @Test
    void who_is_not_known_is_counted_by_his_address() {
        FunctionCall.get("/health", "").answer();

        FunctionCall.get("/health", "").answer().expectProblem(429, "too-many-calls");
        sales(FunctionCall.token(Api.freshId(), Scope.READ_ANY)).expect(200);
    }

    @Test
    void a_preflight_does_not_count() {
        for (int i = 0; i < 3; i++) {
            FunctionCall.of("OPTIONS", "/orders", "", null).answer().expect(204);
        }
    }

    private static Answer sales(Authorizer caller) {
        return FunctionCall.get("/sales", "").as(caller).answer();
    }
}
