package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the template has the function that runs the consumers of the feed, and what wakes it. */
class ConsumersTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "on, Webhooks, on, true",
        "on, EventBus, shop, true",
        "on, AbandonedOrderDays, 30, true",
        "on, ScheduledCommands, on, true",
        "on, OwnConsumers, on, true",
        "on, OwnConsumers, off, false",
        "off, OwnConsumers, on, false"
    })
    void it_is_there_if_the_feed_is_on_and_something_reads_it(
            String feed, String parameter, String value, boolean isThere) {
        CloudFormationTemplate template =
                CloudFormationTemplate.read(
                        Path.of("template.yaml"), Map.of("Feed", feed, parameter, value));

        assertThat(
                        FunctionDeclaration.of(template).stream()
                                .anyMatch(function -> function.name().equals("ConsumersFunction")))
                .isEqualTo(isThere);
    }

    @ParameterizedTest
    @CsvSource({
        "INSERT, pages-1, true",
        "INSERT, pages-2, true",
        "MODIFY, pages-1, false",
        "INSERT, streams-1-00, false",
        "INSERT, consumers-1, false"
    })
    void a_new_page_of_any_generation_of_the_feed_wakes_the_consumers(
            String eventName, String partition, boolean isWoken) {
        StreamMapping mapping =
                StreamMapping.ofConsumers(
                                CloudFormationTemplate.read(
                                        Path.of("template.yaml"),
                                        Map.of("Feed", "on", "OwnConsumers", "on")))
                        .orElseThrow();

        assertThat(
                        mapping.handsOn(
                                Map.of(
                                        "eventName",
                                        eventName,
                                        "dynamodb",
                                        Map.of("Keys", Map.of("feed", Map.of("S", partition))))))
                .isEqualTo(isWoken);
    }
}
