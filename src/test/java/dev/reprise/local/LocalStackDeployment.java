package dev.reprise.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stack of {@code template.yaml}, deployed into LocalStack by CloudFormation, with its
 * functions in containers. LocalStack delivers the stream and calls the schedule by itself.
 *
 * <p>Without a plan for HTTP APIs, a front on this machine makes each request an event of payload
 * format 2.0, and invokes the function's alias with it.
 */
final class LocalStackDeployment extends RunningStack {

    private static final Duration DEPLOYED_WITHIN = Duration.ofMinutes(10);

    /** The first call starts a function, and the projector is another one. */
    private static final Duration PROJECTED_WITHIN = Duration.ofMinutes(2);

    private static final Path ZIP = Path.of("target", "function.zip");
    private static final String PACKAGE = "function.zip";
    private static final String ALIAS = "live";

    private final LocalStack.Running localStack;
    private final String name = "reprise-" + UUID.randomUUID();
    private final LambdaClient lambda;
    private final String eventsTable;
    private final String orders;
    private final LoopbackHttpServer server;
    private final HttpFunction http;
    private final URI api;

    LocalStackDeployment(LocalStack.Running localStack) {
        this.localStack = localStack;
        try (CloudFormationClient cloudFormation = client(CloudFormationClient.builder()).build()) {
            uploadPackage();
            deploy(cloudFormation);
            eventsTable = physicalId(cloudFormation, "EventsTable");
            orders = physicalId(cloudFormation, "OrdersFunction");
            lambda =
                    client(LambdaClient.builder())
                            .httpClientBuilder(
                                    ApacheHttpClient.builder().socketTimeout(PROJECTED_WITHIN))
                            .build();
            http = new HttpFunction(this::invoke);
            server = LoopbackHttpServer.listen(0);
            api = localStack.hasHttpApis() ? apiOf(physicalId(cloudFormation, "HttpApi")) : front();
        } catch (PortTakenException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }

    private void uploadPackage() {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true)).build()) {
            s3.createBucket(bucket -> bucket.bucket(name));
            s3.putObject(object -> object.bucket(name).key(PACKAGE), ZIP);
        }
    }

    private void deploy(CloudFormationClient cloudFormation) {
        String template =
                LocalStackTemplate.of(
                                Path.of("template.yaml"), name, PACKAGE, localStack.hasHttpApis())
                        .json();
        cloudFormation.createStack(stack ->
                stack.stackName(name)
                        .templateBody(template)
                        .capabilities(Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND)
                        .parameters(
                                parameter("Authorization", "everyone-may-call-it"),
                                parameter("DeletionProtection", "false")));
        try {
            cloudFormation
                    .waiter()
                    .waitUntilStackCreateComplete(
                            stack -> stack.stackName(name),
                            wait ->
                                    wait.maxAttempts(Integer.MAX_VALUE)
                                            .waitTimeout(DEPLOYED_WITHIN));
        } catch (SdkClientException e) {
            throw new IllegalStateException("not deployed: " + failures(cloudFormation), e);
        }
    }

    private static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    private List<String> failures(CloudFormationClient cloudFormation) {
        return cloudFormation
                .describeStackEvents(stack -> stack.stackName(name))
                .stackEvents()
                .stream()
                .filter(event -> event.resourceStatusAsString().endsWith("FAILED"))
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .toList();
    }

    private String physicalId(CloudFormationClient cloudFormation, String logicalId) {
        return cloudFormation
                .describeStackResource(
                        resource -> resource.stackName(name).logicalResourceId(logicalId))
                .stackResourceDetail()
                .physicalResourceId();
    }

    /** LocalStack tells an API by the host's name, which resolves to the loopback interface. */
    private URI apiOf(String apiId) {
        return URI.create(
                "http://%s.execute-api.localhost.localstack.cloud:%d"
                        .formatted(apiId, localStack.endpoint().getPort()));
    }

    private URI front() {
        HttpFront.open(
                server.router(),
                (event, _) -> http.handle(event),
                LiveReload.UpToDate::new,
                ApiAuthorizer.EVERYONE_MAY_CALL);
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private String invoke(String event) {
        InvokeResponse response =
                lambda.invoke(call ->
                        call.functionName(orders)
                                .qualifier(ALIAS)
                                .payload(SdkBytes.fromUtf8String(event)));
        if (response.functionError() != null) {
            throw new FunctionFailure(response.functionError(), response.payload().asUtf8String());
        }
        return response.payload().asUtf8String();
    }

    private <B extends AwsClientBuilder<B, ?>> B client(B builder) {
        return builder.endpointOverride(localStack.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")));
    }

    @Override
    URI api() {
        return api;
    }

    @Override
    DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.builder()).build();
    }

    @Override
    String eventsTable() {
        return eventsTable;
    }

    @Override
    void whenProjected(Runnable check) {
        Awaitility.await()
                .atMost(PROJECTED_WITHIN)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(check::run);
    }

    /** Removes the stack from a LocalStack that goes on. */
    @Override
    public void close() {
        super.close();
        server.close();
        http.close();
        lambda.close();
        if (localStack.container().isEmpty()) {
            deleteStack();
        }
    }

    private void deleteStack() {
        try (CloudFormationClient cloudFormation = client(CloudFormationClient.builder()).build()) {
            cloudFormation.deleteStack(stack -> stack.stackName(name));
        }
    }
}
