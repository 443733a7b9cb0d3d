package dev.reprise.local;

import java.util.List;
import java.util.Optional;

/** Mappings for tests. */
final class StreamMappings {

    private StreamMappings() {}

    /** A mapping that hands on inserted items only. */
    static StreamMapping inserts(int batchSize) {
        return new StreamMapping(
                batchSize,
                List.of(StreamFilter.parse("{\"eventName\":[\"INSERT\"]}", TemplateException::new)),
                new RetryRules(true, true, -1, Optional.empty(), Optional.empty()));
    }
}
