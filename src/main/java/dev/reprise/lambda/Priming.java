package dev.reprise.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.dynamodb.DynamoDbEventStore;
import dev.reprise.feed.FeedGenerations;
import dev.reprise.metrics.EmbeddedMetrics;
import dev.reprise.projections.Projection;
import dev.reprise.projections.ViewStore;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Loads the code that a function's first call needs before Lambda takes its snapshot (SnapStart),
 * so that the snapshot has it. The function that answers the API handles calls as they come in
 * later: a query and two commands of an order that does not exist. The function that writes the
 * feed reads the feed's last page. Every other function reads the state of each read model.
 *
 * <p>Nothing is written, and nothing is remembered. The creation's append is only {@linkplain
 * DynamoDbEventStore#rehearse rehearsed}. The other command's If-Match names version 0, which no
 * order has, so that it is refused even if somebody creates an order of this name. No id is made:
 * every process of the snapshot would have it. If priming fails, the function works all the same,
 * and its first call takes longer.
 */
@Singleton
final class Priming implements Resource {

    private static final Logger LOG = Logger.getLogger(Priming.class);

    private static final String ORDER = "priming-of-a-snapshot";

    /** The caller, his customer, his tenant, and the command's key. */
    private static final String CALLER = "priming";

    private static final String IF_NO_VERSION = ",\"if-match\":\"\\\"0\\\"\"";

    /** Lambda sets this variable in every function. */
    private static final String HANDLER = "_HANDLER";

    private final List<Projection<?, ?>> projections;
    private final ViewStore views;
    private final Optional<FeedGenerations> feed;
    private final DynamoDbEventStore events;
    private final EmbeddedMetrics metrics;
    private final String basePath;
    private final String claims;

    @Inject
    Priming(
            @All List<Projection<?, ?>> projections,
            ViewStore views,
            Optional<FeedGenerations> feed,
            DynamoDbEventStore events,
            EmbeddedMetrics metrics,
            @ConfigProperty(name = "reprise.http.base-path") Optional<String> basePath,
            @ConfigProperty(name = "reprise.authorization.customer-claim") String customerClaim,
            @ConfigProperty(name = "reprise.tenant-claim") Optional<String> tenantClaim) {
        this.projections = projections;
        this.views = views;
        this.feed = feed;
        this.events = events;
        this.metrics = metrics;
        this.basePath = basePath.orElse("");
        this.claims = claims(customerClaim, tenantClaim);
    }

    /** The claims of a token that may send the calls, whatever the claims' names are, as JSON. */
    private static String claims(String customerClaim, Optional<String> tenantClaim) {
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put(customerClaim, CALLER);
        tenantClaim.ifPresent(name -> claims.put(name, CALLER));
        return claims.put("sub", CALLER).put("scope", "orders:read orders:write").toString();
    }

    /** Where there is no SnapStart, nobody asks for the hook. */
    void register(@Observes StartupEvent event) {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        metrics.silently(this::prime);
    }

    private void prime() {
        try {
            if (writesTheFeed()) {
                feed.ifPresent(generations -> generations.live().lastPage());
                return;
            }
            for (Projection<?, ?> projection : projections) {
                views.generations(projection.name());
            }
            if (answersTheApi()) {
                events.rehearse(this::handleCalls);
            }
        } catch (RuntimeException e) {
            LOG.warnf("the snapshot is not primed, and the first call takes longer: %s", e);
        }
    }

    private static boolean answersTheApi() {
        return isHandler(QuarkusStreamHandler.class);
    }

    private static boolean writesTheFeed() {
        return isHandler(FeedHandler.class);
    }

    private static boolean isHandler(Class<?> handler) {
        return Objects.requireNonNullElse(System.getenv(HANDLER), "").startsWith(handler.getName());
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Nothing was made that a restored process may not use.
    }

    private void handleCalls() {
        String order = "/orders/" + ORDER;
        String item = "{\"itemId\":\"x\",\"quantity\":1,\"price\":1.5}";
        call("GET", order, "", null, "200|404");
        call("POST", order + "/items", IF_NO_VERSION, item, "404|412");
        call(
                "POST",
                "/orders",
                "",
                "{\"orderId\":\"%s\",\"customerId\":\"%s\",\"items\":[%s]}"
                        .formatted(ORDER, CALLER, item),
                "201");
    }

    /**
     * Hands an event to the application, as Lambda's runtime does. It comes from within the
     * process, and has a caller for each setting of who may call.
     *
     * @param precondition a header, or nothing
     * @param statuses what the answer may be, as a regular expression
     */
    private void call(
            String method,
            String path,
            String precondition,
            @Nullable String body,
            String statuses) {
        String event =
                """
                {"version":"2.0","routeKey":"$default","rawPath":"%1$s%2$s","rawQueryString":"",
                 "headers":{"content-type":"application/json","idempotency-key":"%5$s","x-correlation-id":"%5$s"%6$s},
                 "requestContext":{"accountId":"anonymous","apiId":"priming","domainName":"priming","stage":"$default",
                  "authorizer":{"iam":{"userArn":"%5$s"},"jwt":{"claims":%7$s}},
                  "requestId":"priming","routeKey":"$default","time":"01/Jan/2000:00:00:00 +0000","timeEpoch":946684800000,
                  "http":{"method":"%3$s","path":"%1$s%2$s","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"priming"}},
                 "body":%4$s,"isBase64Encoded":false}
                """
                        .formatted(
                                basePath,
                                path,
                                method,
                                body == null ? null : "\"" + body.replace("\"", "\\\"") + "\"",
                                CALLER,
                                precondition,
                                claims);
        var answer = new ByteArrayOutputStream();
        try {
            new QuarkusStreamHandler()
                    .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = answer.toString(UTF_8);
        if (!Pattern.compile("\"statusCode\"\\s*:\\s*(?:%s)\\b".formatted(statuses))
                .matcher(text)
                .find()) {
            throw new IllegalStateException(
                    "%s %s was to be answered with %s, and not with %s"
                            .formatted(method, path, statuses, text));
        }
    }
}
