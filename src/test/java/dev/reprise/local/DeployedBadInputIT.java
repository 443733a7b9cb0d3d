package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.RunsBesideQuarkus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stack that is deployed wrongly says in one line what is missing, and does not hang. */
@RunsBesideQuarkus
class DeployedBadInputIT {

    private static final String VIEWS_TABLE = "          REPRISE_VIEWS_TABLE: !Ref ViewsTable\n";
    private static final String PUT_EVENTS =
            """
                              - dynamodb:PutItem
                              - dynamodb:ConditionCheckItem
            """;
    private static final String READ_EVENTS =
            """
                              - dynamodb:Query
                              - dynamodb:Scan
                            Resource: !GetAtt EventsTable.Arn
            """;

    private static final String PUBLISHER = "!If [HasEventBus, !Ref EventBus, !Ref AWS::NoValue]";

    private final String orderId = Deployed.freshId();

    @Test
    void a_function_without_its_environment_says_which_variable_is_missing() {
        try (var deployed = without(VIEWS_TABLE)) {
            Deployed.expect(500, deployed.create(orderId, "k1"));
            assertThatThrownBy(deployed.stack::runSchedule).isInstanceOf(FunctionFailure.class);

            for (String function : List.of("OrdersFunction", "JobsFunction")) {
                assertThat(lines(deployed, function + "-1 ", "ERROR"))
                        .singleElement()
                        .asString()
                        .contains(
                                "the environment of the function %s has no REPRISE_VIEWS_TABLE: set what template.yaml sets"
                                        .formatted(function));
            }
        }
    }

    @Test
    void a_wrong_setting_of_the_publisher_is_told_in_one_line() {
        try (var deployed = with(PUBLISHER, "htps://in.example/secret")) {
            Deployed.expect(500, deployed.create(orderId, "k1"));

            assertThat(lines(deployed, "OrdersFunction-1 ", "ERROR"))
                    .singleElement()
                    .asString()
                    .contains("reprise.publisher.to must be empty, log, an http or https URL")
                    .doesNotContain("secret");
        }
    }

    @Test
    void a_table_that_does_not_exist_is_named() {
        try (var deployed = without("")) {
            deployed.dropTables();

            Deployed.expect(500, deployed.create(orderId, "k1"));
            Deployed.expect(500, deployed.get("/orders/" + orderId));
            Deployed.expect(503, deployed.get("/health"));
            assertThatThrownBy(deployed.stack::runSchedule)
                    .hasMessageContaining(deployed.viewsTable() + " is not there");

            // The calls before the function's snapshot meet it, too.
            assertThat(lines(deployed, "OrdersFunction-1 ", "is not there"))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .anyMatch(line -> line.contains(deployed.eventsTable()))
                    .anyMatch(line -> line.contains(deployed.viewsTable()));
            assertThat(lines(deployed, "OrdersFunction-1 ", "\tat ")).isEmpty();
        }
    }

    @Test
    void a_role_that_may_not_write_events_is_told_in_one_line() {
        try (var deployed = without(PUT_EVENTS)) {
            Deployed.expect(500, deployed.create(orderId, "k1"));
            Deployed.expect(404, deployed.get("/orders/" + orderId));

            assertThat(lines(deployed, "OrdersFunction-1 ", "ERROR"))
                    .as("one line for the priming, and one for the command")
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("OrdersRole", "not authorized to perform: dynamodb:PutItem")
                    .contains(deployed.eventsTable());
            assertThat(lines(deployed, "OrdersFunction-1 ", "\tat ")).isEmpty();
        }
    }

    /** A permission can be granted later. The order is tried again each minute until then. */
    @Test
    void a_projector_that_may_not_read_events_parks_no_order() {
        try (var deployed = with(READ_EVENTS, READ_EVENTS.replace("Query", "Scan"))) {
            deployed.create(Deployed.freshId(), "k1");
            deployed.create(orderId, "k1");
            deployed.deliver(0);
            deployed.add(orderId, "i2", "k2");
            deployed.setClockAhead(Duration.ofHours(13));
            deployed.deliver(0);
            deployed.setClockAhead(Duration.ZERO);
            deployed.add(orderId, "i3", "k3");

            deployed.deliver(0);

            assertThat(lines(deployed, "ProjectorFunction-1 ", "is parked")).isEmpty();
            assertThat(lines(deployed, "ProjectorFunction-1 ", "dynamodb:Query")).isNotEmpty();
            assertThat(deployed.list("/projections", "projections"))
                    .filteredOn(projection -> projection.has("lastCommittedAt"))
                    .as("those that have got events: not the deadlines of scheduled commands")
                    .hasSize(3)
                    .allSatisfy(projection ->
                            assertThat(projection.path("retrying").intValue()).isEqualTo(1));
        }
    }

    private static Deployed without(String text) {
        return with(text, "");
    }

    private static Deployed with(String text, String replacement) {
        return new Deployed(
                Deployed.template(template -> {
                    assertThat(template).contains(text);
                    return template.replace(text, replacement);
                }));
    }

    private static List<String> lines(Deployed deployed, String start, String part) {
        return deployed.log.stream()
                .filter(line -> line.startsWith(start) && line.contains(part))
                .toList();
    }
}
