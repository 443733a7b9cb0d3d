package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.eventstore.UndecodableEventsException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A codec that lies is found before anything is recorded. */
class ReadableEventsTest {

    /**
     * A codec that lies about the events 7 and 8, which follow an event of the stream.
     *
     * @param message what its refusal says
     */
    record Lie(
            String name,
            Function<EncodedEvents, EncodedEvents> encoding,
            Function<List<Entry>, List<Entry>> decoding,
            String message)
            implements EventCodec<Entry> {

        @Override
        public EncodedEvents encode(List<Entry> events) {
            EncodedEvents encoded = Account.CODEC.encode(events);
            return events.size() == 2 ? encoding.apply(encoded) : encoded;
        }

        @Override
        public List<Entry> decode(EncodedEvents encoded) {
            List<Entry> decoded = Account.CODEC.decode(encoded);
            return decoded.contains(new Entry(1)) ? decoded : decoding.apply(decoded);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String EVENTS =
            "the events from 2 on of account-1 would not be read as decided: ";

    static final List<Lie> LIES =
            List.of(
                    new Lie(
                            "counts too few",
                            encoded -> new EncodedEvents.Json(1, encoded.json()),
                            decoded -> decoded,
                            EVENTS
                                    + "they are encoded as 1 events, but are [Entry[amount=7], Entry[amount=8]]"),
                    new Lie(
                            "counts too many",
                            encoded -> new EncodedEvents.Json(3, encoded.json()),
                            decoded -> decoded,
                            EVENTS + "they are encoded as 3 events"),
                    new Lie(
                            "writes one event less",
                            _ -> new EncodedEvents.Json(2, "[7]"),
                            decoded -> decoded,
                            EVENTS + "they are decoded as 1 events"),
                    new Lie(
                            "reads one event more",
                            encoded -> encoded,
                            decoded ->
                                    Stream.concat(decoded.stream(), Stream.of(new Entry(9)))
                                            .toList(),
                            EVENTS + "they are decoded as 3 events"),
                    new Lie(
                            "writes another event",
                            _ -> new EncodedEvents.Json(2, "[7,9]"),
                            decoded -> decoded,
                            "event 3 of account-1 would not be read as decided: it is decoded as"
                                    + " Entry[amount=9], but is Entry[amount=8]"),
                    new Lie(
                            "reads another event",
                            encoded -> encoded,
                            decoded -> List.of(new Entry(6), decoded.getLast()),
                            "event 2 of account-1 would not be read as decided: it is decoded as"
                                    + " Entry[amount=6], but is Entry[amount=7]"),
                    new Lie(
                            "reads in another order",
                            encoded -> encoded,
                            List::reversed,
                            "event 2 of account-1 would not be read as decided: it is decoded as"
                                    + " Entry[amount=8], but is Entry[amount=7]"),
                    new Lie(
                            "cannot read what it wrote",
                            _ -> new EncodedEvents.Json(2, "[7,eight]"),
                            decoded -> decoded,
                            EVENTS
                                    + "they cannot be decoded: "
                                    + UndecodableEventsException.class.getName()
                                    + ": [7,eight] is no list of numbers"),
                    new Lie(
                            "reads without end",
                            encoded -> encoded,
                            _ -> {
                                throw new StackOverflowError();
                            },
                            EVENTS + "they cannot be decoded: java.lang.StackOverflowError"));

    private final StreamName stream = new StreamName("account", "1");
    private final StreamName other = new StreamName("account", "2");
    private final InMemoryEventStore store = new InMemoryEventStore();

    private static Aggregate<Transaction, Account, Entry, Overdrawn> aggregate(Lie codec) {
        return new Aggregate<>(Account.DECIDER, codec);
    }

    private void assertRefused(Lie codec, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(codec.message())
                .hasMessageEndingWith(
                        ". Nothing was recorded. Correct the codec of the events, or the equals"
                                + " method of the event.");
        assertThat(Commits.all(store, stream)).hasSize(1);
        assertThat(Commits.all(store, other)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("LIES")
    void events_that_would_not_be_read_as_decided_are_not_recorded(Lie codec) {
        CommandHandler<Transaction, Account, Entry, Overdrawn> handler =
                new CommandHandler<>(store, aggregate(codec), () -> Commits.AT, () -> () -> false);
        handler.handle(stream, Transaction.Enter.of(1), context("first"));
        assertRefused(
                codec, () -> handler.handle(stream, Transaction.Enter.of(7, 8), context("second")));
        // The handler goes on from the state before.
        assertThat(handler.handle(stream, Transaction.Enter.of(1), context("third")))
                .isEqualTo(
                        new CommandResult.Handled<>(
                                new VersionedState<>(
                                        Account.of(1, 1), new StreamVersion(2), Commits.AT)));
    }

    @ParameterizedTest
    @FieldSource("LIES")
    void a_joint_command_records_nothing_in_any_stream(Lie codec) {
        FaultyEventStore.enter(store, stream, "first", 1);
        JointCommandHandler handler =
                new JointCommandHandler(store, () -> Commits.AT, () -> () -> false);
        List<JointPart<Overdrawn>> parts =
                List.of(
                        new JointPart.Change<>(Account.AGGREGATE, other, Transaction.Enter.of(1)),
                        new JointPart.Change<>(
                                aggregate(codec), stream, Transaction.Enter.of(7, 8)));
        assertRefused(
                codec,
                () ->
                        handler.handle(
                                parts,
                                new CommandId("second"),
                                Commits.commandDigest("second"),
                                Metadata.NONE));
    }

    private static CommandContext context(String id) {
        return new CommandContext(
                new CommandId(id),
                Commits.commandDigest(id),
                new Precondition.None(),
                Metadata.NONE);
    }
}
