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

/**
 * DynamoDB for tests: one engine a JVM, in memory, on a free port; tables of their own for whoever
 * asks.
 */
public final class DynamoDbLocal {

    /**
     * Not a static field: a test of Quarkus' and a plain one in the same JVM have different class
     * loaders.
     */
    private static final String ENDPOINT = "dev.reprise.local.test-endpoint";

    private DynamoDbLocal() {}

    /** Where it listens; starts it if need be. */
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

    /** A client of it, for the caller to close. */
    public static DynamoDbClient client() {
        return clientBuilder().build();
    }

    /** A client of it, to be finished with interceptors or retries. */
    public static DynamoDbClientBuilder clientBuilder() {
        return clientBuilder(endpoint());
    }

    /** A client of the one that another JVM runs. */
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
     * Makes the tables of the project's {@code template.yaml} that no other test has.
     *
     * @return what their names begin with, instead of {@code reprise}: the events table is that and
     *     {@code -events}
     */
    public static String freshTables() {
        String prefix = "test-" + UUID.randomUUID();
        try (DynamoDbClient dynamoDb = client()) {
            TemplateTables.createMissing(dynamoDb, tables(prefix));
        }
        return prefix;
    }

    static List<CreateTableRequest> tables(String prefix) {
        return TemplateTables.of(
                CloudFormationTemplate.read(
                        Path.of("template.yaml"), Map.of("TablePrefix", prefix)));
    }
}
