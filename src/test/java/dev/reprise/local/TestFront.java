package dev.reprise.local;

import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP front of each {@code @QuarkusTest}. It calls the function with an event of the API, as
 * in development and when deployed. RestAssured sends its requests to it.
 */
@ApplicationScoped
@QuarkusTestResource(LocalTestResource.class)
public class TestFront {

    private final LocalIssuer issuer = LocalIssuer.withNewKeys();
    private @Nullable Closeable runtimeApi;
    private @Nullable LoopbackHttpServer server;

    void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
        runtimeApi = SilentRuntimeApi.listen();
    }

    void open(@Observes StartupEvent event, @ConfigProperty(name = LocalConfig.HTTP_PORT) int port)
            throws PortTakenException {
        server = LoopbackHttpServer.listen(port);
        LocalApi.open(server.router(), new LambdaHttpHandler(), LiveReload.UpToDate::new, issuer);
    }

    /** A token of the issuer that the front trusts. */
    public String token(Map<String, ?> claims) {
        return issuer.token(claims);
    }

    void close(@Observes ShutdownEvent event) throws IOException {
        if (server != null) {
            server.close();
        }
        if (runtimeApi != null) {
            runtimeApi.close();
        }
    }
}
