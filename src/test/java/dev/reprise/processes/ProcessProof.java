package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.Commit;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.eventstore.StreamName;
import dev.reprise.processes.ProcessEvent.CommandRejected;
import dev.reprise.processes.ProcessEvent.DeadlineCancelled;
import dev.reprise.processes.ProcessEvent.DeadlineReached;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import dev.reprise.projections.Entries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the streams of a {@link Relay} against those that it reacted to and those that it changed.
 * Each step has to be what the relay does in the state before it; each event has to be in one step;
 * each entry of a ledger has to be that of one step. It uses the relay's functions, and nothing of
 * what runs it.
 */
final class ProcessProof {

    private final ProcessFixture all;
    private final Set<String> booked = new HashSet<>();
    private final Map<String, Integer> counts = new TreeMap<>();

    ProcessProof(ProcessFixture all) {
        this.all = all;
    }

    /** Checks everything, and counts the steps by what they did. */
    Map<String, Integer> check() {
        Map<StreamName, List<RecordedEvent<Integer>>> accounts = new HashMap<>();
        for (StreamName stream : all.store.streams()) {
            if (stream.category().equals(Entries.CATEGORY)) {
                accounts.put(stream, recorded(stream));
            }
        }
        for (StreamName stream : all.store.streams()) {
            if (stream.category().equals(Relay.NAME)) {
                new Instance(stream, accounts).check();
            }
        }
        assertEveryInstanceIsThere(accounts);
        assertEveryEntryIsThatOfAStep();
        return counts;
    }

    private List<RecordedEvent<Integer>> recorded(StreamName account) {
        return all.commits(account).stream()
                .flatMap(commit -> RecordedEvent.<Integer>allOf(commit, Entries.CODEC).stream())
                .toList();
    }

    private void assertEveryInstanceIsThere(
            Map<StreamName, List<RecordedEvent<Integer>>> accounts) {
        accounts.values().stream()
                .flatMap(List::stream)
                .filter(event -> event.event() % Relay.KINDS != Relay.NOTHING)
                .flatMap(event -> all.relay.correlate(event).stream())
                .distinct()
                .forEach(id ->
                        assertThat(all.store.streams()).contains(ProcessFixture.instance(id)));
    }

