package dev.reprise.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;

/** DynamoDB for tests: one in-memory DynamoDB Local a JVM, on a free port. */
public final class DynamoDbLocal {

    /**
     * A system property and not a static field: Quarkus' tests and plain tests share a JVM, but
     * have different class loaders.
     */
    private static final String ENDPOINT = "dev.reprise.local.test-endpoint";

    private DynamoDbLocal() {}

    /** Where DynamoDB Local listens. Starts it if it is not running. */
    public static URI endpoint() {
        synchronized (System.getProperties()) {
            String running = System.getProperty(ENDPOINT);
            if (running != null) {
                return URI.create(running);
            }
            try {
                URI endpoint = DynamoDbLocalServer.start(0, Optional.empty()).endpoint();
                System.setProperty(ENDPOINT, endpoint.toString());
                return endpoint;
            } catch (PortTakenException e) {
                throw new IllegalStateException("no port is free", e);
            }
        }
    }

    /**
     * Gives the tests of this JVM another DynamoDB.
     *
     * @throws IllegalStateException if they have one already
     */
    static void use(URI endpoint) {
        synchronized (System.getProperties()) {
            String running = System.getProperty(ENDPOINT);
            if (running != null && !running.equals(endpoint.toString())) {
                throw new IllegalStateException(
                        "the tests of this JVM use the DynamoDB at %s already. Run those of %s in one of their own."
                                .formatted(running, endpoint));
            }
            System.setProperty(ENDPOINT, endpoint.toString());
        }
    }

    /** Makes a client, which the caller closes. */
    public static DynamoDbClient client() {
        return clientBuilder().build();
    }

    /** Makes a builder of a client, for a test that adds interceptors or retries. */
    public static DynamoDbClientBuilder clientBuilder() {
        return clientBuilder(endpoint());
    }

    /** Makes a builder of a client of the DynamoDB Local of another JVM. */
    public static DynamoDbClientBuilder clientBuilder(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(ApacheHttpClient.builder());
    }

    /**
     * Creates the tables of {@code template.yaml} under names that no other test has.
     *
     * @return the prefix of the names. The events table is the prefix and {@code -events}
     */
    public static String freshTables() {
        String prefix = "test-" + UUID.randomUUID();
        try (DynamoDbClient dynamoDb = client()) {
            TemplateTables.createMissing(dynamoDb, tables(prefix));
        }
        return prefix;
    }

    /**
     * Like {@link #freshTables}, but nothing is streamed: DynamoDB Local describes the stream for
     * each put, which takes long if there are many. For a test that puts thousands of items.
     */
    public static String freshTablesWithoutStream() {
        String prefix = "test-" + UUID.randomUUID();
        try (DynamoDbClient dynamoDb = client()) {
            TemplateTables.createMissing(
                    dynamoDb,
                    tables(prefix).stream()
                            .map(table ->
                                    table.copy(copy ->
                                            copy.streamSpecification((StreamSpecification) null)))
                            .toList());
        }
        return prefix;
    }

    static List<CreateTableRequest> tables(String prefix) {
        return TemplateTables.of(
                CloudFormationTemplate.read(
                        Path.of("template.yaml"), Map.of("AWS::StackName", prefix, "Feed", "on")));
    }
}
