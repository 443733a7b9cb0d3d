package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Whether an HTTP API calls its function for a request. */
sealed interface Admission {

    /**
     * The function is called.
     *
     * @param caller what the event says of the caller; null if nobody asked who he is
     */
    record Admitted(@Nullable Authorizer caller) implements Admission {}

    /**
     * The API answers by itself.
     *
     * @param challenge the header {@code WWW-Authenticate}
     */
    record Refused(String challenge) implements Admission {

        /** Answers as an HTTP API does, and closes the connection after the request's body. */
        void answer(HttpServerRequest request) {
            request.endHandler(_ -> request.connection().close());
            request.response()
                    .setStatusCode(401)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader("WWW-Authenticate", challenge)
                    .end("{\"message\":\"Unauthorized\"}");
            request.resume();
        }
    }
}
