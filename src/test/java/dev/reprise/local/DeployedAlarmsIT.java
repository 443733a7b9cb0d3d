package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.local.DynamoDbGateway.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What raises the alarms: the metric is written with the alarm's name, namespace and dimensions,
 * and with a value beyond its threshold.
 *
 * <p>Not imitated here, and so not seen: throttled functions, the metrics of DynamoDB, calls that
 * take 20 seconds, and a mapping or a schedule that is off.
 */
@ExtendWith(Deployed.Shared.class)
class DeployedAlarmsIT {

    private static final Answer THROTTLED =
            Answer.error("ThrottlingException", "Rate of requests exceeds the allowed throughput.");

    private final String orderId = Deployed.freshId();
    private Deployed deployed;

    @BeforeEach
    void create_an_order(Deployed shared) {
        deployed = shared;
        deployed.create(orderId, "k1");
        deployed.deliver(0);
    }

    @AfterEach
    void mend() {
        deployed.stack.gateway().use(DynamoDbGateway::intact);
        deployed.setClockAhead(Duration.ZERO);
    }

    private AlarmRule alarm(String logicalId) {
        return AlarmRule.of(deployed.template, logicalId);
    }

    /** What the jobs function writes of a metric when it is called. */
    private double writtenBySchedule(AlarmRule alarm) {
        int before = deployed.log.size();
        deployed.stack.runSchedule();
        List<Double> written =
                deployed.log.stream()
                        .skip(before)
                        .flatMap(line -> alarm.valueIn(line).stream().boxed())
                        .toList();
        assertThat(written).as("values of %s", alarm).hasSize(1);
        return written.getFirst();
    }

    private double iteratorAgeMillis() {
        return (double) deployed.stack.iteratorAge().toMillis();
    }

    @Test
    void a_parked_stream_raises_its_alarm_until_it_is_redriven() {
        AlarmRule alarm = alarm("ParkedStreamsAlarm");
        Map<String, AttributeValue> poison = new HashMap<>(deployed.commit(orderId, 1));
        poison.put("seq", AttributeValue.fromN("3"));
        poison.put("e", AttributeValue.fromS("[{\"eventType\":\"damaged\"}]"));
        deployed.putCommit(poison);
        deployed.deliver(0);

        assertThat(alarm.isRaisedBy(writtenBySchedule(alarm))).isTrue();

        deployed.removeCommit(poison);
        for (String projection : List.of("order-summaries", "sales", "shipped-items")) {
            Deployed.expect(200, deployed.post("/projections/" + projection + "/redrive", ""));
        }
        deployed.deliver(0);
        assertThat(alarm.isRaisedBy(writtenBySchedule(alarm))).isFalse();
    }

    @Test
    void a_row_that_cannot_be_written_raises_its_alarm_until_it_is_tried_again() {
        AlarmRule alarm = alarm("RetryingStreamsAlarm");
        Deployed.expect(200, deployed.add(orderId, "i2", "k2"));
        deployed.stack
                .gateway()
                .use((call, dynamoDb) ->
                        isWriteOfARowOfThisOrder(call)
                                ? Optional.of(THROTTLED)
                                : Optional.of(dynamoDb.send()));
        deployed.deliver(0);
        deployed.stack.gateway().use(DynamoDbGateway::intact);

        assertThat(alarm.isRaisedBy(writtenBySchedule(alarm))).isTrue();
        assertThat(alarm.isRaisedBy(writtenBySchedule(alarm))).isFalse();
    }

    private boolean isWriteOfARowOfThisOrder(DynamoDbCall call) {
        return call.role().equals("ProjectorRole")
                && Set.of("PutItem", "TransactWriteItems").contains(call.operation())
                && call.body().toString().contains("order-summaries/1")
                && call.body().toString().contains(orderId);
    }

    @Test
    void commits_that_are_projected_late_raise_their_alarm() {
        AlarmRule alarm = alarm("ProjectionsBehindAlarm");
        Deployed.expect(200, deployed.add(orderId, "i2", "k2"));
        deployed.setClockAhead(Duration.ofMinutes(6));
        deployed.deliver(0);
        assertThat(alarm.isRaisedBy(iteratorAgeMillis())).isTrue();

        deployed.setClockAhead(Duration.ZERO);
        Deployed.expect(200, deployed.add(orderId, "i3", "k3"));
        deployed.deliver(0);
        assertThat(alarm.isRaisedBy(iteratorAgeMillis())).isFalse();
    }
}
