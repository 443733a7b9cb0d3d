package dev.reprise.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.reprise.aggregates.Precondition;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.Tenant;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request: command id, precondition and correlation id; and its caller. A
 * malformed header ends the request with a problem.
 */
@RequestScoped
public class RequestContext {

    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    public static final String CORRELATION_ID = "X-Correlation-Id";

    private static final String OCCURRED_AT = "occurredAt";

    private static final Pattern ID = Pattern.compile("[!-~&&[^,]]{1,128}");

    private final Instance<APIGatewayV2HTTPEvent> event;
    private final BasePath basePath;
    private final Callers callers;
    private @Nullable Caller caller;
    private @Nullable CommandId idempotencyKey;
    private @Nullable String correlationId;

    @Inject
    RequestContext(Instance<APIGatewayV2HTTPEvent> event, BasePath basePath, Callers callers) {
        this.event = event;
        this.basePath = basePath;
        this.callers = callers;
    }

    /** The id that the gateway gave the request, as in its access log. */
    String requestId() {
        return event.get().getRequestContext().getRequestId();
    }

    /** The path of the request as the gateway received it. */
    String path() {
        return event.get().getRawPath();
    }

    /**
     * The path at which callers find a resource: below the base path.
     *
     * @param resource the path of the resource, such as {@code /orders/a1b2c3d4}
     */
    public String pathOf(String resource) {
        return basePath.pathOf(resource);
    }

    /**
     * The id of the request's command, the same for each repetition of it. With a token it is made
     * of the caller and his key: the same key of another caller is another key. Otherwise it is the
     * key.
     */
    public CommandId commandId() {
        return caller().commandId(idempotencyKey());
    }

    /** The Idempotency-Key; without one, a generated key, the same for the whole request. */
    public CommandId idempotencyKey() {
        if (idempotencyKey == null) {
            idempotencyKey = givenKey().orElseGet(CommandId::generate);
        }
        return idempotencyKey;
    }

    /** The key that {@link #idempotencyKey} returned; empty if it was not called. */
    Optional<CommandId> usedIdempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    private Optional<CommandId> givenKey() {
        return header(IDEMPOTENCY_KEY)
                .map(key ->
                        Input.parse(
                                Input.HEADER, IDEMPOTENCY_KEY, key, RequestContext::requireKey));
    }

    /** A caller's key, or a generated one that an earlier answer had. */
    private static CommandId requireKey(String value) {
        CommandId key = new CommandId(value);
        if (key.isGenerated() && value.length() != CommandId.generate().value().length()) {
            throw new IllegalArgumentException(
                    "must not begin with ~, which marks the keys that the service generated");
        }
        if (key.isOfProcess()) {
            throw new IllegalArgumentException(
                    "must not begin with process:, which marks the commands of processes");
        }
        return key;
    }

    /** What If-Match and If-None-Match require of the version that a command finds. */
    public Precondition precondition() {
        return new Precondition.Both(ifMatch(), ifNoneMatch());
    }

    /** The versions that If-Match admits. */
    Precondition ifMatch() {
        return tags(HttpHeaders.IF_MATCH)
                .map(EntityTags::ifMatch)
                .orElseGet(Precondition.None::new);
    }

    /** The versions that If-None-Match admits: those that it does not name. */
    Precondition ifNoneMatch() {
        return tags(HttpHeaders.IF_NONE_MATCH)
                .map(EntityTags::ifNoneMatch)
                .orElseGet(Precondition.None::new);
    }

    /** The entity tags in a header; empty if the request does not have the header. */
    Optional<EntityTags> tags(String header) {
        return header(header)
                .map(tags -> Input.parse(Input.HEADER, header, tags, EntityTags::parse));
    }

    /**
     * Refuses If-Match where there is no version to compare, such as in a creation.
     *
     * @param why worded to follow the header's name
     */
    public void refuseIfMatch(String why) {
        refuse(HttpHeaders.IF_MATCH, why);
    }

    /** Refuses If-Match and If-None-Match; see {@link #refuseIfMatch}. */
    public void refusePreconditions(String why) {
        refuse(HttpHeaders.IF_MATCH, why);
        refuse(HttpHeaders.IF_NONE_MATCH, why);
    }

