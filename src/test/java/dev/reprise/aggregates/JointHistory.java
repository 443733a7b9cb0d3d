package dev.reprise.aggregates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Account.Entry;
import dev.reprise.aggregates.Account.Overdrawn;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The appends that were recorded, in their order, and the calls with their answers. The check finds
 * an answer that does not fit this order.
 */
final class JointHistory {

    /** What one append recorded. */
    record Recording(int call, AccountCommand command, List<Commit> commits) {

        Map<StreamName, StreamVersion> versions() {
            return commits.stream().collect(Collectors.toMap(Commit::stream, Commit::version));
        }
    }

    /**
     * A call.
     *
     * @param from how many appends were recorded when it began
     * @param to how many were recorded when it ended
     * @param answer empty if the store was unavailable
     */
    record Call(
            int number,
            AccountCommand command,
            int from,
            int to,
            Optional<JointCommandResult<Overdrawn>> answer) {}

    private final List<Recording> recordings = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    /** The accounts after the first so many recordings. */
    private final List<Map<StreamName, Account>> accounts = new ArrayList<>(List.of(Map.of()));

    /** Where each command was recorded. */
    private final Map<CommandId, Integer> places = new HashMap<>();

    /** How many appends are recorded. */
    int size() {
        return recordings.size();
    }

    List<Call> calls() {
        return calls;
    }

    List<Recording> recordings() {
        return recordings;
    }

    void add(Call call) {
        calls.add(call);
    }

    /** Adds an append, which must record what its command comes to at this moment, for once. */
    void add(Recording recording) {
        AccountCommand command = recording.command();
        assertThat(places).as("recorded twice: %s", command).doesNotContainKey(command.id());
        Map<StreamName, Account> after = new HashMap<>(accounts.getLast());
        Map<StreamName, List<Entry>> decided = command.decide(after).entries();
        assertThat(entries(recording)).as("recorded of %s", command).isEqualTo(decided);
        decided.forEach((stream, entries) -> {
            List<Entry> all = new ArrayList<>(after.getOrDefault(stream, Account.of()).entries());
            all.addAll(entries);
            after.put(stream, new Account(all));
        });
        places.put(command.id(), recordings.size());
        accounts.add(after);
        recordings.add(recording);
    }

    private static Map<StreamName, List<Entry>> entries(Recording recording) {
        return recording.commits().stream()
                .collect(
                        Collectors.toMap(
                                Commit::stream, commit -> Account.CODEC.decode(commit.events())));
    }

    /** Checks every stream and every answer. */
    void check(EventStore store) {
        accounts.getLast()
                .keySet()
                .forEach(stream ->
                        assertThat(Commits.all(store, stream))
                                .as("commits of %s", stream)
                                .isEqualTo(
                                        recordings.stream()
                                                .flatMap(recording -> recording.commits().stream())
                                                .filter(commit -> commit.stream().equals(stream))
                                                .toList()));
        for (Call call : calls) {
            call.answer()
                    .ifPresent(answer ->
                            assertThat(fits(call, answer))
                                    .as("%s, recorded at %s", call, places.get(call.command().id()))
                                    .isTrue());
        }
    }

    private boolean fits(Call call, JointCommandResult<Overdrawn> answer) {
        Optional<Integer> place =
                Optional.ofNullable(places.get(call.command().id())).filter(p -> p < call.to());
        Optional<Recording> recording = place.map(recordings::get);
        boolean recordedByThisCall = recording.filter(r -> r.call() == call.number()).isPresent();
        return switch (answer) {
            case JointCommandResult.Handled<Overdrawn>(var versions, boolean replayed) ->
                    recording
                                    .filter(r -> r.command().equals(call.command()))
                                    .filter(r -> r.versions().equals(versions))
                                    .filter(r -> replayed != recordedByThisCall)
                                    .isPresent()
                            || (!replayed && isNothingToDo(call, place, versions));
            case JointCommandResult.Rejected<Overdrawn> rejected ->
                    moments(call, place)
                            .anyMatch(i ->
                                    call.command()
                                            .decide(accounts.get(i))
                                            .rejection()
                                            .equals(Optional.of(rejected)));
            case JointCommandResult.CommandIdReused<Overdrawn>(var stream, var version) ->
                    recording
                            .filter(r -> !r.command().equals(call.command()))
                            .filter(r -> version.equals(r.versions().get(stream)))
                            .isPresent();
            case JointCommandResult.Contended<Overdrawn> _ -> !recordedByThisCall;
            case JointCommandResult.TooLarge<Overdrawn> _ -> false;
        };
    }

    private boolean isNothingToDo(
            Call call, Optional<Integer> place, Map<StreamName, StreamVersion> versions) {
        return moments(call, place)
                .anyMatch(i -> {
                    AccountCommand.Decided decided = call.command().decide(accounts.get(i));
                    return decided.rejection().isEmpty()
                            && decided.entries().isEmpty()
                            && versions.equals(versionsOfNothing(call.command(), i));
                });
    }

    /** A single command that records nothing is answered with its stream as it is. */
    private Map<StreamName, StreamVersion> versionsOfNothing(AccountCommand command, int moment) {
        if (command.joint()) {
            return Map.of();
        }
        StreamName stream = command.parts().getFirst().stream();
        int entries = accounts.get(moment).getOrDefault(stream, Account.of()).entries().size();
        return Map.of(stream, new StreamVersion(entries));
    }

    /** The moments during a call before its command was recorded. */
    private static IntStream moments(Call call, Optional<Integer> place) {
        return IntStream.rangeClosed(call.from(), Math.min(call.to(), place.orElse(call.to())));
    }
}
