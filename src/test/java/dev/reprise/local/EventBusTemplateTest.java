package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.local.RolePolicy.Access;
import dev.reprise.publishing.PublisherTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the parameter {@code EventBus} of the template makes. */
class EventBusTemplateTest {

    private static final String CONSUMERS = "ConsumersFunction";

    private static CloudFormationTemplate template(String eventBus) {
        return CloudFormationTemplate.read(
                Path.of("template.yaml"), Map.of("Feed", "on", "EventBus", eventBus));
    }

    private static FunctionDeclaration function(CloudFormationTemplate template, String name) {
        return FunctionDeclaration.of(template).stream()
                .filter(function -> function.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "shop, arn:aws:events:us-east-1:000000000000:event-bus/shop",
        "arn:aws:events:eu-west-1:123456789012:event-bus/x, arn:aws:events:eu-west-1:123456789012:event-bus/x"
    })
    void the_consumers_function_may_put_events_on_just_this_bus(String eventBus, String arn) {
        CloudFormationTemplate template = template(eventBus);

        RolePolicy role = RolePolicy.of(template, "ConsumersRole");
        assertThat(role.grants())
                .filteredOn(grant -> grant.action().startsWith("events:"))
                .containsExactlyInAnyOrder(
                        new Access("events:PutEvents", arn),
                        new Access("events:DescribeEventBus", arn));
        for (String name : new String[] {CONSUMERS, "OrdersFunction"}) {
            String setting = function(template, name).environment().get("REPRISE_PUBLISHER_TO");
            assertThat(PublisherTarget.of(Optional.ofNullable(setting)))
                    .contains(new PublisherTarget.Bus(eventBus));
        }
        assertThat(function(template, CONSUMERS).environment())
                .containsEntry(
                        "REPRISE_API_URL", "https://HttpApi.execute-api.us-east-1.amazonaws.com");
        assertThat(RolePolicy.of(template, "OrdersRole").grants())
                .noneMatch(grant -> grant.action().startsWith("events:"));
    }

    @Test
    void without_a_bus_there_is_neither_a_function_nor_a_setting() {
        CloudFormationTemplate template = template("");

        assertThatThrownBy(() -> function(template, CONSUMERS)).hasMessage("No value present");
        assertThat(function(template, "OrdersFunction").environment())
                .doesNotContainKey("REPRISE_PUBLISHER_TO");
    }

    @Test
    void with_other_consumers_and_without_a_bus_nothing_may_be_put() {
        CloudFormationTemplate template =
                CloudFormationTemplate.read(
                        Path.of("template.yaml"), Map.of("Feed", "on", "Webhooks", "on"));

        assertThat(RolePolicy.of(template, "ConsumersRole").grants())
                .noneMatch(grant -> grant.action().startsWith("events:"));
        assertThat(function(template, CONSUMERS).environment())
                .doesNotContainKey("REPRISE_PUBLISHER_TO");
    }
}
