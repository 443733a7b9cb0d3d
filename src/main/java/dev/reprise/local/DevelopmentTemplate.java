package dev.reprise.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;

/**
 * What the development run takes from {@code template.yaml}.
 *
 * @param tables the tables to create
 * @param tableNames the settings that name the stores' tables, such as {@code
 *     reprise.events-table}, with the names that the functions' environment gives them
 * @param mapping the mapping from the stream of the events table to the projector
 * @param feedMapping the mapping from that stream to the function that writes the feed
 */
record DevelopmentTemplate(
        List<CreateTableRequest> tables,
        Map<String, String> tableNames,
        StreamMapping mapping,
        Optional<StreamMapping> feedMapping) {

    /** On a laptop the feed is on. In a deployment it is off by default. */
    private static final Map<String, String> PARAMETERS = Map.of("Feed", "on");

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "reprise.events-table",
                    StreamMapping.EVENTS_TABLE,
                    "reprise.views-table",
                    "REPRISE_VIEWS_TABLE",
                    "reprise.keys-table",
                    "REPRISE_KEYS_TABLE",
                    "reprise.feed-table",
                    "REPRISE_FEED_TABLE");

    DevelopmentTemplate {
        tables = List.copyOf(tables);
        tableNames = Map.copyOf(tableNames);
    }

    /**
     * @throws TemplateException if the template has something that the run needs and does not
     *     understand
     */
    static DevelopmentTemplate read(Path file) {
        CloudFormationTemplate template = CloudFormationTemplate.read(file, PARAMETERS);
        Map<String, String> tableNames = new HashMap<>();
        SETTINGS.forEach((setting, variable) ->
                template.environmentVariable(variable)
                        .ifPresent(name -> tableNames.put(setting, name)));
        return new DevelopmentTemplate(
                TemplateTables.of(template),
                tableNames,
                StreamMapping.of(template),
                StreamMapping.ofFeed(template));
    }
}
