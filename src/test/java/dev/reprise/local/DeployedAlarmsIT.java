package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.AlarmCheck.Situation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What raises the alarms of {@code template.yaml}, each by its own rule. What happens is real:
 * calls that are killed, refused or out of time, requests that are throttled, commits that wait or
 * are given up. The stand-ins of AWS' services report it. Only the minutes of their metrics pass
 * when the test says so.
 */
@RunsBesideQuarkus
class DeployedAlarmsIT {

    static final List<Situation<AlarmSituations>> SITUATIONS =
            List.of(
                    new Situation<>(
                            "calls end without an answer",
                            AlarmSituations::killOrdersFunction,
                            Map.of("OrdersErrorsAlarm", 1, "ServerErrorsAlarm", 2)),
                    new Situation<>(
                            "calls that wait take all concurrency",
                            AlarmSituations::takeAllConcurrency,
                            Map.of(
                                    "OrdersThrottledAlarm", 1,
                                    "ServerErrorsAlarm", 2,
                                    "ProjectorThrottledAlarm", 5,
                                    "JobsThrottledAlarm", 5)),
                    new Situation<>(
                            "functions stand still",
                            AlarmSituations::letFunctionsStandStill,
                            Map.of(
                                    "OrdersErrorsAlarm", 1,
                                    "OrdersSlowAlarm", 1,
                                    "ProjectorSlowAlarm", 1)),
                    new Situation<>(
                            "each batch ends without an answer",
                            AlarmSituations::killProjector,
                            Map.of("ProjectorErrorsAlarm", 5)),
                    new Situation<>(
                            "DynamoDB refuses requests",
                            AlarmSituations::throttle,
                            Map.of(
                                    "EventsTableThrottledAlarm", 5,
                                    "ViewsTableThrottledAlarm", 5,
                                    "JobsErrorsAlarm", 5)),
                    new Situation<>(
                            "the row of one stream cannot be written",
                            AlarmSituations::throttleOneRow,
                            Map.of(
                                    "RetryingStreamsAlarm", 5,
                                    "ViewsTableThrottledAlarm", 5)),
                    new Situation<>(
                            "the mapping is off",
                            AlarmSituations::workWithoutProjector,
                            Map.of("ProjectorStoppedAlarm", 10)),
                    new Situation<>(
                            "the schedule is off",
                            AlarmSituations::workWithoutSchedule,
                            Map.of("JobsStoppedAlarm", 15)),
                    new Situation<>(
                            "commits wait",
                            AlarmSituations::projectLate,
                            Map.of("ProjectionsBehindAlarm", 1)),
                    new Situation<>(
                            "commits are given up",
                            AlarmSituations::projectTooLate,
                            Map.of("CommitsGivenUpAlarm", 1)),
                    new Situation<>(
                            "a commit cannot be applied",
                            AlarmSituations::putDamagedCommit,
                            Map.of("ParkedStreamsAlarm", 1)));

    private static Deployed deployed;
    private static AlarmSituations situations;
    private static AlarmCheck check;

    @BeforeAll
    static void deploy() {
        deployed = new Deployed(Deployed.template(), AlarmSituations.CONCURRENCY);
        situations = new AlarmSituations(deployed);
        check = new AlarmCheck(deployed, situations::work, situations::mend);
    }

    @AfterAll
    static void close() {
        deployed.close();
    }

    @Test
    void every_alarm_of_the_template_has_a_situation_that_raises_it() {
        Set<String> shown = new TreeSet<>();
        SITUATIONS.forEach(situation -> shown.addAll(situation.raised().keySet()));
        DeployedFeedAlarmsIT.SITUATIONS.forEach(
                situation -> shown.addAll(situation.raised().keySet()));

        var all =
                CloudFormationTemplate.read(
                        Path.of("template.yaml"), Map.of("Feed", "on", "AbandonedOrderDays", "30"));
        assertThat(shown)
                .isEqualTo(new TreeSet<>(Alarm.of(all).stream().map(Alarm::name).toList()));
    }

    @TestFactory
    Stream<DynamicTest> situations() {
        return SITUATIONS.stream().map(situation -> check.test(situation, situations));
    }

    @Test
    void no_alarm_is_raised_while_all_goes_well_and_all_but_those_of_refusals_have_values() {
        check.seeNoneInCalmMinutes(20);

        assertThat(deployed.stack.alarms())
                .filteredOn(alarm -> !hasValues(alarm))
                .extracting(Alarm::name)
                .containsExactlyInAnyOrder(
                        "OrdersThrottledAlarm",
                        "ProjectorThrottledAlarm",
                        "JobsThrottledAlarm",
                        "EventsTableThrottledAlarm",
                        "ViewsTableThrottledAlarm");
    }

    /** Whether each metric of an alarm was reported in the last full period. */
    private static boolean hasValues(Alarm alarm) {
        return alarm.metrics().values().stream()
                .allMatch(of ->
                        deployed.metrics
                                .statistic(
                                        of.metric(),
                                        "SampleCount",
                                        deployed.metrics.now().minus(alarm.period()),
                                        alarm.period())
                                .isPresent());
    }
}
