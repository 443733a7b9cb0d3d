package dev.reprise.local;

import dev.reprise.RunsBesideQuarkus;
import dev.reprise.local.AlarmCheck.Situation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What raises the alarms of the feed, its consumers and the deadlines of processes, as {@link
 * DeployedAlarmsIT} shows the others. Each order is abandoned at once.
 */
@RunsBesideQuarkus
class DeployedFeedAlarmsIT {

    static final List<Situation<FeedAlarmSituations>> SITUATIONS =
            List.of(
                    new Situation<>(
                            "the mapping of the feed is off",
                            FeedAlarmSituations::workWithoutFeedFunction,
                            Map.of("FeedStoppedAlarm", 10)),
                    new Situation<>(
                            "each batch for the feed ends without an answer",
                            FeedAlarmSituations::killFeedFunction,
                            Map.of("FeedErrorsAlarm", 5)),
                    new Situation<>(
                            "commits wait for the feed",
                            FeedAlarmSituations::writeFeedLate,
                            Map.of("FeedBehindAlarm", 1)),
                    new Situation<>(
                            "a commit cannot be put into the feed",
                            FeedAlarmSituations::keepDamagedCommit,
                            Map.of("ParkedStreamsAlarm", 1, "FeedBlockedAlarm", 5)),
                    new Situation<>(
                            "the consumers' function ends without an answer",
                            FeedAlarmSituations::killConsumersFunction,
                            Map.of("ConsumersErrorsAlarm", 5)),
                    new Situation<>(
                            "the events of a webhook are parked",
                            FeedAlarmSituations::sendToWebhook,
                            Map.of("ConsumersParkedAlarm", 6)),
                    new Situation<>(
                            "the schedules are off",
                            FeedAlarmSituations::workWithoutConsumersFunction,
                            Map.of("ConsumersBehindAlarm", 15, "JobsStoppedAlarm", 15)),
                    new Situation<>(
                            "deadlines cannot be read",
                            FeedAlarmSituations::refuseDeadlines,
                            Map.of("DeadlinesFailedAlarm", 5)));

    private static Deployed deployed;
    private static FeedAlarmSituations situations;
    private static AlarmCheck check;

    @BeforeAll
    static void deploy() {
        deployed = new Deployed(Deployed.template(DeployedConsumersIT::edited));
        situations = new FeedAlarmSituations(deployed);
        check = new AlarmCheck(deployed, situations::work, situations::mend);
    }

    @AfterAll
    static void close() {
        deployed.close();
    }

    @TestFactory
    Stream<DynamicTest> situations() {
        return SITUATIONS.stream().map(situation -> check.test(situation, situations));
    }

    @Test
    void no_alarm_is_raised_while_all_goes_well() {
        check.seeNoneInCalmMinutes(16);
    }
}
