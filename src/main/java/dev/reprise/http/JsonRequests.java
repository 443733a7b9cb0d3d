package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses a request that should have a body of JSON and does not declare one: its {@code
 * Content-Type} must be {@code application/json} or a type that ends with {@code +json}, also if
 * the body is empty. A web page of another origin can send any other declaration, or none, without
 * the browser's question whether it may (a CORS preflight). So a {@code POST} that takes no body
 * has to declare JSON too. Refuses also a body that is compressed or not UTF-8, and any body where
 * none is taken.
 */
@Provider
class JsonRequests implements ContainerRequestFilter {

    static final String ACCEPT_PATCH = "Accept-Patch";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern JSON =
            Pattern.compile("(?i)application/(?:json|" + TOKEN + "[+]json)(?=[ \\t;]|$)");
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "(?i)[ \\t]*;[ \\t]*(?:charset=(?:utf-8|\"utf-8\")|(?!charset=)"
                            + TOKEN
                            + "=(?:"
                            + TOKEN
                            + "|\"[^\"\\\\]*\"))");

    private final RequestContext context;
    private final ResourceInfo resource;

    @Inject
    JsonRequests(RequestContext context, ResourceInfo resource) {
        this.context = context;
        this.resource = resource;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        byte[] body = context.body();
        boolean takesBody = resource.getResourceMethod().isAnnotationPresent(Consumes.class);
        if (!takesBody && body.length > 0) {
            throw new ProblemException(
                    Problem.of(
                            ProblemType.MALFORMED,
                            "%s takes no body here, but the request has one of %d bytes"
                                    .formatted(request.getMethod(), body.length)));
        }
        // A POST without a declaration needs no preflight, even if it takes no body.
        if (!takesBody && !request.getMethod().equals(HttpMethod.POST)) {
            return;
        }
        if (!isJson(context.header(HttpHeaders.CONTENT_TYPE).orElse("").strip())) {
            request.abortWith(unsupportedMediaType(request.getMethod()));
            return;
        }
        if (context.header(HttpHeaders.CONTENT_ENCODING)
                .filter(encoding -> !encoding.strip().equalsIgnoreCase("identity"))
                .isPresent()) {
            request.abortWith(unsupportedEncoding());
            return;
        }
        requireUtf8(body);
    }

    /** Reads one parameter at a time: one expression for all of them would overflow the stack. */
    private static boolean isJson(String declared) {
        Matcher json = JSON.matcher(declared);
        if (!json.lookingAt()) {
            return false;
        }
        Matcher parameter = PARAMETER.matcher(declared);
        int end = json.end();
        while (end < declared.length()) {
            if (!parameter.region(end, declared.length()).lookingAt()) {
                return false;
            }
            end = parameter.end();
        }
        return true;
    }

    /**
     * Jackson alone would also accept UTF-16 and UTF-32, which it recognises by zero bytes. JSON in
     * UTF-8 has no zero byte (RFC 8259, 7 and 8.1).
     */
    private static void requireUtf8(byte[] body) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            if (text.chars().noneMatch(c -> c == 0)) {
                return;
            }
        } catch (CharacterCodingException _) {
            // Refused below, as any body that is not JSON in UTF-8.
        }
        throw new ProblemException(
                Problem.of(ProblemType.MALFORMED, "the body must be JSON in UTF-8"));
    }

    private static Response unsupportedEncoding() {
        return Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "the body must not be compressed: leave out Content-Encoding")
                .response()
                .header(HttpHeaders.ACCEPT_ENCODING, "identity")
                .build();
    }

    /** The answer to another media type. It says what is accepted (RFC 9110, 15.5.16). */
    private static Response unsupportedMediaType(String method) {
        Response.ResponseBuilder response =
                Problem.of(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "Content-Type must be application/json, or another type that ends with +json, in UTF-8")
                        .response()
                        .header(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
        // RFC 5789, 2.2
        return method.equals(HttpMethod.PATCH)
                ? response.header(ACCEPT_PATCH, MediaType.APPLICATION_JSON).build()
                : response.build();
    }
}
