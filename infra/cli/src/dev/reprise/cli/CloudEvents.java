package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lines of an export: each event is a CloudEvent 1.0 in JSON, in one line. The last event of a
 * commit also has all that is needed to store the commit again: its content and the hash of the
 * commit before it. A commit whose events cannot be shown is one line without data.
 */
final class CloudEvents {

    static final String SOURCE = "source";
    static final String HASH = "commithash";

    /** The number of the commit's first event, as a text: CloudEvents have integers of 32 bits. */
    static final String SEQUENCE = "commitsequence";

    static final String PREVIOUS = "commitprevious";
    static final String CONTENT = "commitcontent";
    static final String SOURCE_PREFIX = "/streams/";

    private static final String COMMIT = "dev.reprise.commit";
    private static final String EVENT_TYPE = "eventType";

    private CloudEvents() {}

    /**
     * The lines of a commit.
     *
     * @param commit as {@code GET /streams/{stream}/commits} shows it
     */
    static List<String> lines(String stream, JsonNode commit) {
        long first = commit.path("sequenceNumber").asLong();
        List<String> lines = new ArrayList<>();
        JsonNode events = commit.path("events");
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            ObjectNode line =
                    line(stream, first + i, event.path(EVENT_TYPE).asText(COMMIT), commit);
            if (i == events.size() - 1) {
                putCommit(line, commit);
            }
            line.put("datacontenttype", "application/json").set("data", event);
            lines.add(Json.write(line));
        }
        if (lines.isEmpty()) {
            lines.add(Json.write(putCommit(line(stream, first, COMMIT, commit), commit)));
        }
        return lines;
    }

    private static ObjectNode line(
            String stream, long sequenceNumber, String type, JsonNode commit) {
        ObjectNode line = Json.object();
        line.put("specversion", "1.0")
                .put("id", stream + "@" + sequenceNumber)
                .put(SOURCE, SOURCE_PREFIX + stream)
                .put("type", type)
                .put("subject", id(stream))
                .put("time", commit.path("at").asText())
                .put("sequence", sequence(sequenceNumber))
                .put("commandid", commit.path("commandId").asText())
                .put(HASH, commit.path("hash").asText());
        return line;
    }

    /** What is after the first dash, or after the one behind a tenant: {@code ~acme~order-1}. */
    private static String id(String stream) {
        int category = stream.startsWith("~") ? stream.indexOf('~', 1) + 1 : 0;
        return stream.substring(stream.indexOf('-', category) + 1);
    }

    private static ObjectNode putCommit(ObjectNode line, JsonNode commit) {
        return line.put(SEQUENCE, sequence(commit.path("sequenceNumber").asLong()))
                .put(PREVIOUS, commit.path("previous").asText())
                .put(CONTENT, commit.path("content").asText());
    }

    /**
     * With as many digits as the greatest number has, so that texts are in the order of numbers.
     */
    private static String sequence(long number) {
        return String.format(Locale.ROOT, "%019d", number);
    }
}
