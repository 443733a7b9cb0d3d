package dev.reprise.local;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The stack of {@code template.yaml} on this machine. Its functions run from the packaged {@code
 * function.zip}, in processes of their own, with the handlers, the environment, the time-outs and
 * the permissions that the template gives them.
 */
final class Deployment implements AutoCloseable {

    /**
     * Where and how the stack runs.
     *
     * @param zip the package
     * @param dynamoDb where DynamoDB Local is. Tables that are missing are created
     * @param httpPort the port of the API; 0 for any free one
     * @param processes how many processes of one function there are at the same time, at most
     * @param concurrency the account's concurrency: how many calls may run at the same time
     * @param clock says how old a record of the stream is
     * @param metrics gets the metrics of the services
     * @param log gets what the functions print
     */
    record Settings(
            Path zip,
            URI dynamoDb,
            int httpPort,
            int processes,
            int concurrency,
            InstantSource clock,
            CloudWatch metrics,
            Consumer<String> log) {}

    /** The logical id of the function that writes the feed. */
    private static final String FEED = "FeedFunction";

    /** The logical id of the function that runs the consumers of the feed. */
    private static final String CONSUMERS = "ConsumersFunction";

    private final Settings settings;
    private final DynamoDbClient dynamoDb;
    private final DynamoDbGateway gateway;
    private final FunctionPackage code;
    private final List<Alarm> alarms;
    private final ApiMetrics apiMetrics;
    private final QueueMetrics queueMetrics;
    private final Map<String, FunctionPool> functions = new LinkedHashMap<>();
    private final HttpFunction http;
    private final LocalIssuer issuer = LocalIssuer.withNewKeys();
    private final LoopbackHttpServer server;
    private final StreamSource source;
    private final FunctionPool projector;
    private final Optional<StreamSource> feedSource;
    private final Optional<StreamSource> consumersSource;

    /**
     * Starts a stack. A function's first process starts with its first call.
     *
     * @throws TemplateException if the template has something that is not imitated
     * @throws IOException if the package is not there, or this machine cannot run it
     * @throws PortTakenException if something else listens on the API's port
     */
    Deployment(CloudFormationTemplate template, Settings settings)
            throws IOException, PortTakenException {
        this.settings = settings;
        // 1. What can be wrong in the template.
        List<FunctionDeclaration> declared = FunctionDeclaration.of(template);
        Map<String, RolePolicy> policies = policies(template, declared);
        StreamMapping mapping = StreamMapping.of(template);
        ApiRoutes routes = ApiRoutes.of(template, issuer);
        alarms = Alarm.of(template);
        apiMetrics = ApiMetrics.of(template, settings.metrics());
        // 2. What can be wrong on this machine.
        server = LoopbackHttpServer.listen(settings.httpPort());
        try {
            code = FunctionPackage.unpack(settings.zip());
        } catch (IOException e) {
            server.close();
            throw e;
        }
        // 3. DynamoDB, the functions before it, and what calls them.
        dynamoDb = client(settings.dynamoDb());
        TemplateTables.createMissing(dynamoDb, TemplateTables.of(template));
        gateway = new DynamoDbGateway(policies, settings.dynamoDb(), settings.metrics());
        FunctionPool.Setting setting = setting(declared);
        declared.forEach(function -> functions.put(function.name(), pool(function, setting)));
        http = new HttpFunction(function(behindApi(template))::invoke);
        HttpFront.open(
                server.router(),
                (event, _) -> http.handle(event),
                LiveReload.UpToDate::new,
                routes);
        apiMetrics.count(server.router());
        TokenEndpoint.open(server.router(), issuer);
        projector = calledBy("DynamoDB");
        source = new StreamSource(projector.function(), mapping, gateway, settings.clock());
        feedSource = StreamMapping.ofFeed(template).map(of -> source(FEED, of));
        consumersSource = StreamMapping.ofConsumers(template).map(of -> source(CONSUMERS, of));
        queueMetrics = new QueueMetrics(settings.metrics(), mapping.retries().destination());
    }

    /** Where the API is. */
    URI api() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Whose tokens the API takes, if the template asks for tokens. */
    LocalIssuer issuer() {
        return issuer;
    }

    /** A function by its logical id. */
    FunctionPool function(String name) {
        FunctionPool function = functions.get(name);
        if (function == null) {
            throw new IllegalArgumentException(
                    "the template has no function " + name + ", but " + functions.keySet());
        }
        return function;
    }

    /** What is between the functions and DynamoDB. */
    DynamoDbGateway gateway() {
        return gateway;
    }

    private StreamSource source(String function, StreamMapping mapping) {
        return new StreamSource(function(function).function(), mapping, gateway, settings.clock());
    }

    /** Makes a pump that hands on the stream of the events table from its first record on. */
    StreamPump newPump() {
        return source.pump(streamArn(StreamMapping.EVENTS_TABLE, projector), projector);
    }

