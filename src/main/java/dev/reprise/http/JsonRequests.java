package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/**
 * Refuses a body that is not declared as {@code application/json}, whatever the resource. A web
 * page of another origin can send a body of any other declaration, or of none, without the
 * browser's question whether it may (a CORS preflight).
 */
@Provider
class JsonRequests implements ContainerRequestFilter {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern JSON =
            Pattern.compile(
                    "(?i)application/json(?:[ \\t]*;[ \\t]*(?:charset=(?:utf-8|\"utf-8\")|(?!charset=)"
                            + TOKEN
                            + "=(?:"
                            + TOKEN
                            + "|\"[^\"\\\\]*\")))*");

    private final RequestContext context;

    @Inject
    JsonRequests(RequestContext context) {
        this.context = context;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (context.body().length == 0) {
            return;
        }
        String declared = context.header(HttpHeaders.CONTENT_TYPE).orElse("").strip();
        if (!JSON.matcher(declared).matches()) {
            request.abortWith(unsupportedMediaType());
        }
    }

    /** The answer to a body of another media type. It says what is accepted (RFC 9110, 15.5.16). */
    static Response unsupportedMediaType() {
        return Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type must be application/json, in UTF-8")
                .response()
                .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON)
                .build();
    }
}
