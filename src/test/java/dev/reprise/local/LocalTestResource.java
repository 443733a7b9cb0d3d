package dev.reprise.local;

import static java.util.Map.entry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/**
 * Gives each {@code @QuarkusTest} its own tables in DynamoDB Local, and a port for {@link
 * TestFront}.
 */
public final class LocalTestResource implements QuarkusTestResourceLifecycleManager {

    /** The setting from which RestAssured gets its port when Lambda's extension is used. */
    private static final String RESTASSURED_PORT = "quarkus.lambda.mock-event-server.test-port";

    @Override
    public Map<String, String> start() {
        String port = Integer.toString(freePort());
        String tables = DynamoDbLocal.freshTables();
        return Map.ofEntries(
                entry("quarkus.dynamodb.endpoint-override", DynamoDbLocal.endpoint().toString()),
                entry("quarkus.dynamodb.aws.region", "us-east-1"),
                entry("quarkus.dynamodb.aws.credentials.type", "static"),
                entry("quarkus.dynamodb.aws.credentials.static-provider.access-key-id", "local"),
                entry(
                        "quarkus.dynamodb.aws.credentials.static-provider.secret-access-key",
                        "local"),
                entry("reprise.events-table", tables + "-events"),
                entry("reprise.views-table", tables + "-views"),
                entry("reprise.keys-table", tables + "-keys"),
                entry("reprise.feed-table", tables + "-feed"),
                entry("reprise.personal-data.key-file", keyFile()),
                entry(LocalConfig.HTTP_PORT, port),
                entry(RESTASSURED_PORT, port));
    }

    @Override
    public void stop() {
        // The engine is the JVM's, and its tables are in memory.
    }

    /** A file of this JVM: another one may make its key at the same time. */
    private static String keyFile() {
        return "target/personal-data-" + ProcessHandle.current().pid() + ".key";
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
