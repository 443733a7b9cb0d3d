package dev.reprise.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Loads the code that a function's first call needs before Lambda takes its snapshot (SnapStart),
 * so that the snapshot has it. It handles calls as they come in later: a query and a command of an
 * order that does not exist, and a read of each read model.
 *
 * <p>Nothing is written, and nothing is remembered: the command's If-Match names version 0, which
 * no order has, so that it is refused even if somebody creates an order of this name. If priming
 * fails, the function works all the same, and its first call takes longer.
 */
@Singleton
final class Priming implements Resource {

    private static final Logger LOG = Logger.getLogger(Priming.class);

    /** The caller was not let in. */
    private static final Pattern REFUSED = Pattern.compile("\"statusCode\"\\s*:\\s*40[13]\\b");

    private static final String ORDER = "priming-of-a-snapshot";

    private final List<Projection<?, ?>> projections;
    private final ViewStore views;
    private final EmbeddedMetrics metrics;
    private final String basePath;

    @Inject
    Priming(
            @All List<Projection<?, ?>> projections,
            ViewStore views,
            EmbeddedMetrics metrics,
            @ConfigProperty(name = "reprise.http.base-path") Optional<String> basePath) {
        this.projections = projections;
        this.views = views;
        this.metrics = metrics;
        this.basePath = basePath.orElse("");
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
            handleCalls();
        } catch (IOException | RuntimeException e) {
            LOG.warnf("the snapshot is not primed, and the first call takes longer: %s", e);
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        // Nothing was made that a restored process may not use.
    }

    private void handleCalls() throws IOException {
        String order = "/orders/" + ORDER;
        call("GET", order, "null");
        call(
                "POST",
                order + "/items",
                "\"{\\\"itemId\\\":\\\"x\\\",\\\"quantity\\\":1,\\\"price\\\":1.5}\"");
        for (Projection<?, ?> projection : projections) {
            views.generations(projection.name());
        }
    }

    /**
     * Hands an event to the application, as Lambda's runtime does. It comes from within the
     * process, and has a caller for each setting of who may call.
     */
    private void call(String method, String path, String body) throws IOException {
        String event =
                """
                {"version":"2.0","routeKey":"$default","rawPath":"%1$s%3$s","rawQueryString":"",
                 "headers":{"content-type":"application/json","if-match":"\\"0\\""},
                 "requestContext":{"accountId":"anonymous","apiId":"priming","domainName":"priming","stage":"$default",
                  "authorizer":{"iam":{"userArn":"priming"},"jwt":{"claims":{"sub":"priming","scope":"orders:read orders:write"}}},
                  "requestId":"priming","routeKey":"$default","time":"01/Jan/2000:00:00:00 +0000","timeEpoch":946684800000,
                  "http":{"method":"%2$s","path":"%1$s%3$s","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"priming"}},
                 "body":%4$s,"isBase64Encoded":false}
                """
                        .formatted(basePath, method, path, body);
        var answer = new ByteArrayOutputStream();
        new QuarkusStreamHandler()
                .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, null);
        if (REFUSED.matcher(answer.toString(UTF_8)).find()) {
            throw new IllegalStateException(
                    "%s %s was answered before it came to an order: %s"
                            .formatted(method, path, answer.toString(UTF_8)));
        }
    }
}
