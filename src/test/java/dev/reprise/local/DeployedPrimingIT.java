package dev.reprise.local;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.DynamoDbGateway.Use;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What happens before Lambda takes a function's snapshot. */
@RunsBesideQuarkus
class DeployedPrimingIT {

    @ParameterizedTest
    @ValueSource(strings = {"iam", "jwt", "everyone-may-call-it"})
    void priming_reads_both_tables_and_leaves_nothing_behind(String authorization) {
        try (var deployed =
                        new Deployed(Deployed.template(authorization, UnaryOperator.identity()));
                DynamoDbClient dynamoDb = deployed.dynamoDb()) {
            String token = deployed.stack.issuer().token(Map.of("sub", "someone"));
            Deployed.expect(200, deployed.get("/health", "Authorization", token));

            Set<String> actions =
                    deployed.stack.gateway().uses().stream()
                            .filter(use -> use.role().equals("OrdersRole"))
                            .map(DeployedPrimingIT::action)
                            .collect(toSet());
            assertThat(actions).contains("dynamodb:Query", "dynamodb:PutItem");
            assertThat(actions)
                    .isSubsetOf(
                            "dynamodb:Query",
                            "dynamodb:PutItem",
                            "dynamodb:GetItem",
                            "dynamodb:BatchGetItem",
                            "dynamodb:DescribeTable",
                            "dynamodb:Scan",
                            "logs:CreateLogStream",
                            "logs:PutLogEvents");
            assertThat(deployed.log).noneMatch(line -> line.contains("not primed"));
            for (String table :
                    Set.of("REPRISE_EVENTS_TABLE", "REPRISE_VIEWS_TABLE", "REPRISE_KEYS_TABLE")) {
                assertThat(dynamoDb.scan(all -> all.tableName(deployed.table(table))).items())
                        .isEmpty();
            }
        }
    }

    /** Without the tenant the calls are refused, and without the customer the creation. */
    @Test
    void priming_names_the_customer_and_the_tenant_by_the_claims_that_are_set() {
        try (var deployed =
                new Deployed(Deployed.template("jwt", DeployedPrimingIT::withOtherClaims))) {
            String token = deployed.stack.issuer().token(Map.of("sub", "someone"));
            Deployed.expect(200, deployed.get("/health", "Authorization", token));

            assertThat(deployed.log).noneMatch(line -> line.contains("not primed"));
            assertThat(deployed.stack.gateway().uses().stream().map(DeployedPrimingIT::action))
                    .contains("dynamodb:PutItem");
        }
    }

    private static String withOtherClaims(String template) {
        return template.replace("!Ref CustomerClaim", "https://shop.example/customer")
                .replace("REPRISE_TENANT_CLAIM: !Ref TenantClaim", "REPRISE_TENANT_CLAIM: tenant");
    }

    /** A command that found the rehearsed order in memory would append to it. */
    @Test
    void the_rehearsed_order_is_not_remembered() {
        try (var deployed = new Deployed(Deployed.template());
                DynamoDbClient dynamoDb = deployed.dynamoDb()) {
            Deployed.expect(404, deployed.add("priming-of-a-snapshot", "i1", "k1"));

            assertThat(deployed.log).noneMatch(line -> line.contains("not primed"));
            assertThat(dynamoDb.scan(all -> all.tableName(deployed.eventsTable())).items())
                    .isEmpty();
        }
    }

    private static String action(Use use) {
        return use.access().action();
    }
}
