package dev.reprise.http;

import org.eclipse.microprofile.openapi.models.media.Schema;

/** The schemas of errors, for the OpenAPI document. */
final class ProblemSchema {

    private static final int LOWEST_ERROR = 400;
    private static final int HIGHEST_ERROR = 599;

    private ProblemSchema() {}

    static Schema problem() {
        return Schemas.object(
                        "A problem (RFC 9457). A program relies on type and status only. The members after detail name what is at fault, and are absent where they do not apply")
                .addProperty(
                        "type",
                        Schemas.text(
                                        "Which problem it is: a URN that never changes",
                                        ProblemType.MALFORMED.uri())
                                .format("uri"))
                .addProperty(
                        "title",
                        Schemas.text(
                                "What is wrong, for people: the same for each problem of the type",
                                ProblemType.MALFORMED.title()))
                .addProperty(
                        "status",
                        Schemas.integer(
                                "The HTTP status",
                                LOWEST_ERROR,
                                HIGHEST_ERROR,
                                ProblemType.MALFORMED.status()))
                .addProperty(
                        "detail",
                        Schemas.text(
                                "What is wrong with this request, for people",
                                "quantity must be 1 to 1,000,000"))
                .addProperty(
                        Input.FIELD,
                        Schemas.text("The path of the field at fault", "items[0].quantity"))
                .addProperty(
                        Input.PARAMETER,
                        Schemas.text("The name of the parameter at fault", "limit"))
                .addProperty(
                        Input.HEADER,
                        Schemas.text("The name of the header at fault", "Idempotency-Key"))
                .addProperty(
                        Problem.CHANGE,
                        Schemas.integer(
                                "The index of the change at fault, from 0",
                                0,
                                Integer.MAX_VALUE,
                                0))
                .addProperty(
                        Problem.ACTUAL_VERSION, Schemas.count("The version that there is; 0 if there are no events", 0, 3))
                .addProperty(
                        Problem.BYTES,
                        Schemas.count("How many bytes the commit would take", 0, 512_000))
                .addProperty(Problem.LIMIT, Schemas.count("How many bytes it may take", 0, 409_600))
                .addProperty(
                        Problem.CORRELATION_ID,
                        Schemas.text("What to look for in the log", "checkout-77"))
                .addProperty(
                        Problem.SCOPE,
                        Schemas.text("The scope that the caller lacks", "orders:read:any"))
                .addRequired("type")
                .addRequired("title")
                .addRequired("status")
                .addRequired("detail");
    }

    /** The body of an error that API Gateway answers itself. */
    static Schema gatewayError() {
        return Schemas.object("An error that API Gateway answers before it reaches the service")
                .addProperty("message", Schemas.text("What is wrong", "Too Many Requests"));
    }
}
