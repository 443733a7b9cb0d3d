package dev.reprise.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The function as Quarkus runs it, between the front and DynamoDB. */
@QuarkusTest
class LocalRunTest {

    @Inject DynamoDbClient dynamoDb;

    @ConfigProperty(name = "reprise.events-table")
    String eventsTable;

    @Test
    void the_function_answers_through_the_front() {
        given().when().get("/q/openapi").then().statusCode(200).body(containsString("openapi:"));
        given().when().head("/q/openapi").then().statusCode(200);
        given().when().get("/nowhere").then().statusCode(404);
    }

    @Test
    void the_client_of_the_function_reaches_the_tables_of_the_template() {
        assertThat(dynamoDb.listTables().tableNames()).contains(eventsTable);
    }
}
