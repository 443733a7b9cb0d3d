package dev.reprise.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls the function with an event, to set what only a gateway can set, such as the authorizer. */
final class FunctionCall {

    private final String method;
    private final String path;
    private final String query;
    private final @Nullable String body;
    private final Map<String, String> headers = new HashMap<>();
    private @Nullable Authorizer authorizer;

    private FunctionCall(String method, String path, String query, @Nullable String body) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.body = body;
    }

    /** Gets a target whose query is sent as it is, encoded or not. */
    static FunctionCall get(String path, String query) {
        return new FunctionCall("GET", path, query, null);
    }

    /** A call with a JSON body, unless it is null. */
    static FunctionCall of(String method, String path, String query, @Nullable String body) {
        FunctionCall call = new FunctionCall(method, path, query, body);
        return body == null ? call : call.with("Content-Type", "application/json");
    }

    static FunctionCall post(String path, String body) {
        return new FunctionCall("POST", path, "", body).with("Content-Type", "application/json");
    }

    /** Creates an order whose id is derived from the caller and the key. */
    static FunctionCall createOrder(String key) {
        return post("/orders", "{\"customerId\":\"u\"}")
                .with(dev.reprise.http.RequestContext.IDEMPOTENCY_KEY, key);
    }

    FunctionCall with(String header, String value) {
        headers.put(header.toLowerCase(Locale.ROOT), value);
        return this;
    }

    FunctionCall without(String header) {
        headers.remove(header.toLowerCase(Locale.ROOT));
        return this;
    }

    /** Sets the caller that the gateway's authorizer identified. */
    FunctionCall as(Authorizer caller) {
        authorizer = caller;
        return this;
    }

    static Authorizer jwt(String subject) {
        JWT jwt = JWT.builder().withClaims(Map.of("sub", subject)).withScopes(List.of()).build();
        return Authorizer.builder().withJwt(jwt).build();
    }

    /** A token of a customer, with scopes; its subject is made of the customer's id. */
    static Authorizer token(String customer, Scope... scopes) {
        return tokenOf("subject-of-" + customer, customer, scopes);
    }

    /** A token of a tenant's customer; see {@link #token}. */
    static Authorizer tokenIn(String tenant, String customer, Scope... scopes) {
        Map<String, String> claims = claims("subject-of-" + customer, customer, scopes);
        claims.put(TenantTokens.CLAIM, tenant);
        return token(claims);
    }

    /** A token of a subject that acts for a customer. */
    static Authorizer tokenOf(String subject, String customer, Scope... scopes) {
        return token(claims(subject, customer, scopes));
    }

    private static Map<String, String> claims(String subject, String customer, Scope... scopes) {
        return new HashMap<>(
                Map.of(
                        "sub",
                        subject,
                        Tokens.CUSTOMER_CLAIM,
                        customer,
                        "scope",
                        Arrays.stream(scopes)
                                .map(Scope::toString)
                                .collect(Collectors.joining(" "))));
    }

    private static Authorizer token(Map<String, String> claims) {
        JWT jwt = JWT.builder().withClaims(claims).withScopes(List.of()).build();
        return Authorizer.builder().withJwt(jwt).build();
    }

    Answer answer() {
        RequestContext.Http http =
                RequestContext.Http.builder()
                        .withMethod(method)
                        .withPath(path)
                        .withSourceIp("127.0.0.1")
                        .build();
        RequestContext.RequestContextBuilder context =
                RequestContext.builder().withHttp(http).withRequestId(Api.freshId());
        if (authorizer != null) {
            context.withAuthorizer(authorizer);
        }
        APIGatewayV2HTTPResponse response =
                new LambdaHttpHandler()
                        .handleRequest(
                                APIGatewayV2HTTPEvent.builder()
                                        .withVersion("2.0")
                                        .withRawPath(path)
                                        .withRawQueryString(query)
                                        .withHeaders(headers)
                                        .withRequestContext(context.build())
                                        .withBody(body)
                                        .build(),
                                null);
        Map<String, String> answered = new HashMap<>();
        if (response.getHeaders() != null) {
            response.getHeaders()
                    .forEach((name, value) -> answered.put(name.toLowerCase(Locale.ROOT), value));
        }
        if (response.getMultiValueHeaders() != null) {
            response.getMultiValueHeaders()
                    .forEach((name, values) ->
                            answered.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        }
        Answer answer =
                new Answer(
                        response.getStatusCode(),
                        answered,
                        response.getBody() == null ? "" : response.getBody());
        DescribedAnswers.check(method, path + "?" + query, answer);
        return answer;
    }
}
