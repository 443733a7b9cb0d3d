package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;

/** Sees which alarms of a deployed stack something raises, each by its own rule. */
final class AlarmCheck {

    /** Nothing is raised by the minutes before a situation, of which each alarm looks at some. */
    private static final int CALM_MINUTES = 5;

    private static final int LONGEST_CALM = 30;

    /**
     * Something that goes wrong.
     *
     * @param minute what happens in each minute of it
     * @param raised the alarms that are raised by it, and after how many minutes
     * @param <T> what makes it happen
     */
    record Situation<T>(String name, Consumer<T> minute, Map<String, Integer> raised) {

        private int minutes() {
            return raised.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        }
    }

    private final Deployed deployed;
    private final Runnable work;
    private final Runnable mend;

    /** Whether all went well in the last minutes. */
    private boolean isCalm;

    /**
     * @param work a minute in which all goes well
     * @param mend puts right what went wrong
     */
    AlarmCheck(Deployed deployed, Runnable work, Runnable mend) {
        this.deployed = deployed;
        this.work = work;
        this.mend = mend;
    }

    <T> DynamicTest test(Situation<T> situation, T situations) {
        return DynamicTest.dynamicTest(
                situation.name(),
                () -> {
                    if (!isCalm) {
                        calmDown();
                    }
                    isCalm = false;
                    try {
                        assertThat(raisedIn(situation, situations))
                                .isEqualTo(new TreeMap<>(situation.raised()));
                    } finally {
                        mend.run();
                    }
                    calmDown();
                });
    }

    /** Lets minutes pass in which all goes well. No alarm may be raised. */
    void seeNoneInCalmMinutes(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            work.run();
            deployed.passMinute();
            assertThat(raised()).as("after %d minutes", minute).isEmpty();
        }
    }

    /** The alarms that are raised, and after how many minutes. */
    private <T> Map<String, Integer> raisedIn(Situation<T> situation, T situations) {
        Map<String, Integer> raised = new TreeMap<>();
        for (int minute = 1; minute <= situation.minutes(); minute++) {
            situation.minute().accept(situations);
            deployed.passMinute();
            for (String alarm : raised()) {
                raised.putIfAbsent(alarm, minute);
            }
        }
        return raised;
    }

    /** Lets minutes pass in which all goes well, up to one in which periods of all lengths end. */
    private void calmDown() {
        int minutes = 0;
        do {
            work.run();
            deployed.passMinute();
            assertThat(++minutes).as("calm minutes, with %s", raised()).isLessThan(LONGEST_CALM);
        } while (minutes < CALM_MINUTES
                || !raised().isEmpty()
                || deployed.metrics.now().getEpochSecond() % Duration.ofMinutes(5).toSeconds() > 0);
        isCalm = true;
    }

    private Set<String> raised() {
        Set<String> raised = new TreeSet<>();
        for (Alarm alarm : deployed.stack.alarms()) {
            if (alarm.isRaised(deployed.metrics)) {
                raised.add(alarm.name());
            }
        }
        return raised;
    }
}
