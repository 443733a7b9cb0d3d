package dev.reprise.local;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts an HTTP request into the event that an API Gateway HTTP API sends to its function
 * (payload format 2.0), and the function's response into an HTTP response.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
final class HttpApi {

    private static final String ROUTE = "$default";

    /** Headers between client and gateway, which the function does not see (RFC 9110, 7.6.1). */
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "expect",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

    private HttpApi() {}

    /**
     * Makes the event for a request whose body has been read.
     *
     * @param caller what the authorizer says of the caller; null if there is none
     */
    static APIGatewayV2HTTPEvent event(
            HttpServerRequest request,
            @Nullable Authorizer caller,
            Buffer body,
            String requestId,
            Instant at) {
        RequestTarget target = RequestTarget.parse(request.uri()).orElseThrow();
        String rawPath = target.path();
        String rawQuery = target.query();
        var headers = request.headers();
        var http =
                RequestContext.Http.builder()
                        .withMethod(request.method().name())
                        .withPath(rawPath)
                        .withProtocol("HTTP/1.1")
                        .withSourceIp(request.remoteAddress().hostAddress())
                        .withUserAgent(headers.get("User-Agent"))
                        .build();
        var context =
                RequestContext.builder()
                        .withHttp(http)
                        .withRequestId(requestId)
                        .withRouteKey(ROUTE)
                        .withStage(ROUTE)
                        .withAccountId("000000000000")
                        .withApiId("local")
                        .withDomainName("localhost")
                        .withTimeEpoch(at.toEpochMilli())
                        .withTime(at.toString())
                        .withAuthorizer(caller)
                        .build();
        var event =
                APIGatewayV2HTTPEvent.builder()
                        .withVersion("2.0")
                        .withRouteKey(ROUTE)
                        .withRawPath(rawPath)
                        .withRawQueryString(rawQuery)
                        .withHeaders(headers(headers, request.localAddress().port()))
                        .withCookies(cookies(headers))
                        .withQueryStringParameters(rawQuery.isEmpty() ? null : parameters(rawQuery))
                        .withRequestContext(context);
        if (body.length() > 0) {
            String text = isText(headers.get("Content-Type")) ? utf8(body) : null;
            event.withBody(
                            text != null
                                    ? text
                                    : Base64.getEncoder().encodeToString(body.getBytes()))
                    .withIsBase64Encoded(text == null);
        }
        return event.build();
    }

    /**
     * Writes the function's response. It has no body if the request is HEAD or the status 204 or
     * 304.
     *
     * @throws RuntimeException if an HTTP API would take the response for a failure, because it is
     *     null or its status, a header or its base64 is invalid. Nothing has been written then
     */
    static void writeResponse(APIGatewayV2HTTPResponse answer, HttpServerRequest request) {
        Objects.requireNonNull(answer, "the function returned null, expected a response");
        int status = answer.getStatusCode();
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException(
                    "the function returned the status %d, expected 200 to 599".formatted(status));
        }
        HttpServerResponse response = request.response();
        response.setStatusCode(status);
        if (answer.getHeaders() != null) {
            answer.getHeaders().forEach((name, value) -> putHeader(request, name, List.of(value)));
        }
        if (answer.getMultiValueHeaders() != null) {
            answer.getMultiValueHeaders()
                    .forEach((name, values) -> putHeader(request, name, values));
        }
        if (answer.getCookies() != null) {
            response.headers().add("Set-Cookie", answer.getCookies());
        }
        if (answer.getBody() == null
                || request.method().equals(HttpMethod.HEAD)
                || status == 204
                || status == 304) {
            response.end();
        } else if (answer.getIsBase64Encoded()) {
            response.end(Buffer.buffer(Base64.getDecoder().decode(answer.getBody())));
        } else {
            response.end(answer.getBody());
        }
    }

    /** The server sets the length of a body that it sends. It sends none for HEAD. */
    private static void putHeader(HttpServerRequest request, String name, List<String> values) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        boolean setByServer =
                lowerCase.equals("content-length") && !request.method().equals(HttpMethod.HEAD);
        if (!HOP_BY_HOP.contains(lowerCase) && !setByServer) {
            request.response().putHeader(name, values);
        }
    }

    private static Map<String, String> headers(MultiMap received, int port) {
        var headers = joined(received);
        headers.keySet().removeAll(HOP_BY_HOP);
        headers.remove("cookie");
        headers.put("x-forwarded-proto", "http");
        headers.put("x-forwarded-port", Integer.toString(port));
        return headers;
    }

    private static @Nullable List<String> cookies(MultiMap received) {
        List<String> cookies =
                received.getAll("Cookie").stream()
                        .flatMap(header -> Arrays.stream(header.split(";")))
                        .map(String::strip)
                        .toList();
        return cookies.isEmpty() ? null : cookies;
    }

    /** Puts names in lower case, and joins the values of one name with commas. */
    private static Map<String, String> joined(MultiMap values) {
        var joined = new TreeMap<String, String>();
        values.forEach((name, value) ->
                joined.merge(
                        name.toLowerCase(Locale.ROOT), value, (first, next) -> first + "," + next));
        return joined;
    }

    private static Map<String, String> parameters(String rawQuery) {
        var parameters = new TreeMap<String, String>();
        for (String parameter : rawQuery.split("&")) {
            String[] pair = parameter.split("=", 2);
            String value = pair.length == 2 ? decoded(pair[1]) : "";
            parameters.merge(decoded(pair[0]), value, (first, next) -> first + "," + next);
        }
        return parameters;
    }

    /** Decodes escapes, which are well-formed: the front refuses a target that is not a URI. */
    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static boolean isText(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.endsWith("json")
                || type.endsWith("xml")
                || type.equals("application/javascript");
    }

    /** The body as text, or null if it is not UTF-8. */
    private static @Nullable String utf8(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
