package dev.reprise.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.aggregates.Decision;
import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.RecordedEvent;
import dev.reprise.processes.ProcessEvent.DeadlineSet;
import dev.reprise.processes.ProcessEvent.Own;
import dev.reprise.processes.ProcessEvent.ReactedTo;
import dev.reprise.processes.Step.Sending;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A step that was computed in another state than it is decided in. */
class ProcessDeciderTest {

    private static final Instant NOW = ProcessFixture.NOW;
    private static final SentCommand<String> SAME = new SentCommand<>("1", "same");

    private final ProcessDecider<Integer, Integer, String, String, String> decider =
            new ProcessDecider<>(new Relay(1), Ledger.CATEGORY);
    private final ProcessState<Integer> even = decider.initialState();
    private final ProcessState<Integer> odd = decider.evolve(even, new Own<>("a note"), NOW);

    private static Step<Integer, String, String> step(int... kinds) {
        List<RecordedEvent<Integer>> events =
                RecordedEvent.allOf(
                        ProcessFixture.account("1"),
                        1,
                        Arrays.stream(kinds).boxed().toList(),
                        NOW,
                        new CommandId("command"),
                        Metadata.NONE);
        return Step.first("0", new Trigger.Events<>(events), 1);
    }

    private static Decision<ProcessEvent<String>, Refusal<String, String>> sends(long upTo) {
        return Decision.rejected(
                new Refusal.Sends<>(new Sending<>(SAME, upTo, NOW, Optional.empty())));
    }

    /** Otherwise the runner would take both events for handled. */
    @Test
    void the_same_command_of_an_earlier_event_is_another_step() {
        var step = step(Relay.SEND_SAME_OR_SET_DEADLINE, Relay.SEND_SAME);
        assertThat(decider.decide(step, even)).isEqualTo(sends(2));
        assertThat(decider.decide(step, odd)).isEqualTo(sends(1));

        var computedInEven = step.sending(new Sending<>(SAME, 2, NOW, Optional.empty()));
        assertThat(decider.decide(computedInEven, odd)).isEqualTo(sends(1));
        assertThat(decider.decide(computedInEven, even))
                .isEqualTo(
                        new Decision.Accepted<>(
                                List.<ProcessEvent<String>>of(
                                        new ReactedTo<>("account-1", 2),
                                        new DeadlineSet<>(Relay.PLAIN, NOW))));
    }

    @Test
    void a_step_whose_command_is_no_longer_sent_is_outdated() {
        var step = step(Relay.SEND_SAME_OR_SET_DEADLINE);
        assertThat(
                        decider.decide(
                                step.sending(new Sending<>(SAME, 1, NOW, Optional.empty())), even))
                .isEqualTo(Decision.rejected(new Refusal.Outdated<>()));
    }

    /** Otherwise the target's commit would be appended alone. */
    @Test
    void a_step_that_is_handled_already_does_not_let_its_command_through() {
        var step = step(Relay.SEND_SAME).sending(new Sending<>(SAME, 1, NOW, Optional.empty()));
        ProcessState<Integer> handled = decider.evolve(even, new ReactedTo<>("account-1", 1), NOW);
        assertThat(decider.decide(step, handled))
                .isEqualTo(Decision.rejected(new Refusal.Outdated<>()));
        assertThat(decider.decide(step.again(), handled)).isEqualTo(Decision.nothingToDo());
    }

    @Test
    void a_rejection_of_a_command_that_is_no_longer_sent_is_outdated() {
        var step =
                step(Relay.SEND_SAME_OR_SET_DEADLINE)
                        .after(new RejectedCommand<>("0", SAME, "no", NOW));
        assertThat(decider.decide(step, even))
                .isEqualTo(Decision.rejected(new Refusal.Outdated<>()));
        assertThat(decider.decide(step, odd)).isInstanceOf(Decision.Accepted.class);
    }
}