    private void assertEveryEntryIsThatOfAStep() {
        for (StreamName stream : all.store.streams()) {
            if (stream.category().equals(Ledger.CATEGORY)) {
                for (int entry = 1; entry <= all.booked(stream.id()).size(); entry++) {
                    assertThat(booked).contains(stream + "@" + entry);
                }
            }
        }
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** The steps of one instance, in order. */
    private final class Instance {

        private final StreamName stream;
        private final Map<StreamName, List<RecordedEvent<Integer>>> accounts;
        private final Map<String, Long> handled = new HashMap<>();
        private final Map<String, Instant> pending = new HashMap<>();
        private int own;

        Instance(StreamName stream, Map<StreamName, List<RecordedEvent<Integer>>> accounts) {
            this.stream = stream;
            this.accounts = accounts;
        }

        void check() {
            for (Commit commit : all.commits(stream)) {
                List<ProcessEvent<String>> events =
                        RecordedEvent.<ProcessEvent<String>>allOf(commit, all.codec).stream()
                                .map(RecordedEvent::event)
                                .toList();
                Reaction<String, String> reaction = reaction(events.getFirst());
                assertThat(events).as("%s", commit).isEqualTo(expected(commit, events, reaction));
                events.forEach(this::fold);
            }
            assertThat(pending).as("pending deadlines of %s", stream).isEmpty();
            accounts.forEach((_, events) -> events.forEach(this::assertHandled));
        }

        private Reaction<String, String> reaction(ProcessEvent<String> first) {
            return switch (first) {
                case ReactedTo<String>(String account, long upTo) -> reactionTo(account, upTo);
                case DeadlineReached<String>(String name, Instant at) -> {
                    assertThat(pending).containsEntry(name, at);
                    pending.remove(name);
                    count("deadline reached");
                    yield all.relay.onDeadline(own, new Deadline(stream.id(), name, at));
                }
                case Own<String> _,
                        CommandRejected<String> _,
                        DeadlineSet<String> _,
                        DeadlineCancelled<String> _ ->
                        throw new AssertionError("a step begins with " + first);
            };
        }

        /** The reactions to all events of the account since the last step; only the last acts. */
        private Reaction<String, String> reactionTo(String account, long upTo) {
            long before = handled.getOrDefault(account, 0L);
            assertThat(upTo).as("%s was handled before", account).isGreaterThan(before);
            Map<String, Optional<Instant>> deadlines = new LinkedHashMap<>();
            Reaction<String, String> last = Reaction.nothing();
            for (RecordedEvent<Integer> event :
                    accounts.getOrDefault(StreamName.parse(account).orElseThrow(), List.of())) {
                if (event.sequenceNumber() > before
                        && event.sequenceNumber() <= upTo
                        && isHis(event)) {
                    assertThat(last.events()).isEmpty();
                    assertThat(last.command()).isEmpty();
                    last = all.relay.react(own, event);
                    deadlines.putAll(last.deadlines());
                }
            }
            count("reaction");
            return new Reaction<>(last.events(), deadlines, last.command());
        }

        private boolean isHis(RecordedEvent<Integer> event) {
            return all.relay.correlate(event).equals(Optional.of(stream.id()));
        }

        private List<ProcessEvent<String>> expected(
                Commit commit,
                List<ProcessEvent<String>> found,
                Reaction<String, String> reaction) {
            List<ProcessEvent<String>> expected = new ArrayList<>(List.of(found.getFirst()));
            Optional<SentCommand<String>> sent = reaction.command();
            if (sent.filter(command -> command.command().startsWith(Ledger.REJECTED)).isPresent()) {
                expected.add(new CommandRejected<>(Ledger.CATEGORY + "-" + sent.get().targetId()));
                expected.add(new Own<>(Ledger.rejectionOf(sent.get().command())));
                assertThat(commit.partners()).isEmpty();
                count("command rejected");
            } else {
                reaction.events().forEach(event -> expected.add(new Own<>(event)));
                sent.filter(command -> !command.command().startsWith(Ledger.NEEDLESS))
                        .ifPresentOrElse(
                                command -> assertBooked(commit, command),
                                () -> assertThat(commit.partners()).isEmpty());
            }
            reaction.deadlines()
                    .forEach((name, at) -> {
                        if (!at.equals(Optional.ofNullable(pending.get(name)))) {
                            expected.add(
                                    at.<ProcessEvent<String>>map(
                                                    set -> new DeadlineSet<>(name, set))
                                            .orElseGet(() -> new DeadlineCancelled<>(name)));
                        }
                    });
            return expected;
        }

        private void assertBooked(Commit commit, SentCommand<String> sent) {
            StreamName ledger = ProcessFixture.ledger(sent.targetId());
            assertThat(commit.partners()).containsOnlyKeys(ledger);
            int entry = (int) Objects.requireNonNull(commit.partners().get(ledger)).value();
            assertThat(all.booked(sent.targetId()).get(entry - 1)).isEqualTo(sent.command());
            assertThat(booked.add(ledger + "@" + entry)).isTrue();
            count("command");
        }

        private void fold(ProcessEvent<String> event) {
            switch (event) {
                case Own<String> _ -> own++;
                case ReactedTo<String>(String account, long upTo) -> handled.put(account, upTo);
                case DeadlineSet<String>(String name, Instant at) -> {
                    count("deadline set");
                    pending.put(name, at);
                }
                case DeadlineCancelled<String>(String name) -> {
                    count("deadline cancelled");
                    pending.remove(name);
                }
                case CommandRejected<String> _, DeadlineReached<String> _ -> {}
            }
        }

        private void assertHandled(RecordedEvent<Integer> event) {
            if (isHis(event) && event.event() % Relay.KINDS != Relay.NOTHING) {
                assertThat(handled.getOrDefault(event.stream().withoutTenant(), 0L))
                        .as("reaction of %s to %s", stream, event)
                        .isGreaterThanOrEqualTo(event.sequenceNumber());
            }
        }
    }
}
