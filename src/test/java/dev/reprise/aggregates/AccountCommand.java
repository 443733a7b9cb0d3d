package dev.reprise.aggregates;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.StreamName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to accounts.
 *
 * @param joint whether a {@link JointCommandHandler} handles it; otherwise it has one part, a
 *     change
 */
record AccountCommand(CommandId id, List<Part> parts, boolean joint) {

    /** What the command does with one account. */
    sealed interface Part {
        StreamName stream();

        record Change(StreamName stream, Transaction transaction) implements Part {}

        /** The balance must be above 0. */
        record Solvent(StreamName stream) implements Part {}
    }

    /**
     * What the command comes to.
     *
     * @param entries of the accounts that it changes; none if it is rejected
     */
    record Decided(
            Optional<JointCommandResult<Overdrawn>> rejection,
            Map<StreamName, List<Entry>> entries) {}

    AccountCommand {
        parts = List.copyOf(parts);
    }

    CommandDigest digest() {
        return Commits.commandDigest(parts.toString());
    }

    List<JointPart<Overdrawn>> jointParts() {
        return parts.stream().map(AccountCommand::jointPart).toList();
    }

    private static JointPart<Overdrawn> jointPart(Part part) {
        return switch (part) {
            case Part.Change(StreamName stream, Transaction transaction) ->
                    new JointPart.Change<>(Account.AGGREGATE, stream, transaction);
            case Part.Solvent(StreamName stream) -> JointCommandHandlerTest.solvent(stream);
        };
    }

    /** Decides the command on the accounts as they are at one moment. */
    Decided decide(Map<StreamName, Account> accounts) {
        Map<StreamName, List<Entry>> entries = new LinkedHashMap<>();
        for (Part part : parts) {
            Account account = accounts.getOrDefault(part.stream(), Account.of());
            Decision<Entry, Overdrawn> decision =
                    switch (part) {
                        case Part.Change(_, Transaction transaction) ->
                                Account.DECIDER.decide(transaction, account);
                        case Part.Solvent _ ->
                                account.balance() > 0
                                        ? Decision.nothingToDo()
                                        : Decision.rejected(new Overdrawn(account.balance()));
                    };
            switch (decision) {
                case Decision.Rejected(Overdrawn reason) -> {
                    return new Decided(
                            Optional.of(new JointCommandResult.Rejected<>(part.stream(), reason)),
                            Map.of());
                }
                case Decision.Accepted(List<Entry> events) when events.isEmpty() -> {}
                case Decision.Accepted(List<Entry> events) -> entries.put(part.stream(), events);
            }
        }
        return new Decided(Optional.empty(), entries);
    }
}
