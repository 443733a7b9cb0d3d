package dev.reprise.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the OpenAPI document with what all calls have in common: the headers, and the problems
 * that any call can have. It runs after the filters that describe the calls of an aggregate.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = ApiDescription.LAST)
public class ApiDescription implements OASFilter {

    static final int LAST = 0;

    private static final String TOKEN = "token";

    private static final String DESCRIPTION =
            """
            Orders, stored as events. An order's state is computed from its events.

            - A `POST` or `PATCH` needs `Content-Type: application/json`. An unknown field, an unknown parameter, or a number in quotes is a `400`.
            - Each command takes an `Idempotency-Key`: a repeated command records nothing, and returns its first outcome.
            - Each error of the service is a problem (RFC 9457). `type` says which one. API Gateway answers some errors itself, such as a `413`, `429` or `5xx`, as `{"message":"…"}`.
            - Each `GET` can also be sent as `HEAD`. `OPTIONS` on a path lists its methods in `Allow`.
            - Absent values are left out; no answer has `null`. Answers may get further fields.
            - Prices are exact decimals of at most 4 decimals.
            - API Gateway checks who calls: by a token or by a signature of AWS, or nobody does, as the service was deployed. With tokens, a call without the scope that it needs is a `403`, and an order of another customer is a `404` for callers who may see only their own.

            The examples belong together. Create both example orders, then try the calls from top to bottom.
            """;

    @Override
    public void filterOpenAPI(OpenAPI api) {
        // The title and the version are settings, which are added later.
        api.setInfo(
                OASFactory.createInfo()
                        .description(DESCRIPTION)
                        .contact(OASFactory.createContact().name("Reprise"))
                        .license(
                                OASFactory.createLicense()
                                        .name("Apache-2.0")
                                        .url("https://www.apache.org/licenses/LICENSE-2.0")));
        api.setServers(
                List.of(
                        OASFactory.createServer()
                                .url("/")
                                .description("Where this document was read")));
        api.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        // With a token or without one, as the service was deployed.
        api.setSecurity(
                List.of(
                        OASFactory.createSecurityRequirement().addScheme(TOKEN),
                        OASFactory.createSecurityRequirement()));
        api.getComponents().addSchema("Problem", ProblemSchema.problem());
        api.getComponents().addSchema("GatewayError", ProblemSchema.gatewayError());
        AnswerHeaders.addTo(api.getComponents());
        ServiceDescription.describe(api);
        CommitsDescription.describe(api);
        ProjectionsDescription.describe(api);
        FeedDescription.describe(api);
        ConsumersDescription.describe(api);
        WebhooksDescription.describe(api);
        UsageDescription.describe(api);
        OperationDescription.all(api).forEach(ApiDescription::complete);
    }

    private static void complete(OperationDescription call) {
        if (call.isQuery()) {
            call.header(RequestHeaders.ifMatch(), HttpHeaders.IF_MATCH);
            call.header(RequestHeaders.ifNoneMatch(), HttpHeaders.IF_NONE_MATCH);
            if (!call.hasNotModified()) {
                call.notModified();
                call.problems(SampleProblems.NO_ETAG);
            }
        } else if (!call.isOfProjections()) {
            call.header(RequestHeaders.idempotencyKey(), RequestContext.IDEMPOTENCY_KEY);
        }
        call.header(RequestHeaders.correlationId(), RequestContext.CORRELATION_ID);
        if (!call.isOpen()) {
            call.sharedProblems(SampleProblems.UNAUTHENTICATED, SampleProblems.FORBIDDEN);
        }
        call.sharedProblems(
                SampleProblems.MALFORMED,
                SampleProblems.NOT_ACCEPTABLE,
                SampleProblems.THROTTLED,
                SampleProblems.TOO_MANY_CALLS,
                SampleProblems.INTERNAL,
                SampleProblems.BROKEN_STREAM);
        if (call.hasBody() || call.isPost()) {
            call.sharedProblems(SampleProblems.UNSUPPORTED_MEDIA_TYPE);
        }
        call.problems(SampleProblems.UNAVAILABLE, SampleProblems.NEWER_RELEASE);
        for (APIResponse response : call.ownResponses()) {
            AnswerHeaders.ofEvery(call.isQuery()).forEach(name -> call.header(response, name));
        }
        call.otherProblems(SampleProblems.NO_SUCH_RESOURCE, SampleProblems.METHOD_NOT_ALLOWED);
        call.sortResponses();
    }
}
