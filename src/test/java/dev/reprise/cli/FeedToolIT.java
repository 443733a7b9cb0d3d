package dev.reprise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.cli.Tool.Run;
import dev.reprise.local.TestStream;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The commands of the feed with the real service. */
@QuarkusTest
@TestProfile(FeedToolIT.OwnTables.class)
class FeedToolIT {

    /** A profile, because each has tables of its own. */
    public static final class OwnTables implements QuarkusTestProfile {}

    @Inject TestStream stream;
    @Inject DynamoDbClient dynamoDb;

    @ConfigProperty(name = "reprise.events-table")
    String eventsTable;

    private static Run run(String... args) {
        return new Tool()
                .pausing(Thread::sleep)
                .run(
                        Stream.concat(
                                        Stream.of(args),
                                        Stream.of("--url", "http://localhost:" + RestAssured.port))
                                .toArray(String[]::new));
    }

    @Test
    void a_feed_is_watched_and_compared_with_the_streams() {
        assertThat(run("load").exitCode()).isZero();
        stream.drainToFeed();

        Run watched = run("watch", "feed", "--no-follow");
        assertThat(watched.lines()).hasSize(36);
        assertThat(watched.lines().getFirst()).startsWith("     1  ").contains("@1  OrderCreated");
        assertThat(run("watch", "feed", "--no-follow", "--type", "OrderShipped", "--json").lines())
                .hasSize(9)
                .allMatch(line -> line.contains("\"eventType\":\"OrderShipped\""));
        Run complete = run("verify", "feed");
        assertThat(complete.exitCode()).as(complete.output() + complete.error()).isZero();
        assertThat(complete.lines())
                .containsExactly(
                        "Complete: 36 events of the feed checked, 19 commits, 10 streams, 0 different.");

        dynamoDb.deleteItem(delete ->
                delete.tableName(eventsTable)
                        .key(
                                Map.of(
                                        "stream",
                                        AttributeValue.fromS("order-900101"),
                                        "seq",
                                        AttributeValue.fromN("1"))));
        Run different = run("verify", "feed");
        assertThat(different.exitCode()).isEqualTo(ExitCode.WRONG.number());
        assertThat(different.lines().getFirst())
                .startsWith("DIFFERENT at position ")
                .contains("order-900101@1: ");
        assertThat(different.output()).contains("10 streams, 1 different.");
    }
}
