package dev.reprise.local;

import dev.reprise.lambda.ConsumersHandler;
import dev.reprise.lambda.FeedHandler;
import dev.reprise.lambda.ProjectorHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The event source mapping between the stream of a table and one of its functions: how many records
 * a batch may have, which records are handed on, and what is done with a batch that fails. The pump
 * imitates no other property of the mapping.
 *
 * @param batchSize the records of a batch, at most
 * @param filters a record is handed on if one of them matches; every record is, if there are none
 * @param retries what is done with a batch that fails
 */
record StreamMapping(int batchSize, List<StreamFilter> filters, RetryRules retries) {

    /** The variable that says which table has the events. */
    static final String EVENTS_TABLE = "REPRISE_EVENTS_TABLE";

    /** The variable that says which table has the feed. */
    static final String FEED_TABLE = "REPRISE_FEED_TABLE";

    /** Lambda's own, for a mapping that names none. */
    private static final int DEFAULT_BATCH_SIZE = 100;

    private static final String PROJECTOR = ProjectorHandler.class.getName() + "::handle";
    private static final String FEED = FeedHandler.class.getName() + "::handle";
    private static final String CONSUMERS = ConsumersHandler.class.getName() + "::handle";

    StreamMapping {
        filters = List.copyOf(filters);
    }

    /**
     * Finds the projector's mapping: a function's event of type DynamoDB whose stream is that of
     * the events table. If there are several, it is the one of the projector's handler. The mapping
     * of the feed's handler is left out.
     *
     * @throws TemplateException if there is no such mapping, or its filters are not understood
     */
    static StreamMapping of(CloudFormationTemplate template) {
        String table = eventsTable(template);
        List<TemplateValue> found = new ArrayList<>();
        List<TemplateValue> ofProjector = new ArrayList<>();
        for (CloudFormationTemplate.Resource function : template.functions()) {
            if (hasHandler(FEED, function.properties())) {
                continue;
            }
            List<TemplateValue> mappings =
                    mappings(function.properties(), StandInArns.stream(table));
            found.addAll(mappings);
            if (hasHandler(PROJECTOR, function.properties())) {
                ofProjector.addAll(mappings);
            }
        }
        List<TemplateValue> candidates = found.size() > 1 ? ofProjector : found;
        if (candidates.size() != 1) {
            throw new TemplateException(
                    "%s has %d events of type DynamoDB for the stream of the events table %s. Have one, in the function with the handler %s, such as Stream: !GetAtt EventsTable.StreamArn."
                            .formatted(template.source(), found.size(), table, PROJECTOR));
        }
        return of(candidates.getFirst());
    }

    /** The mapping of the function that writes the feed; empty if the template has no feed. */
    static Optional<StreamMapping> ofFeed(CloudFormationTemplate template) {
        return of(template, FEED, StandInArns.stream(eventsTable(template)));
    }

    /**
     * The mapping between the stream of the feed table and the function that runs consumers; empty
     * if the template has none.
     */
    static Optional<StreamMapping> ofConsumers(CloudFormationTemplate template) {
        return template.environmentVariable(FEED_TABLE)
                .flatMap(table -> of(template, CONSUMERS, StandInArns.stream(table)));
    }

    private static Optional<StreamMapping> of(
            CloudFormationTemplate template, String handler, String stream) {
        return template.functions().stream()
                .map(CloudFormationTemplate.Resource::properties)
                .filter(function -> hasHandler(handler, function))
                .flatMap(function -> mappings(function, stream).stream())
                .map(StreamMapping::of)
                .findFirst();
    }

    /** Whether the function is called with a record. */
    boolean handsOn(Map<String, Object> record) {
        return filters.isEmpty() || filters.stream().anyMatch(filter -> filter.matches(record));
    }

    private static StreamMapping of(TemplateValue properties) {
        return new StreamMapping(
                properties
                        .optional("BatchSize")
                        .map(size -> Math.toIntExact(size.number()))
                        .orElse(DEFAULT_BATCH_SIZE),
                properties.optional("FilterCriteria", "Filters").stream()
                        .flatMap(filters -> filters.each().stream())
                        .map(filter -> filter.required("Pattern"))
                        .map(pattern -> StreamFilter.parse(pattern.text(), pattern::problem))
                        .toList(),
                RetryRules.of(properties));
    }

    private static String eventsTable(CloudFormationTemplate template) {
        return template.environmentVariable(EVENTS_TABLE)
                .orElseThrow(() ->
                        new TemplateException(
                                "%s: no function has the environment variable %s. Set it to the table of the events, such as !Ref EventsTable."
                                        .formatted(template.source(), EVENTS_TABLE)));
    }

    private static boolean hasHandler(String handler, TemplateValue function) {
        return function.optional("Handler")
                .filter(declared -> declared.text().equals(handler))
                .isPresent();
    }

    private static List<TemplateValue> mappings(TemplateValue function, String stream) {
        return function.optional("Events").stream()
                .flatMap(events -> events.entries().stream())
                .filter(event -> event.required("Type").text().equals("DynamoDB"))
                .map(event -> event.required("Properties"))
                .filter(mapping -> readsStream(mapping, stream))
                .toList();
    }

    /** A stream without a value on a laptop is another stream than that of the events table. */
    private static boolean readsStream(TemplateValue mapping, String stream) {
        try {
            return mapping.required("Stream").text().equals(stream);
        } catch (TemplateException _) {
            return false;
        }
    }
}
