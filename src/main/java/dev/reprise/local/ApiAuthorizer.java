package dev.reprise.local;

import io.vertx.core.http.HttpServerRequest;

/** Decides for which requests an HTTP API calls its function. */
@FunctionalInterface
interface ApiAuthorizer {

    /** Lets every request through, and does not ask who calls. */
    ApiAuthorizer EVERYONE_MAY_CALL = _ -> new Admission.Admitted(null);

    /** Looks at the request's line and headers. Its body has not been read. */
    Admission admit(HttpServerRequest request);
}
