package dev.reprise.aggregates;

import dev.reprise.eventstore.EncodedEvents;
import dev.reprise.eventstore.EventCodec;
import dev.reprise.eventstore.UndecodableEventsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An aggregate for tests: an account that is never overdrawn. Its state keeps every entry, so a
 * test sees which events were folded into it.
 */
record Account(List<Entry> entries) {

    /** An event. */
    record Entry(int amount) {}

    /** A command. */
    sealed interface Transaction {

        /** Enters several amounts as one commit. An empty list is nothing to do. */
        record Enter(List<Integer> amounts) implements Transaction {
            static Enter of(Integer... amounts) {
                return new Enter(List.of(amounts));
            }
        }

        /** Opens the account with a first entry. */
        record Open(int amount) implements Transaction {}

        /** Withdraws the balance. There is nothing to do if it is 0. */
        record Empty() implements Transaction {}
    }

    /** A rejection. */
    record Overdrawn(int balance) {}

    static final Decider<Transaction, Account, Entry, Overdrawn> DECIDER = new AccountDecider();
    static final EventCodec<Entry> CODEC = new EntryCodec();
    static final Aggregate<Transaction, Account, Entry, Overdrawn> AGGREGATE =
            new Aggregate<>(DECIDER, CODEC);

    static Account of(Integer... amounts) {
        return new Account(Arrays.stream(amounts).map(Entry::new).toList());
    }

    int balance() {
        return entries.stream().mapToInt(Entry::amount).sum();
    }

    private static final class AccountDecider
            implements Decider<Transaction, Account, Entry, Overdrawn> {

        @Override
        public Account initialState() {
            return new Account(List.of());
        }

        @Override
        public Decision<Entry, Overdrawn> decide(Transaction command, Account state) {
            return switch (command) {
                case Transaction.Open(int amount) ->
                        amount < 0 || !state.entries().isEmpty()
                                ? Decision.rejected(new Overdrawn(state.balance()))
                                : Decision.accepted(new Entry(amount));
                case Transaction.Enter(List<Integer> amounts) -> {
                    int after = state.balance() + amounts.stream().mapToInt(a -> a).sum();
                    yield after < 0
                            ? Decision.rejected(new Overdrawn(state.balance()))
                            : new Decision.Accepted<>(amounts.stream().map(Entry::new).toList());
                }
                case Transaction.Empty _ ->
                        state.balance() == 0
                                ? Decision.nothingToDo()
                                : Decision.accepted(new Entry(-state.balance()));
            };
        }

        @Override
        public boolean startsStream(Transaction command) {
            return command instanceof Transaction.Open;
        }

        @Override
        public Account evolve(Account state, Entry event, Instant at) {
            List<Entry> entries = new ArrayList<>(state.entries());
            entries.add(event);
            Account after = new Account(List.copyOf(entries));
            if (after.balance() < 0) {
                throw new IllegalStateException("the account is overdrawn");
            }
            return after;
        }
    }

    /** Stores entries as a JSON array of numbers. */
    private static final class EntryCodec implements EventCodec<Entry> {

        @Override
        public EncodedEvents encode(List<Entry> events) {
            return new EncodedEvents.Json(
                    events.size(),
                    events.stream()
                            .map(entry -> Integer.toString(entry.amount()))
                            .collect(Collectors.joining(",", "[", "]")));
        }

        @Override
        public List<Entry> decode(EncodedEvents encoded) {
            String json = encoded.json();
            try {
                return Arrays.stream(json.substring(1, json.length() - 1).split(",", -1))
                        .map(number -> new Entry(Integer.parseInt(number)))
                        .toList();
            } catch (NumberFormatException e) {
                throw new UndecodableEventsException(json + " is no list of numbers", e);
            }
        }
    }
}
