package dev.reprise.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.FramedDigest;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.TimestampFormat;
import dev.reprise.feed.FeedEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedEventsTest {

    private static String shown(String storedFields) {
        FeedEntry entry =
                new FeedEntry(
                        12,
                        new StreamName("other", "1"),
                        3,
                        1,
                        Commits.AT,
                        new CommandId("command"),
                        Metadata.NONE,
                        new FramedDigest().digest(),
                        Optional.of(
                                new EncodedEvents.Json(
                                        1, "[{\"eventType\":\"Said\"" + storedFields + "}]")));
        return new FeedEvents(List.of())
                .of(entry, Caller.withAllScopes(null, null))
                .events()
                .getFirst()
                .json()
                .toString();
    }

    @Test
    void stored_fields_do_not_take_the_place_of_the_fields_of_each_event() {
        String taken =
                """
                ,"position":99,"stream":"wrong-1","sequenceNumber":99,"timestamp":"wrong",\
                "occurredAt":"wrong","metadata":{"actor":"wrong"}\
                """;
        assertThat(shown(taken + ",\"word\":\"yes\""))
                .isEqualTo(shown(",\"word\":\"yes\""))
                .isEqualTo(
                        """
                        {"position":12,"stream":"other-1","sequenceNumber":3,"eventType":"Said",\
                        "word":"yes","timestamp":"%s","metadata":{"commandId":"command"}}\
                        """
                                .formatted(TimestampFormat.format(Commits.AT)));
    }
}
