package dev.reprise.local;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The stack of {@code template.yaml} on this machine, with tables of its own. Nothing of the stream
 * is delivered until a test asks for it.
 */
final class Deployed extends RunningStack {

    /** Gives the tests one deployment, which is started once and ends with the last test. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Deployed.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Deployed.class, _ -> new Deployed(template()), Deployed.class);
        }
    }

    private static final int PROCESSES = 4;

    /** Of an account that has asked for no more. */
    private static final int CONCURRENCY = 1_000;

    /**
     * What the functions printed, with the process's name before each line. At the end it is
     * written to {@code target/deployed.log}.
     */
    final Collection<String> log = new ConcurrentLinkedQueue<>();

    final CloudFormationTemplate template;
    final Deployment stack;

    /** Delivers the stream. A round calls the projector function at most once. */
    final StreamPump pump;

    /** What the services report. Its clock stands still until a test lets minutes pass. */
    final CloudWatch metrics;

    private volatile Duration ahead = Duration.ZERO;
    private volatile Instant minute = Instant.parse("2026-01-31T08:00:00Z");

    Deployed(CloudFormationTemplate template) {
        this(template, CONCURRENCY);
    }

    /**
     * @param concurrency how many calls of functions the account may run at the same time
     */
    Deployed(CloudFormationTemplate template, int concurrency) {
        this.template = template;
        metrics = new CloudWatch(() -> minute);
        try {
            stack =
                    new Deployment(
                            template,
                            new Deployment.Settings(
                                    Path.of("target", "function.zip"),
                                    DynamoDbLocal.endpoint(),
                                    0,
                                    PROCESSES,
                                    concurrency,
                                    () -> Instant.now().plus(ahead),
                                    metrics,
                                    log::add));
            pump = stack.newPump();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PortTakenException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The template, with a prefix of the tables' names that no other deployment has. */
    static CloudFormationTemplate template() {
        return template(UnaryOperator.identity());
    }

    /** The template with a change in its text. */
    static CloudFormationTemplate template(UnaryOperator<String> change) {
        return template("everyone-may-call-it", change);
    }

    /**
     * The template with a change in its text.
     *
     * @param authorization who may call the API
     */
    static CloudFormationTemplate template(String authorization, UnaryOperator<String> change) {
        try {
            String text = Files.readString(Path.of("template.yaml"));
            return CloudFormationTemplate.read(
                    "template.yaml",
                    new StringReader(change.apply(text)),
                    parameters(authorization));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> parameters(String authorization) {
        Map<String, String> parameters = new HashMap<>(LocalIssuer.parameters());
        parameters.put("AWS::StackName", "deployed-" + UUID.randomUUID());
        parameters.put("Authorization", authorization);
        return parameters;
    }

    /** The name of the table that a function's environment has. */
    String table(String variable) {
        return Objects.requireNonNull(
                stack.function("OrdersFunction").function().environment().get(variable), variable);
    }

    @Override
    URI api() {
        return stack.api();
    }

    @Override
    DynamoDbClient dynamoDb() {
        return DynamoDbLocal.client();
    }

    @Override
    void whenProjected(Runnable check) {
        deliver(0);
        check.run();
    }

    @Override
    String eventsTable() {
        return table("REPRISE_EVENTS_TABLE");
    }

    String viewsTable() {
        return table("REPRISE_VIEWS_TABLE");
    }

    /** A client of DynamoDB that may do what a role may. */
    DynamoDbClient dynamoDbAs(String role) {
        return DynamoDbLocal.clientBuilder(stack.gateway().endpoint())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsSessionCredentials.create(role, "local", "test")))
                .build();
    }

    /** Puts an item into the keys table, by hand. */
    void putKey(Map<String, AttributeValue> item) {
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            dynamoDb.putItem(put -> put.tableName(table("REPRISE_KEYS_TABLE")).item(item));
        }
    }

    /** Puts the first commits of many streams into the events table, by hand. */
    void putFirstCommits(List<String> streams) {
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            for (String stream : streams) {
                Map<String, AttributeValue> item =
                        Map.of(
                                "stream", AttributeValue.fromS(stream),
                                "seq", AttributeValue.fromN("1"));
                dynamoDb.putItem(put -> put.tableName(eventsTable()).item(item));
            }
        }
    }

    /** Makes the service forget that it has rows of a projection, by hand. */
    void forget(String projection) {
        Map<String, AttributeValue> key =
                Map.of(
                        "part",
                        AttributeValue.fromS(projection),
                        "row",
                        AttributeValue.fromS("generations"));
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            assertThat(dynamoDb.getItem(get -> get.tableName(viewsTable()).key(key)).hasItem())
                    .isTrue();
            dynamoDb.deleteItem(delete -> delete.tableName(viewsTable()).key(key));
        }
    }

    /** Deletes the tables, by hand. */
    void dropTables() {
        try (DynamoDbClient dynamoDb = dynamoDb()) {
            dynamoDb.deleteTable(delete -> delete.tableName(eventsTable()));
            dynamoDb.deleteTable(delete -> delete.tableName(viewsTable()));
        }
    }

    /** How far the clock of the stream's source is ahead of the records' time. */
    void setClockAhead(Duration time) {
        ahead = time;
    }

    /** Returns when a condition is true, which soon is. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it did not come").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Ends a minute for CloudWatch. What is reported from now on is in the next one. */
    void passMinute() {
        stack.reportEachMinute();
        minute = minute.plus(CloudWatch.MINUTE);
    }

    /**
     * Delivers the stream to its end.
     *
     * @param failures how many rounds may fail
     */
    void deliver(int failures) {
        int failed = 0;
        StreamPump.Round round;
        while ((round = pump.round()) != StreamPump.Round.IDLE) {
            failed += round == StreamPump.Round.FAILED ? 1 : 0;
            assertThat(failed).as("failed rounds").isLessThanOrEqualTo(failures);
        }
    }

    /** Delivers another stream to its end. No round may fail. */
    static void drain(StreamPump pump) {
        StreamPump.Round round;
        while ((round = pump.round()) != StreamPump.Round.IDLE) {
            assertThat(round).isNotEqualTo(StreamPump.Round.FAILED);
        }
    }

    @Override
    public void close() {
        super.close();
        stack.close();
        try {
            Files.write(Path.of("target", "deployed.log"), log, CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
