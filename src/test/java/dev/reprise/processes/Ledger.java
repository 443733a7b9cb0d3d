package dev.reprise.processes;

import static dev.reprise.serialization.Field.text;

import dev.reprise.aggregates.Aggregate;
import dev.reprise.aggregates.Decider;
import dev.reprise.aggregates.Decision;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventFormat;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import dev.reprise.serialization.SchemaEventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The target of a process in tests. It books each text that it is told to, also a second time, so
 * that a doubled command shows. It rejects texts that begin with {@value #REJECTED}, and has
 * nothing to do for those that begin with {@value #NEEDLESS}.
 */
final class Ledger {

    static final String CATEGORY = "ledger";
    static final String REJECTED = "reject";
    static final String NEEDLESS = "needless";

    private static final EventSchema BOOKED = EventSchema.of("Booked", text("entry"));

    static final Aggregate<String, List<String>, String, String> AGGREGATE =
            new Aggregate<>(
                    new LedgerDecider(),
                    new SchemaEventCodec<>(
                            new EventSchemas("test.ledger", List.of(BOOKED), List.of()),
                            BOOKED::body,
                            (EventBody body) -> body.text("entry"),
                            EventFormat.JSON));

    static final Target<String, String> TARGET = new Target<>(CATEGORY, AGGREGATE);

    private Ledger() {}

    /** Why an entry is rejected. */
    static String rejectionOf(String entry) {
        return "no " + entry;
    }

    private static final class LedgerDecider
            implements Decider<String, List<String>, String, String> {

        @Override
        public List<String> initialState() {
            return List.of();
        }

        @Override
        public Decision<String, String> decide(String entry, List<String> state) {
            if (entry.startsWith(REJECTED)) {
                return Decision.rejected(rejectionOf(entry));
            }
            return entry.startsWith(NEEDLESS) ? Decision.nothingToDo() : Decision.accepted(entry);
        }

        @Override
        public List<String> evolve(List<String> state, String entry, Instant at) {
            List<String> entries = new ArrayList<>(state);
            entries.add(entry);
            return List.copyOf(entries);
        }
    }
}
