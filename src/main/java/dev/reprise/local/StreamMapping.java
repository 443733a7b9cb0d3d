package dev.reprise.local;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the event source mapping of the projector function hands on, and how much of it at once.
 *
 * @param eventNames the kinds of change that pass its filter
 */
record StreamMapping(int batchSize, Set<String> eventNames) {

    private static final String FUNCTION = "ProjectorFunction";

    StreamMapping {
        eventNames = Set.copyOf(eventNames);
    }

    /**
     * @throws TemplateException if the mapping is not there, or filters by anything but {@code
     *     eventName}
     */
    static StreamMapping of(CloudFormationTemplate template) {
        Object batchSize = property(template, "BatchSize");
        Object filters = property(template, "FilterCriteria", "Filters");
        if (batchSize instanceof Integer size
                && filters instanceof List<?> list
                && list.size() == 1
                && list.getFirst() instanceof Map<?, ?> filter
                && filter.get("Pattern") instanceof String pattern) {
            return new StreamMapping(size, eventNames(pattern));
        }
        throw new TemplateException(
                "the development run understands a mapping with a BatchSize and one filter, not "
                        + batchSize
                        + " and "
                        + filters);
    }

    private static Object property(CloudFormationTemplate template, String... path) {
        var full = new String[path.length + 3];
        full[0] = "Events";
        full[1] = "Commits";
        full[2] = "Properties";
        System.arraycopy(path, 0, full, 3, path.length);
        return template.property(FUNCTION, full);
    }

    private static Set<String> eventNames(String pattern) {
        try {
            var filter = new JsonObject(pattern);
            if (filter.fieldNames().equals(Set.of("eventName"))
                    && filter.getValue("eventName") instanceof JsonArray names
                    && names.stream().allMatch(String.class::isInstance)) {
                var eventNames = new HashSet<String>();
                names.forEach(name -> eventNames.add(name.toString()));
                return eventNames;
            }
        } catch (DecodeException _) {
            // told below, as anything else is that is not understood
        }
        throw new TemplateException(
                "the development run understands a filter of eventName alone, not " + pattern);
    }
}
