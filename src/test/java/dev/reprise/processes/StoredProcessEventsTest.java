package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import dev.reprise.processes.ProcessState.Pending;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.Field;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored of a process. The samples are stored in tables. Never change them. */
class StoredProcessEventsTest {

    private static final Instant AT = Instant.parse("2026-01-31T08:15:30.120Z");

    private static final String STORED =
            """
            [{"eventType":"ReactedTo","reactedToStream":"order-7","reactedToNumber":12},\
            {"eventType":"CommandRejected","targetStream":"order-7"},\
            {"eventType":"Noted","note":"mine"},\
            {"eventType":"DeadlineSet","name":"abandoned","at":"2026-01-31T08:15:30.120Z"},\
            {"eventType":"DeadlineCancelled","name":"abandoned"},\
            {"eventType":"DeadlineReached","name":"abandoned","at":"2026-01-31T08:15:30.120Z"}]\
            """;

    private static final List<ProcessEvent<String>> EVENTS =
            List.of(
                    new ReactedTo<>("order-7", 12),
                    new CommandRejected<>("order-7"),
                    new Own<>("mine"),
                    new DeadlineSet<>("abandoned", AT),
                    new DeadlineCancelled<>("abandoned"),
                    new DeadlineReached<>("abandoned", AT));

    private static final OwnEvents<String> OWN = new Relay(1).ownEvents();

    @Test
    void events_are_stored_as_the_sample() {
        assertThat(ProcessEvents.codec(OWN, EventFormat.JSON).encode(EVENTS))
                .isEqualTo(new EncodedEvents.Json(EVENTS.size(), STORED));
    }

    @ParameterizedTest
    @EnumSource(EventFormat.class)
    void events_are_read_in_every_format(EventFormat format) {
        var codec = ProcessEvents.codec(OWN, EventFormat.JSON);
        assertThat(codec.decode(new EncodedEvents.Json(EVENTS.size(), STORED))).isEqualTo(EVENTS);
        assertThat(codec.decode(ProcessEvents.codec(OWN, format).encode(EVENTS))).isEqualTo(EVENTS);
    }

    @Test
    void the_schema_version_rises_with_that_of_the_own_events() {
        EventSchema first = EventSchema.of("First", Field.text("text"));
        EventSchema second = EventSchema.of("Second", Field.text("text"));
        OwnEvents<String> later =
                new OwnEvents<>(
                        EventSchemas.inVersions(
                                "test.later", List.of(List.of(first), List.of(second)), List.of()),
                        second::body,
                        body -> body.text("text"));
        var codec = ProcessEvents.codec(later, EventFormat.JSON);
        assertThat(codec.schemaVersion()).isEqualTo(2);
        assertThat(codec.encode(List.of(new Own<>("x"))).schemaVersion()).isEqualTo(2);
        assertThat(codec.encode(List.of(new DeadlineCancelled<>("x"))).schemaVersion())
                .isEqualTo(1);
    }

    @Test
    void an_own_event_cannot_have_the_name_of_another_event() {
        OwnEvents<String> taken =
                new OwnEvents<>(
                        new EventSchemas(
                                "test.taken", List.of(EventSchema.of("DeadlineSet")), List.of()),
                        _ -> EventSchema.of("DeadlineSet").body(),
                        _ -> "");
        assertThatThrownBy(() -> ProcessEvents.codec(taken, EventFormat.JSON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("DeadlineSet is declared twice");
    }

    private static final PendingDeadlines ROW =
            new PendingDeadlines(
                    List.of(
                            new PendingDeadline("later", AT.plusMillis(1), 9, 1, Optional.empty()),
                            new PendingDeadline("first", AT, 12, 3, Optional.of("a b\nö="))));

    @Test
    void a_row_of_deadlines_is_stored_as_the_sample() {
        String stored =
                """
                2
                first 2026-01-31T08:15:30.120Z 12 3 =a+b%0A%C3%B6%3D
                later 2026-01-31T08:15:30.121Z 9 1 \
                """;
        assertThat(ROW.encode()).isEqualTo(stored);
        assertThat(PendingDeadlines.decode(stored)).isEqualTo(ROW);
        assertThat(PendingDeadlines.decode("0")).isEqualTo(PendingDeadlines.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1\nx",
                "1\nfirst 2026-01-31 12 3 ",
                "1\nfirst 2026-01-31T08:15:30.120Z 012 3 ",
                "2\nfirst 2026-01-31T08:15:30.120Z 12 3 "
            })
    void another_text_is_no_row_of_deadlines(String stored) {
        assertThatThrownBy(() -> PendingDeadlines.decode(stored))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final ProcessStates<String> STATES =
            new ProcessStates<>(
                    new StateCodec<>() {
                        @Override
                        public int schemaVersion() {
                            return 4;
                        }

                        @Override
                        public String encode(String state) {
                            return state;
                        }

                        @Override
                        public String decode(String encoded) {
                            return encoded;
                        }
                    });

    @ParameterizedTest
    @ValueSource(strings = {"", "own", "own\nstate of\n\nlines\n"})
    void a_state_is_stored_as_the_sample(String own) {
        ProcessState<String> state =
                new ProcessState<>(
                        own,
                        21,
                        new TreeMap<>(Map.of("order-7 of mine", 5L, "order-8", 6L)),
                        new TreeMap<>(Map.of("abandoned", new Pending(AT, 13))));
        String stored =
                "21 2 1\n5 order-7 of mine\n6 order-8\nabandoned 2026-01-31T08:15:30.120Z 13\n"
                        + own;
        assertThat(STATES.encode(state)).isEqualTo(stored);
        assertThat(STATES.decode(stored)).isEqualTo(state);
        assertThat(STATES.decode(STATES.encode(ProcessState.initial(own))))
                .isEqualTo(ProcessState.initial(own));
        assertThat(STATES.schemaVersion()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 1 0", "1 1 0\n5", "x 0 0\n", "1 0 1\na 2026 1\nown"})
    void another_text_is_no_state(String stored) {
        assertThatThrownBy(() -> STATES.decode(stored))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
