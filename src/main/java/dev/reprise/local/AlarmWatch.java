package dev.reprise.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at the alarms of a stack, and says which are raised and which are no longer. */
final class AlarmWatch {

    private final List<Alarm> alarms;
    private final CloudWatch metrics;
    private final Consumer<String> output;
    private final Set<String> raised = new LinkedHashSet<>();

    /**
     * @param output gets a line for each change
     */
    AlarmWatch(List<Alarm> alarms, CloudWatch metrics, Consumer<String> output) {
        this.alarms = List.copyOf(alarms);
        this.metrics = metrics;
        this.output = output;
    }

    /** The names of the alarms that are raised now. */
    Set<String> look() {
        for (Alarm alarm : alarms) {
            if (alarm.isRaised(metrics)) {
                if (raised.add(alarm.name())) {
                    output.accept("ALARM %s: %s".formatted(alarm.name(), alarm.description()));
                }
            } else if (raised.remove(alarm.name())) {
                output.accept("OK %s".formatted(alarm.name()));
            }
        }
        return Set.copyOf(raised);
    }
}
