package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Only a reaction to a deadline has another actor than the process. */
class OnBehalfOfTest {

    private static final class Eager extends LedgerProcess {

        Eager() {
            super("eager");
        }

        @Override
        public Reaction<Void, String> react(Integer state, RecordedEvent<String> event) {
            return reaction().sendOnBehalfOf(Optional.of("alice"), "1", "booked");
        }
    }

    /** Otherwise processes could react to each other in an endless row that nobody counts. */
    @Test
    void a_reaction_to_an_event_cannot_hide_that_it_is_one() {
        ProcessDecider<String, Integer, Void, String, String> decider =
                new ProcessDecider<>(new Eager(), Ledger.CATEGORY);
        List<RecordedEvent<String>> events =
                RecordedEvent.allOf(
                        ProcessFixture.account("1"),
                        1,
                        List.of("an event"),
                        ProcessFixture.NOW,
                        new CommandId("command"),
                        Metadata.NONE);

        assertThatThrownBy(() ->
                        decider.decide(
                                Step.first("0", new Trigger.Events<>(events), 1),
                                decider.initialState()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("eager reacts to an event by sendOnBehalfOf");
    }
}
