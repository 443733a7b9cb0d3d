package dev.reprise.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Evaluates the alarms of a stack, and reports each alarm that is raised or no longer raised. */
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

    /** Evaluates all alarms. Returns the names of those that are raised. */
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
