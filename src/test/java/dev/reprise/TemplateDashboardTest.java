package dev.reprise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.reprise.metrics.UnitPrices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The dashboard of {@code template.yaml}: what the last hour took from DynamoDB, and its price. */
class TemplateDashboardTest {

    private static final Pattern BODY =
            Pattern.compile("(?s)DashboardBody: !Sub\\s+- \\|\\n(.*?\\n          ]})\\n");

    /** The name of the feed's table in the dashboard, which is there on a condition. */
    private static final String FEED = "Feed";

    private static JsonNode lastHour() throws IOException {
        Matcher body = BODY.matcher(Files.readString(Path.of("template.yaml")));
        assertThat(body.find()).as("a dashboard in template.yaml").isTrue();
        return StreamSupport.stream(
                        new JsonMapper().readTree(body.group(1)).path("widgets").spliterator(),
                        false)
                .map(widget -> widget.path("properties"))
                .filter(properties -> properties.path("title").asText().contains("last hour"))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> metrics(JsonNode properties) {
        return StreamSupport.stream(properties.path("metrics").spliterator(), false)
                .filter(metric -> metric.size() > 1)
                .toList();
    }

    @Test
    void the_price_is_that_of_the_units_of_every_table_and_index() throws IOException {
        for (String name : List.of("ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits")) {
            assertThat(
                            metrics(lastHour()).stream()
                                    .filter(metric -> metric.path(1).asText().equals(name))
                                    .map(TemplateDashboardTest::tableAndIndex))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(tablesAndIndexes().toList());
        }
    }

    /** Such as {@code ViewsTable} and {@code ViewsTable first}. */
    private static String tableAndIndex(JsonNode metric) {
        String table = metric.path(3).asText().replaceAll("[${}]", "");
        return metric.path(4).asText().equals("GlobalSecondaryIndexName")
                ? table + " " + metric.path(5).asText()
                : table;
    }

    private static Stream<String> tablesAndIndexes() {
        return TemplateFile.map("Resources").entrySet().stream()
                .filter(resource ->
                        TemplateFile.at(resource.getValue(), "Type").equals("AWS::DynamoDB::Table"))
                .flatMap(resource -> {
                    String table = resource.getKey().equals("FeedTable") ? FEED : resource.getKey();
                    return Stream.concat(
                            Stream.of(table),
                            indexes(resource.getKey()).map(index -> table + " " + index));
                });
    }

    private static Stream<String> indexes(String table) {
        Map<String, Object> properties = TemplateFile.map("Resources/" + table + "/Properties");
        return properties.containsKey("GlobalSecondaryIndexes")
                ? TemplateFile.list("Resources/" + table + "/Properties/GlobalSecondaryIndexes")
                        .stream()
                        .map(index -> (String) TemplateFile.at(index, "IndexName"))
                : Stream.empty();
    }

    @Test
    void the_price_is_worked_out_from_all_of_them_with_the_prices_of_the_service()
            throws IOException {
        JsonNode widget = lastHour();
        String written = sumOf(widget, "w");
        String read = sumOf(widget, "r");

        assertThat(
                        StreamSupport.stream(widget.path("metrics").spliterator(), false)
                                .filter(metric -> metric.size() == 1)
                                .map(metric -> metric.path(0).path("expression").asText()))
                .containsExactly(
                        written,
                        read,
                        "(%s * %s + %s * %s) / 1000000"
                                .formatted(
                                        written,
                                        UnitPrices.DOLLARS_PER_MILLION_WRITE_UNITS,
                                        read,
                                        UnitPrices.DOLLARS_PER_MILLION_READ_UNITS));
        assertThat(widget.path("title").asText()).endsWith("in " + UnitPrices.REGION);
        assertThat(metrics(widget).stream().map(metric -> metric.path(metric.size() - 1)))
                .allMatch(options -> options.path("visible").isBoolean())
                .extracting(options -> options.path("id").asText())
                .allSatisfy(id -> assertThat(written + read).containsPattern("\\b" + id + "\\b"));
    }

    private static String sumOf(JsonNode widget, String prefix) {
        int number =
                new TreeSet<>(
                                metrics(widget).stream()
                                        .map(metric ->
                                                metric.path(metric.size() - 1).path("id").asText())
                                        .filter(id -> id.startsWith(prefix))
                                        .toList())
                        .size();
        return "SUM(["
                + String.join(
                        ", ", IntStream.rangeClosed(1, number).mapToObj(i -> prefix + i).toList())
                + "])";
    }
}
