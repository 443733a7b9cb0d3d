package dev.reprise.eventstore;

import dev.reprise.eventstore.Account.Entry;
import dev.reprise.eventstore.Account.Overdrawn;
import dev.reprise.eventstore.Account.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An account's command handler on a store that can be made to fail. */
abstract class CommandHandlerFixture {

    static final int ATTEMPTS = 4;
    static final Instant AT = Commits.AT;
    static final Precondition NONE = new Precondition.None();

    final StreamName account = new StreamName("account", "1");
    final FaultyEventStore store = new FaultyEventStore(new InMemoryEventStore());
    Instant now = AT;

    CommandHandler<Transaction, Account, Entry, Overdrawn> handler() {
        return handler(store, ATTEMPTS);
    }

    /** Tries again at once. */
    CommandHandler<Transaction, Account, Entry, Overdrawn> handler(EventStore store, int attempts) {
        return new CommandHandler<>(
                store,
                Account.AGGREGATE,
                () -> now,
                RetryPolicy.jittered(attempts, Duration.ofDays(1), () -> 0L));
    }

    CommandResult<Replayed<Account>, Overdrawn> handle(String id, Transaction command) {
        return handle(id, command, NONE);
    }

    CommandResult<Replayed<Account>, Overdrawn> handle(
            String id, Transaction command, Precondition precondition) {
        return handler().handle(account, command, context(id, command, precondition));
    }

    static CommandContext context(String id, Transaction command, Precondition precondition) {
        return new CommandContext(new CommandId(id), hash(command), precondition, Metadata.NONE);
    }

    static Digest hash(Transaction command) {
        return Commits.digest(command.toString());
    }

    static Precondition versionIn(long... versions) {
        return new Precondition.VersionIn(
                Arrays.stream(versions).mapToObj(StreamVersion::new).collect(Collectors.toSet()));
    }

    static Transaction enter(Integer... amounts) {
        return Transaction.Enter.of(amounts);
    }

    /** The account after these entries, the last of which was made at an instant. */
    static CommandResult<Replayed<Account>, Overdrawn> handled(Instant at, Integer... amounts) {
        return new CommandResult.Handled<>(
                new Replayed<>(Account.of(amounts), new StreamVersion(amounts.length), at));
    }

    static CommandResult<Replayed<Account>, Overdrawn> handled(Integer... amounts) {
        return handled(AT, amounts);
    }

    static CommandResult<Replayed<Account>, Overdrawn> rejected(int balance) {
        return new CommandResult.Rejected<>(new Overdrawn(balance));
    }

    static CommandResult<Replayed<Account>, Overdrawn> preconditionFailed(long actual) {
        return new CommandResult.PreconditionFailed<>(new StreamVersion(actual));
    }

    static CommandResult<Replayed<Account>, Overdrawn> idReused(long recordedAt) {
        return new CommandResult.CommandIdReused<>(new StreamVersion(recordedAt));
    }

    /** The amounts of every commit that is stored. */
    List<String> stored() {
        return Commits.all(store, account).stream().map(commit -> commit.events().json()).toList();
    }
}
