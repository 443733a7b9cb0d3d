package dev.reprise.processes;

import static dev.reprise.serialization.Field.text;

import dev.reprise.aggregates.StateCodec;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.projections.Entries;
import dev.reprise.serialization.EventBody;
import dev.reprise.serialization.EventSchema;
import dev.reprise.serialization.EventSchemas;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process for tests: it reacts to the amounts of accounts. The amount says what it does. What it
 * sends contains how many own events it has, so it depends on the state.
 */
final class Relay implements BusinessProcess<Integer, Integer, String, String, String> {

    static final int NOTHING = 0;
    static final int NOTE = 1;
    static final int SEND = 2;
    static final int NOTE_AND_SEND = 3;
    static final int SEND_REJECTED = 4;
    static final int SEND_NEEDLESS = 5;
    static final int SET_DEADLINE = 6;
    static final int SET_SENDING_DEADLINE = 7;
    static final int CANCEL_DEADLINES = 8;
    static final int NOBODYS = 9;
    static final int NOTE_OR_SET_DEADLINE = 10;
    static final int SEND_OTHER_IF_REJECTED = 11;
    static final int SEND_REJECTED_FOREVER = 12;
    static final int SEND_SAME_OR_SET_DEADLINE = 13;
    static final int SEND_SAME = 14;
    static final int SEND_IF_UNCHANGED = 15;
    static final int SEND_IMPURE = 16;
    static final int KINDS = 17;

    /** The kinds before this one are those of random tests. */
    static final int RANDOM_KINDS = 11;

    private static final String OTHER = Ledger.REJECTED + "other";
    private static final String FOREVER = Ledger.REJECTED + "forever";

    static final String NAME = "test_relay";
    static final String PLAIN = "plain";
    static final String SENDING = "sending";

    private static final EventSchema NOTED = EventSchema.of("Noted", text("note"));
    private static final OwnEvents<String> OWN_EVENTS =
            new OwnEvents<>(
                    new EventSchemas("test.relay", List.of(NOTED), List.of()),
                    NOTED::body,
                    (EventBody body) -> body.text("note"));

    private final int instances;
    private final AtomicInteger impure = new AtomicInteger();

    /** A process whose instances share the accounts. */
    Relay(int instances) {
        this.instances = instances;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String category() {
        return Entries.CATEGORY;
    }

    @Override
    public EventCodec<Integer> codec() {
        return Entries.CODEC;
    }

    @Override
    public OwnEvents<String> ownEvents() {
        return OWN_EVENTS;
    }

    @Override
    public Optional<StateCodec<Integer>> states() {
        return Optional.of(
                new StateCodec<>() {
                    @Override
                    public int schemaVersion() {
                        return 1;
                    }

                    @Override
                    public String encode(Integer state) {
                        return Integer.toString(state);
                    }

                    @Override
                    public Integer decode(String encoded) {
                        return Integer.valueOf(encoded);
                    }
                });
    }

    /** By the account and the amount: the events of a commit are for several instances. */
    @Override
    public Optional<String> correlate(RecordedEvent<Integer> event) {
        int amount = event.event();
        return amount % KINDS == NOBODYS
                ? Optional.empty()
                : Optional.of(Integer.toString((amount / KINDS) % instances));
    }

    @Override
    public Integer initialState() {
        return 0;
    }

    @Override
    public Integer evolve(Integer state, String event, Instant at) {
        return state + 1;
    }

    @Override
    public Reaction<String, String> react(Integer state, RecordedEvent<Integer> event) {
        String ref = event.stream().withoutTenant() + "@" + event.sequenceNumber();
        String entry = ref + "#" + state;
        String ledger = event.stream().id();
        Instant soon = event.timestamp().plusSeconds(event.event() / KINDS);
        return switch (event.event() % KINDS) {
            case NOTHING -> Reaction.nothing();
            case NOTE -> reaction().record(ref);
            case SEND -> reaction().send(ledger, entry);
            case NOTE_AND_SEND -> reaction().record(ref).send(ledger, entry);
            case SEND_REJECTED -> reaction().record(ref).send(ledger, Ledger.REJECTED + entry);
            case SEND_NEEDLESS -> reaction().send(ledger, Ledger.NEEDLESS + entry);
            case SEND_OTHER_IF_REJECTED -> reaction().record(ref).send(ledger, OTHER + entry);
            case SEND_REJECTED_FOREVER -> reaction().send(ledger, FOREVER + entry);
            case SET_DEADLINE -> reaction().setDeadline(PLAIN, soon);
            case SET_SENDING_DEADLINE -> reaction().setDeadline(SENDING, soon);
            // Where a step ends depends on the state.
            case NOTE_OR_SET_DEADLINE ->
                    state % 2 == 1 ? reaction().record(ref) : reaction().setDeadline(PLAIN, soon);
            case SEND_IF_UNCHANGED -> reaction().sendIfUnchanged(ledger, entry);
            case SEND_IMPURE -> reaction().send(ledger, entry + impure.incrementAndGet());
            case SEND_SAME -> reaction().send(ledger, "same");
            case SEND_SAME_OR_SET_DEADLINE ->
                    state % 2 == 1
                            ? reaction().send(ledger, "same")
                            : reaction().setDeadline(PLAIN, soon);
            case CANCEL_DEADLINES -> reaction().cancelDeadline(PLAIN).cancelDeadline(SENDING);
            default -> throw new IllegalArgumentException("not for this process: " + event);
        };
    }

    @Override
    public Reaction<String, String> onDeadline(Integer state, Deadline deadline) {
        return deadline.name().equals(SENDING)
                ? reaction().send("deadlines", deadline.at() + "#" + state)
                : reaction().record("reached " + deadline.at());
    }

    @Override
    public Reaction<String, String> onRejection(
            Integer state, RejectedCommand<String, String> rejected) {
        SentCommand<String> sent = rejected.sent();
        if (sent.command().startsWith(OTHER)) {
            return reaction()
                    .record("other")
                    .setDeadline(PLAIN, rejected.at())
                    .send("other", "instead of " + sent.targetId());
        }
        return sent.command().startsWith(FOREVER)
                ? reaction().send(sent.targetId(), sent.command() + "!")
                : reaction().record(rejected.reason());
    }
}
