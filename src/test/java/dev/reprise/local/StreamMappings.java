package dev.reprise.local;

import java.util.List;

/** Mappings for tests. */
final class StreamMappings {

    private StreamMappings() {}

    /** A mapping that hands on inserted items only. */
    static StreamMapping inserts(int batchSize) {
        return new StreamMapping(
                batchSize,
                List.of(
                        StreamFilter.parse(
                                "{\"eventName\":[\"INSERT\"]}", TemplateException::new)));
    }
}
