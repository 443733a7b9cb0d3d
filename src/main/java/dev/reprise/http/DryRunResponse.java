package dev.reprise.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer to a dry run: the fields of the aggregate as it would be, and the events that the
 * command would record.
 */
record DryRunResponse(@JsonUnwrapped Object after, List<ObjectNode> wouldRecord) {

    DryRunResponse {
        wouldRecord = List.copyOf(wouldRecord);
    }
}
