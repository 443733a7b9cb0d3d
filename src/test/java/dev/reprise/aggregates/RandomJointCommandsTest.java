package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.aggregates.Account.Transaction;
import dev.reprise.aggregates.AccountCommand.Part;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RetryPolicy;
import dev.reprise.eventstore.StoreUnavailableException;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Turns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Several callers send single and joint commands to few streams, and repeat their own and each
 * other's. Every answer must fit the one order in which the commits were recorded.
 */
class RandomJointCommandsTest {

    private static final int SEEDS = 300;
    private static final int CALLERS = 4;
    private static final int CALLS_OF_EACH = 20;
    private static final int ATTEMPTS = 8;

    private static final List<StreamName> STREAMS =
            IntStream.range(0, 4)
                    .mapToObj(i -> new StreamName("account", Integer.toString(i)))
                    .toList();

    private static final List<String> KINDS =
            List.of(
                    "joint CommandIdReused",
                    "joint Handled",
                    "joint Rejected",
                    "joint Replayed",
                    "joint unavailable",
                    "single CommandIdReused",
                    "single Handled",
                    "single Rejected",
                    "single Replayed",
                    "single unavailable",
                    "stale loads");

    private final Map<String, Integer> counts = new TreeMap<>();

    @Test
    void every_answer_fits_one_order_of_commits() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).run();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        // Each kind is so frequent that a rule that is left out is found.
        assertThat(counts).containsKeys(KINDS.toArray(String[]::new));
        assertThat(KINDS).as("%s", counts).allMatch(kind -> counts.getOrDefault(kind, 0) > SEEDS);
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** The calls of one seed. */
    private final class Run {

        private final RandomGenerator random;
        private final Turns turns;
        private final double shareOfOlderRelease;
        private final InMemoryEventStore store = new InMemoryEventStore();
        private final JointHistory history = new JointHistory();
        private final List<AccountCommand> sent = new ArrayList<>();
        private long millis;
        private int calls;

        /** In every second run, some joint appends store no partners. */
        Run(int seed) {
            random = new SplittableRandom(seed);
            turns = new Turns(random);
            shareOfOlderRelease = seed % 2 == 0 ? 0.3 : 0;
        }

        void run() {
            turns.run(
                    IntStream.range(0, CALLERS)
                            .<Runnable>mapToObj(_ -> new Caller()::sendCommands)
                            .toList());
            history.check(store);
        }

        private CommandId nextId() {
            return new CommandId("command-" + sent.size());
        }

        private AccountCommand nextCommand() {
            double kind = random.nextDouble();
            AccountCommand earlier = sent.isEmpty() ? null : sent.get(random.nextInt(sent.size()));
            if (earlier != null && kind < 0.35) {
                return earlier;
            }
            AccountCommand command =
                    earlier != null && kind < 0.42
                            ? new AccountCommand(
                                    earlier.id(),
                                    earlier.parts().stream().map(Run::other).toList(),
                                    earlier.joint())
                            : kind < 0.65 ? single() : joint();
            sent.add(command);
            return command;
        }

        private static Part other(Part part) {
            return part instanceof Part.Change(var stream, Transaction.Enter(var amounts))
                    ? new Part.Change(
                            stream,
                            new Transaction.Enter(amounts.stream().map(a -> a + 1).toList()))
                    : part;
        }

        private AccountCommand single() {
            StreamName stream = STREAMS.get(random.nextInt(STREAMS.size()));
            Transaction transaction =
                    random.nextInt(8) == 0
                            ? new Transaction.Empty()
                            : Transaction.Enter.of(random.nextInt(-9, 25));
            return new AccountCommand(
                    nextId(), List.of(new Part.Change(stream, transaction)), false);
        }

        private AccountCommand joint() {
            List<StreamName> streams = new ArrayList<>(STREAMS);
            Collections.shuffle(streams, random);
            Part.Change first = enter(streams.get(0), -random.nextInt(1, 5));
            Part.Change second = enter(streams.get(1), random.nextInt(1, 5));
            Part third =
                    switch (random.nextInt(5)) {
                        case 0 -> enter(streams.get(2), 1);
                        case 1 -> new Part.Change(streams.get(2), new Transaction.Empty());
                        case 2 -> new Part.Change(streams.get(2), Transaction.Enter.of());
                        default -> new Part.Solvent(streams.get(2));
                    };
            List<Part> parts =
                    switch (random.nextInt(3)) {
                        case 0 -> List.of(first, second);
                        case 1 -> List.of(first, third);
                        default -> List.of(first, second, third);
                    };
            return new AccountCommand(nextId(), parts, true);
        }

        private static Part.Change enter(StreamName stream, int amount) {
            return new Part.Change(stream, Transaction.Enter.of(amount));
        }

        /** A caller with handlers of its own, as in a process of its own. */
        private final class Caller {

            private final InstantSource clock = () -> Commits.AT.plusMillis(millis++);
            private final RetryPolicy retries =
                    RetryPolicy.jittered(ATTEMPTS, Duration.ofDays(1), () -> 0L);
            private final UnreliableEventStore unreliable =
                    new UnreliableEventStore(
                            store, turns, random, shareOfOlderRelease, this::recorded);
            private final CommandHandler<Transaction, Account, Entry, Overdrawn> single =
                    new CommandHandler<>(unreliable, Account.AGGREGATE, clock, retries);
            private final JointCommandHandler joint =
                    new JointCommandHandler(unreliable, clock, retries);
            private int call;
            private AccountCommand command = single();

            private void recorded(List<Commit> commits) {
                history.add(new JointHistory.Recording(call, command, commits));
            }

            private void sendCommands() {
                for (int i = 0; i < CALLS_OF_EACH; i++) {
                    command = nextCommand();
                    call = calls++;
                    int from = history.size();
                    Optional<JointCommandResult<Overdrawn>> answer = answer();
                    history.add(new JointHistory.Call(call, command, from, history.size(), answer));
                    count(kind(answer));
                }
                IntStream.range(0, unreliable.staleLoads()).forEach(_ -> count("stale loads"));
            }

            private String kind(Optional<JointCommandResult<Overdrawn>> answer) {
                String kind =
                        answer.map(result ->
                                        result instanceof JointCommandResult.Handled<?> handled
                                                        && handled.replayed()
                                                ? "Replayed"
                                                : result.getClass().getSimpleName())
                                .orElse("unavailable");
                return (command.joint() ? "joint " : "single ") + kind;
            }

            private Optional<JointCommandResult<Overdrawn>> answer() {
                try {
                    return Optional.of(
                            command.joint()
                                    ? joint.handle(
                                            command.jointParts(),
                                            command.id(),
                                            command.digest(),
                                            Metadata.NONE)
                                    : handleSingle());
                } catch (StoreUnavailableException e) {
                    return Optional.empty();
                }
            }

            private JointCommandResult<Overdrawn> handleSingle() {
                Part.Change change = (Part.Change) command.parts().getFirst();
                StreamName stream = change.stream();
                CommandContext context =
                        new CommandContext(
                                command.id(),
                                command.digest(),
                                new Precondition.None(),
                                Metadata.NONE);
                return switch (single.handle(stream, change.transaction(), context)) {
                    case CommandResult.Handled(var after, boolean replayed) ->
                            new JointCommandResult.Handled<>(
                                    Map.of(stream, after.version()), replayed);
                    case CommandResult.Rejected(Overdrawn reason) ->
                            new JointCommandResult.Rejected<>(stream, reason);
                    case CommandResult.CommandIdReused(var version) ->
                            new JointCommandResult.CommandIdReused<>(stream, version);
                    case CommandResult.Contended(int attempts) ->
                            new JointCommandResult.Contended<>(attempts);
                    case CommandResult.PreconditionFailed<?, ?> _,
                            CommandResult.TooLarge<?, ?> _,
                            CommandResult.Hidden<?, ?> _ ->
                            throw new AssertionError("without a cause: " + command);
                };
            }
        }
    }
}