    private void refuse(String header, String why) {
        if (header(header).isPresent()) {
            throw ProblemException.malformed(Input.HEADER, header, why);
        }
    }

    /** Refuses a malformed correlation id. */
    void requireValidCorrelationId() {
        header(CORRELATION_ID)
                .ifPresent(id ->
                        Input.parse(Input.HEADER, CORRELATION_ID, id, RequestContext::requireId));
    }

    /** The metadata to record with a command: the caller, and the correlation id that it sent. */
    public Metadata metadata() {
        return metadata(null);
    }

    /**
     * The metadata to record with a command that may say when it happened.
     *
     * @param occurredAt the body's field of this name: an instant that is not in the future; null
     *     if it is absent
     */
    public Metadata metadata(@Nullable String occurredAt) {
        return new Metadata(
                validCorrelationId(header(CORRELATION_ID).orElse(null)).orElse(null),
                null,
                caller().actor(),
                Input.pastInstantField(OCCURRED_AT, occurredAt, Instant.now()));
    }

    /**
     * The correlation id of the request; if it is missing or malformed, a random one, the same for
     * the whole request. The random one is for the answer and the log, and is not recorded.
     */
    String correlationId() {
        if (correlationId == null) {
            correlationId = correlationId(header(CORRELATION_ID).orElse(null));
        }
        return correlationId;
    }

    /** The correlation id in a header; if it is missing or malformed, a random one. */
    static String correlationId(@Nullable String header) {
        return validCorrelationId(header).orElseGet(() -> UUID.randomUUID().toString());
    }

    private static Optional<String> validCorrelationId(@Nullable String header) {
        return Optional.ofNullable(header).filter(id -> ID.matcher(id).matches());
    }

    /**
     * A header as the gateway sent it: names are in lower case, and several lines of one name are
     * joined with commas (payload format 2.0). {@link HttpHeaders} has lost empty lines.
     */
    Optional<String> header(String name) {
        Map<String, String> headers = event.get().getHeaders();
        return headers == null
                ? Optional.empty()
                : Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The body as the gateway received it; no bytes if there is none. */
    byte[] body() {
        APIGatewayV2HTTPEvent received = event.get();
        @Nullable String body = received.getBody();
        if (body == null) {
            return new byte[0];
        }
        return received.getIsBase64Encoded()
                ? Base64.getMimeDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }

    private static String requireId(String value) {
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "must be 1 to 128 visible ASCII characters without a comma");
        }
        return value;
    }

    /** The identity of a caller who is known, and the address of any other. */
    String callerOrAddress() {
        APIGatewayV2HTTPEvent.RequestContext request = event.get().getRequestContext();
        return knownCaller()
                .flatMap(Caller::name)
                .map(name -> "identity " + name)
                .orElseGet(() -> "address " + request.getHttp().getSourceIp());
    }

    /**
     * Who sent the request. Ends the request with a problem if nobody is known to, and somebody has
     * to be.
     */
    public Caller caller() {
        if (caller == null) {
            caller =
                    knownCaller()
                            .orElseThrow(() -> new ProblemException(Problem.unauthenticated()));
        }
        return caller;
    }

    /** The tenant whose streams and rows the request reaches; see {@link Caller#tenant}. */
    public Tenant tenant() {
        return caller().tenant();
    }

    /** A text as the caller may see it; see {@link Caller#shown}. */
    String shown(@Nullable String text) {
        return knownCaller()
                .map(known -> known.shown(String.valueOf(text)))
                .orElse(String.valueOf(text));
    }

    /** The name of the caller's tenant; empty if there are no tenants, or the caller has none. */
    Optional<String> tenantName() {
        return knownCaller()
                .map(Caller::reach)
                .flatMap(reach ->
                        reach instanceof Reach.OneTenant(Tenant tenant)
                                ? Optional.of(tenant.name())
                                : Optional.empty());
    }

    private Optional<Caller> knownCaller() {
        return caller != null
                ? Optional.of(caller)
                : callers.of(event.get().getRequestContext().getAuthorizer());
    }
}
