package dev.reprise.aggregates;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.eventstore.CommandDigest;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An account's command handler on a store that fails on demand. */
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

    /** Retries without waiting. */
    CommandHandler<Transaction, Account, Entry, Overdrawn> handler(EventStore store, int attempts) {
        return new CommandHandler<>(
                store,
                Account.AGGREGATE,
                () -> now,
                RetryPolicy.jittered(attempts, Duration.ofDays(1), () -> 0L));
    }

    CommandResult<VersionedState<Account>, Overdrawn> handle(String id, Transaction command) {
        return handle(id, command, NONE);
    }

    CommandResult<VersionedState<Account>, Overdrawn> handle(
            String id, Transaction command, Precondition precondition) {
        return handler().handle(account, command, context(id, command, precondition));
    }

    static CommandContext context(String id, Transaction command, Precondition precondition) {
        return new CommandContext(new CommandId(id), digest(command), precondition, Metadata.NONE);
    }

    static CommandDigest digest(Transaction command) {
        return Commits.commandDigest(command.toString());
    }

    static Precondition versionIn(long... versions) {
        return new Precondition.VersionIn(versions(versions));
    }

    static Precondition versionNotIn(long... versions) {
        return new Precondition.VersionNotIn(versions(versions));
    }

    static Precondition both(Precondition first, Precondition second) {
        return new Precondition.Both(first, second);
    }

    private static Set<StreamVersion> versions(long... versions) {
        return Arrays.stream(versions).mapToObj(StreamVersion::new).collect(Collectors.toSet());
    }

    static Transaction enter(Integer... amounts) {
        return Transaction.Enter.of(amounts);
    }

    /** The account after these entries, with the timestamp of the last one. */
    static CommandResult<VersionedState<Account>, Overdrawn> handled(
            Instant at, Integer... amounts) {
        return new CommandResult.Handled<>(state(at, amounts));
    }

    private static VersionedState<Account> state(Instant at, Integer... amounts) {
        return new VersionedState<>(Account.of(amounts), new StreamVersion(amounts.length), at);
    }

    /** The result of a command that an earlier call recorded. */
    static CommandResult<VersionedState<Account>, Overdrawn> replayed(
            Instant at, Integer... amounts) {
        return new CommandResult.Handled<>(state(at, amounts), true);
    }

    static CommandResult<VersionedState<Account>, Overdrawn> replayed(Integer... amounts) {
        return replayed(AT, amounts);
    }

    static CommandResult<VersionedState<Account>, Overdrawn> handled(Integer... amounts) {
        return handled(AT, amounts);
    }

    static CommandResult<VersionedState<Account>, Overdrawn> rejected(int balance) {
        return new CommandResult.Rejected<>(new Overdrawn(balance));
    }

    static CommandResult<VersionedState<Account>, Overdrawn> preconditionFailed(long actual) {
        return new CommandResult.PreconditionFailed<>(new StreamVersion(actual));
    }

    static CommandResult<VersionedState<Account>, Overdrawn> idReused(long recordedAt) {
        return new CommandResult.CommandIdReused<>(new StreamVersion(recordedAt));
    }

    /** The amounts of every stored commit. */
    List<String> stored() {
        return Commits.all(store, account).stream().map(commit -> commit.events().json()).toList();
    }
}