    /** The same for the function that writes the feed; empty if the template has no feed. */
    Optional<StreamPump> newFeedPump() {
        return feedSource.map(feed ->
                feed.pump(streamArn(StreamMapping.EVENTS_TABLE, projector), function(FEED)));
    }

    /** The same for the stream of the feed table; empty if nothing reads it. */
    Optional<StreamPump> newConsumersPump() {
        return consumersSource.map(consumers ->
                consumers.pump(
                        streamArn(StreamMapping.FEED_TABLE, function(CONSUMERS)),
                        function(CONSUMERS)));
    }

    private String streamArn(String variable, FunctionPool function) {
        String table =
                Objects.requireNonNull(
                        function.function().environment().get(variable),
                        function.function().name() + " has no environment variable " + variable);
        return StreamPump.streamOf(dynamoDb, table);
    }

    /** The messages about records that were given up, the oldest first. */
    List<String> queue() {
        return source.queue();
    }

    /** Deletes the messages in the queue. */
    void purgeQueue() {
        source.purgeQueue();
    }

    /** The alarms of the template. */
    List<Alarm> alarms() {
        return alarms;
    }

    /** Reports the metrics that services report each minute, even if nothing happened. */
    void reportEachMinute() {
        queueMetrics.report(source.queue().size());
    }

    /**
     * Calls the functions that a schedule calls, as each minute when deployed.
     *
     * @throws FunctionFailure if one fails
     */
    void runSchedule() {
        String event =
                """
                {"version":"0","id":"%s","detail-type":"Scheduled Event","source":"aws.events","account":"%s","time":"%s","region":"%s","resources":[],"detail":{}}
                """
                        .formatted(
                                UUID.randomUUID(),
                                StandInArns.ACCOUNT,
                                settings.clock().instant(),
                                StandInArns.REGION);
        functions.values().stream()
                .filter(function -> function.function().isCalledBy("Schedule"))
                .forEach(function -> function.invoke(event));
    }

    /** The logical id of the function that answers the calls of the API. */
    private static String behindApi(CloudFormationTemplate template) {
        return template.resourcesOfType("AWS::ApiGatewayV2::Integration").stream()
                .map(api -> api.properties().required("IntegrationUri").text())
                .findFirst()
                .orElseThrow(() -> new TemplateException("the template has no integration"));
    }

    private FunctionPool calledBy(String trigger) {
        return functions.values().stream()
                .filter(function -> function.function().isCalledBy(trigger))
                .findFirst()
                .orElseThrow(
                        () -> new TemplateException("no function has an event of type " + trigger));
    }

    private static Map<String, RolePolicy> policies(
            CloudFormationTemplate template, List<FunctionDeclaration> functions) {
        return functions.stream()
                .map(FunctionDeclaration::role)
                .distinct()
                .map(role -> RolePolicy.of(template, role))
                .collect(Collectors.toMap(RolePolicy::role, Function.identity()));
    }

    private FunctionPool pool(FunctionDeclaration function, FunctionPool.Setting setting) {
        return new FunctionPool(
                function, setting, settings.processes(), line -> log(function, line));
    }

    private FunctionPool.Setting setting(List<FunctionDeclaration> declared) {
        Map<String, String> environment =
                Map.ofEntries(
                        entry("AWS_REGION", StandInArns.REGION),
                        entry("AWS_DEFAULT_REGION", StandInArns.REGION),
                        entry("AWS_ENDPOINT_URL_DYNAMODB", gateway.endpoint().toString()),
                        entry("AWS_ENDPOINT_URL_EVENTBRIDGE", gateway.endpoint().toString()),
                        entry("AWS_ENDPOINT_URL_KMS", gateway.endpoint().toString()),
                        entry("AWS_EXECUTION_ENV", "AWS_Lambda_java25"),
                        entry("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                        entry("LAMBDA_TASK_ROOT", code.taskRoot().toString()),
                        entry("LANG", "en_US.UTF-8"),
                        entry("TZ", ":UTC"));
        Map<String, Integer> reserved = new HashMap<>();
        declared.forEach(function ->
                function.reservedConcurrency()
                        .ifPresent(calls -> reserved.put(function.name(), calls)));
        return new FunctionPool.Setting(
                code,
                environment,
                new Concurrency(settings.concurrency(), reserved),
                settings.metrics());
    }

    /** Lambda writes the log in the name of the role, and drops what it may not write. */
    private void log(FunctionDeclaration function, String line) {
        if (gateway.permits(function.role(), "logs:CreateLogStream", function.logGroup())
                && gateway.permits(function.role(), "logs:PutLogEvents", function.logGroup())) {
            settings.log().accept(line);
            settings.metrics().readLog(line.substring(line.indexOf(' ') + 1));
        }
    }

    private static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(StandInArns.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .build();
    }

    /** Ends all processes. The tables stay. */
    @Override
    public void close() {
        server.close();
        http.close();
        functions.values().forEach(FunctionPool::close);
        source.close();
        feedSource.ifPresent(StreamSource::close);
        consumersSource.ifPresent(StreamSource::close);
        gateway.close();
        dynamoDb.close();
        try {
            code.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
