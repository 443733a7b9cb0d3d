package dev.reprise.local;

import io.quarkus.amazon.lambda.http.LambdaHttpHandler;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.dev.console.DevConsoleManager;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * {@code ./mvnw quarkus:dev}: starts what a deployed function has around it, in one JVM and on the
 * loopback interface.
 *
 * <p>The servers start once and outlive live reloads, so DynamoDB keeps its data and the API its
 * port. A live reload replaces this class, which then opens a new HTTP front.
 */
@ApplicationScoped
@IfBuildProfile("dev")
class DevelopmentRun {

    private static final String ROUTER = "dev.reprise.local.router";
    private static final String WELCOMED = "dev.reprise.local.welcomed";
    private static final String RUNTIME_API = "dev.reprise.local.runtime-api";
    private static final String ISSUER_KEYS = "dev.reprise.local.issuer-keys";
    private static final String TABLE_NAMES = "dev.reprise.local.table-names";

    /** The ordinal of application.properties. What is set by hand has a higher one. */
    private static final int APPLICATION_PROPERTIES = 250;

    /** The priority of observers that need the tables and run before the front opens. */
    static final int WITH_TABLES = Integer.MAX_VALUE - 1;

    private static final int BEFORE_ALL = 1;
    private static final int AFTER_ALL = Integer.MAX_VALUE;

    private final QuarkusLiveReload reload = new QuarkusLiveReload();
    private @Nullable DevelopmentTemplate template;

    /**
     * Reads the template, and at the first start takes the ports, before Quarkus starts anything.
     */
    void listen(@Observes @Initialized(ApplicationScoped.class) Object event) {
        DevelopmentTemplate read = readTemplate();
        template = read;
        nameTables(read.tableNames());
        if (DevConsoleManager.getGlobal(ROUTER) != null) {
            return;
        }
        LocalConfig config = LocalConfig.current();
        Router router = listenForHttp(config.httpPort());
        if (config.embedded()) {
            startDynamoDb(config);
        }
        DevConsoleManager.setGlobal(RUNTIME_API, SilentRuntimeApi.listen());
        DevConsoleManager.setGlobal(ROUTER, router);
    }

    void createTables(@Observes @Priority(BEFORE_ALL) StartupEvent event, DynamoDbClient dynamoDb) {
        try {
            TemplateTables.createMissing(dynamoDb, template().tables());
        } catch (SdkException e) {
            throw giveUp(
                    e,
                    "The tables cannot be created in the DynamoDB at %s: %s"
                            .formatted(LocalConfig.current().endpoint(), e.getMessage()));
        }
    }

    /** The template as it was when the application started. */
    DevelopmentTemplate template() {
        return Objects.requireNonNull(template, "the template is read before anything starts");
    }

    void open(@Observes @Priority(AFTER_ALL) StartupEvent event) {
        Router router = DevConsoleManager.getGlobal(ROUTER);
        try {
            LocalApi.open(router, new LambdaHttpHandler(), reload, issuer());
        } catch (TemplateException e) {
            throw giveUp(e, String.valueOf(e.getMessage()));
        }
        if (DevConsoleManager.getGlobal(WELCOMED) == null) {
            DevConsoleManager.setGlobal(WELCOMED, true);
            Welcome.print(LocalConfig.current());
        }
    }

    /** A token outlives a live reload, because the keys do. */
    private static LocalIssuer issuer() {
        if (DevConsoleManager.getGlobal(ISSUER_KEYS) == null) {
            DevConsoleManager.setGlobal(ISSUER_KEYS, LocalIssuer.newKeys());
        }
        return new LocalIssuer(
                Objects.requireNonNull(DevConsoleManager.<KeyPair>getGlobal(ISSUER_KEYS)),
                InstantSource.system());
    }

    void close(@Observes ShutdownEvent event) {
        reload.replaced();
    }

    private static DevelopmentTemplate readTemplate() {
        try {
            return DevelopmentTemplate.read(Path.of("template.yaml"));
        } catch (TemplateException e) {
            throw giveUp(e, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Gives the stores the names that the template gives their tables. A name that is set by hand,
     * on the command line or in the environment, stays.
     */
    private static void nameTables(Map<String, String> names) {
        Set<String> named =
                Objects.requireNonNullElse(DevConsoleManager.getGlobal(TABLE_NAMES), Set.of());
        named.forEach(System::clearProperty);
        Config config = ConfigProvider.getConfig();
        Map<String, String> unset = new HashMap<>(names);
        unset.keySet()
                .removeIf(setting ->
                        config.getConfigValue(setting).getSourceOrdinal() > APPLICATION_PROPERTIES);
        unset.forEach(System::setProperty);
        DevConsoleManager.setGlobal(TABLE_NAMES, Set.copyOf(unset.keySet()));
    }

    private static Router listenForHttp(int port) {
        try {
            return LoopbackHttpServer.listen(port).router();
        } catch (PortTakenException e) {
            throw giveUp(e, "the API", LocalConfig.HTTP_PORT);
        }
    }

    private static void startDynamoDb(LocalConfig config) {
        try {
            DynamoDbLocalServer.start(config.dynamoDbPort(), config.dataFolder());
        } catch (PortTakenException e) {
            throw giveUp(e, "DynamoDB Local", LocalConfig.DYNAMODB_PORT);
        }
    }

    private static IllegalStateException giveUp(
            PortTakenException taken, String what, String setting) {
        return giveUp(
                taken,
                """
                Port %d, for %s, is taken by another program on this machine.
                Stop that program, or choose another port: ./mvnw quarkus:dev -D%s=%d\
                """
                        .formatted(taken.port(), what, setting, taken.port() + 1000));
    }

    /**
     * At the first start, prints the message without a stack trace and ends the JVM. Quarkus
     * reports a failure of a later start. {@code System.exit} would hang: Quarkus' shutdown hook
     * waits for the start, which would wait for the hook.
     */
    private static IllegalStateException giveUp(Exception cause, String message) {
        if (DevConsoleManager.getGlobal(WELCOMED) == null) {
            System.err.print("\n" + message + "\n\n");
            System.err.flush();
            Runtime.getRuntime().halt(1);
        }
        return new IllegalStateException(message, cause);
    }
}
