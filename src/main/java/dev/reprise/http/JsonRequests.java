package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
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
 * Refuses a body that is not declared as {@code application/json}, whatever the resource. A web
 * page of another origin can send a body of any other declaration, or of none, without the
 * browser's question whether it may (a CORS preflight). Refuses also a body that is compressed, or
 * not UTF-8.
 */
@Provider
class JsonRequests implements ContainerRequestFilter {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern PARAMETER =
            Pattern.compile(
                    "(?i)[ \\t]*;[ \\t]*(?:charset=(?:utf-8|\"utf-8\")|(?!charset=)"
                            + TOKEN
                            + "=(?:"
                            + TOKEN
                            + "|\"[^\"\\\\]*\"))");

    private final RequestContext context;

    @Inject
    JsonRequests(RequestContext context) {
        this.context = context;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        byte[] body = context.body();
        if (body.length == 0) {
            return;
        }
        String declared = context.header(HttpHeaders.CONTENT_TYPE).orElse("").strip();
        if (!isJson(declared)) {
            request.abortWith(unsupportedMediaType());
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
        String json = MediaType.APPLICATION_JSON;
        if (!declared.regionMatches(true, 0, json, 0, json.length())) {
            return false;
        }
        Matcher parameter = PARAMETER.matcher(declared);
        int end = json.length();
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
