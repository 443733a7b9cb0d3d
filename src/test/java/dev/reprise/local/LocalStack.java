package dev.reprise.local;

import java.net.URI;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts LocalStack once for all tests, and gives them its DynamoDB in place of DynamoDB Local.
 * Where there is no Docker, the tests are skipped, and one line says so.
 *
 * <p>With {@code -Dreprise.localstack.endpoint=…} the tests use a LocalStack that runs already, and
 * need no Docker themselves.
 */
@SuppressWarnings("SystemOut")
public final class LocalStack implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

    /**
     * A LocalStack that runs.
     *
     * @param hasHttpApis whether it has API Gateway's HTTP APIs, which need a plan
     */
    record Running(URI endpoint, boolean hasHttpApis, Optional<LocalStackContainer> container)
            implements AutoCloseable {

        @Override
        public void close() {
            container.ifPresent(LocalStackContainer::stop);
        }
    }

    private static final String ENDPOINT = "reprise.localstack.endpoint";
    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    /** The last version that runs without a token. */
    private static final String VERSION = "4.14.0";

    /** Testcontainers logs each way to Docker that it tried. Kept, or the level would be lost. */
    private static final Logger TESTCONTAINERS = Logger.getLogger("org.testcontainers");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (System.getProperty(ENDPOINT) != null) {
            return ConditionEvaluationResult.enabled("a LocalStack runs already");
        }
        TESTCONTAINERS.setLevel(Level.OFF);
        boolean hasDocker = DockerClientFactory.instance().isDockerAvailable();
        TESTCONTAINERS.setLevel(null);
        if (hasDocker) {
            return ConditionEvaluationResult.enabled("Docker is there");
        }
        String reason =
                "LocalStack needs Docker, and there is none here. -D%s=… names a LocalStack that runs."
                        .formatted(ENDPOINT);
        System.out.println(
                context.getRequiredTestClass().getSimpleName() + " is skipped: " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        DynamoDbLocal.use(running(context).endpoint());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context);
    }

    /** The one LocalStack of a test run. It ends with the last test. */
    private static Running running(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Running.class, _ -> start(), Running.class);
    }

    private static Running start() {
        Optional<String> token = Optional.ofNullable(System.getenv(TOKEN));
        String endpoint = System.getProperty(ENDPOINT);
        if (endpoint != null) {
            return new Running(URI.create(endpoint), token.isPresent(), Optional.empty());
        }
        String image = token.isPresent() ? "localstack/localstack-pro" : "localstack/localstack";
        var container = new LocalStackContainer(DockerImageName.parse(image + ":" + VERSION));
        token.ifPresent(value -> container.withEnv(TOKEN, value));
        // function.zip has no code for one kind of processor alone, so the machine's own will do.
        container.withEnv("LAMBDA_IGNORE_ARCHITECTURE", "1");
        // The first start of a function takes its image's download, too.
        container.withEnv("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "120");
        container.start();
        return new Running(container.getEndpoint(), token.isPresent(), Optional.of(container));
    }
}
