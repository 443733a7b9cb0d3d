package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import dev.reprise.http.OpenApiDocument.Call;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Every operation, called by every kind of caller of every tenant, on an order of the tenant {@code
 * a}.
 */
@QuarkusTest
@TestProfile(TenantAuthorizationIT.WithoutJobs.class)
class TenantAuthorizationIT extends AuthorizationIT {

    /** The many callers start many jobs. Nobody waits for one. */
    public static final class WithoutJobs implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new TenantTokens().getConfigOverrides());
            settings.put("reprise.projections.jobs", "scheduled");
            return settings;
        }
    }

    private static final String OWN = "a";
    private static final String ALL = "*";

    @Override
    Stream<Who> callers() {
        return Stream.concat(
                Who.of(null), Stream.of(OWN, "b", ALL, "A", "a b", "").flatMap(Who::of));
    }

    @Override
    Authorizer shop() {
        return FunctionCall.tokenIn(OWN, "shop", Scope.values());
    }

    @Override
    String expected(Call operation, AccessRule rule, Who who) {
        if (rule == AccessRule.EVERYBODY || who.customer() == null) {
            return super.expected(operation, rule, who);
        }
        if (!Arrays.asList(OWN, "b", ALL).contains(who.tenant())) {
            return "403 forbidden";
        }
        String otherwise = super.expected(operation, rule, who);
        boolean lacksScope = otherwise.startsWith("403") && rule.lackedBy(caller(who)).isPresent();
        if (lacksScope) {
            return otherwise;
        }
        boolean isOfAll = ALL.equals(who.tenant());
        return switch (rule) {
            case OPERATOR -> isOfAll ? otherwise : "403 forbidden";
            case STREAM_OPERATOR ->
                    OWN.equals(who.tenant()) || !operation.path().contains("{stream}")
                            ? otherwise
                            : operation.id().equals("restoreCommit")
                                    ? "400 malformed-request" // the commit is that of another
                                    // stream
                                    : "404 stream-not-found";
            case EVERYBODY, READ_OWN, WRITE_OWN, READ_ANY, TENANT_OPERATOR ->
                    isOfAll ? "403 forbidden" : ofTenant(operation, otherwise, who);
        };
    }

    /** For another tenant there is no such order, whatever his scopes. */
    private static String ofTenant(Call operation, String otherwise, Who who) {
        return OWN.equals(who.tenant()) || !operation.path().contains("{orderId}")
                ? otherwise
                : "404 order-not-found";
    }

    private static Caller caller(Who who) {
        return new Caller(
                "s", "s", null, java.util.Set.copyOf(who.scopes()), true, new Reach.Everything());
    }

    @Override
    void inspect(Who who, Request request, Answer answer) {
        if (!ALL.equals(who.tenant())) {
            assertThat(answer.body()).as("%s %s", who, request).doesNotContain("~a~", "~b~");
        }
        if ("b".equals(who.tenant())) {
            String known = request.path() + request.query() + request.body();
            made().filter(id -> !known.contains(id))
                    .forEach(id -> assertThat(answer.body()).as("%s", request).doesNotContain(id));
        }
    }
}
