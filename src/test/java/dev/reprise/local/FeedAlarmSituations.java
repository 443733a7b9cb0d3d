package dev.reprise.local;

import dev.reprise.local.DynamoDbGateway.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What goes wrong with the feed and its consumers. Each method is one minute of it. */
final class FeedAlarmSituations {

    private static final String WEBHOOK = "/webhooks/alarms";

    private static final Answer REFUSED = Answer.error("AccessDeniedException", "not permitted");

    private final Deployed deployed;
    private final AlarmSituations others;
    private final StreamPump feed;
    private final StreamPump consumers;
    private boolean isDamaged;
    private boolean hasWebhook;

    FeedAlarmSituations(Deployed deployed) {
        this.deployed = deployed;
        others = new AlarmSituations(deployed);
        feed = deployed.stack.newFeedPump().orElseThrow();
        consumers = deployed.stack.newConsumersPump().orElseThrow();
    }

    /** Puts right what went wrong, as the operations page says. */
    void mend() {
        others.mend();
        isDamaged = false;
        if (hasWebhook) {
            Deployed.expect(200, deployed.delete(WEBHOOK));
            hasWebhook = false;
        }
    }

    /** All goes well. */
    void work() {
        others.command();
        deliver();
        runSchedule();
    }

    private void runSchedule() {
        others.runSchedule(
                List.of(
                        "ParkedStreams",
                        "ConsumerParkedStreams",
                        "FailedDeadlines",
                        "FeedBlockedStreams"));
    }

    private void deliver() {
        deployed.deliver(0);
        Deployed.drain(feed);
        Deployed.drain(consumers);
    }

    void workWithoutFeedFunction() {
        others.command();
        deployed.deliver(0);
        runSchedule();
    }

    void workWithoutConsumersFunction() {
        others.command();
        deployed.deliver(0);
        Deployed.drain(feed);
    }

    void killFeedFunction() {
        others.command();
        deployed.deliver(0);
        kill("FeedFunction", feed);
        runSchedule();
    }

    void killConsumersFunction() {
        others.command();
        deployed.deliver(0);
        Deployed.drain(feed);
        kill("ConsumersFunction", consumers);
        runSchedule();
    }

    private void kill(String function, StreamPump pump) {
        others.killAtFirst(function, call -> call.process().startsWith(function));
        AlarmSituations.roundThatFails(pump);
    }

    void writeFeedLate() {
        others.command();
        deployed.deliver(0);
        deployed.setClockAhead(Duration.ofMinutes(6));
        Deployed.drain(feed);
        runSchedule();
    }

    /** A commit has no events, so nobody can read it. */
    void keepDamagedCommit() {
        if (!isDamaged) {
            others.putCommit(commit -> commit.remove("e"));
            isDamaged = true;
        }
        work();
    }

    /**
     * The address of a webhook is not allowed, so its events are parked. In the first minute,
     * nothing is parked at first.
     */
    void sendToWebhook() {
        if (hasWebhook) {
            runSchedule();
            return;
        }
        work();
        Deployed.expect(
                201,
                deployed.put(
                        WEBHOOK, "{\"url\":\"https://localhost:9/\",\"categories\":[\"order\"]}"));
        hasWebhook = true;
        work();
        Deployed.await(this::hasParked);
        runSchedule();
    }

    private boolean hasParked() {
        return !Deployed.json(Deployed.expect(200, deployed.get("/consumers/webhook-alarms")))
                .path("parked")
                .isEmpty();
    }

    /** Deadlines that are due cannot be read. */
    void refuseDeadlines() {
        others.command();
        deliver();
        deployed.stack
                .gateway()
                .use((call, dynamoDb) ->
                        call.role().equals("ConsumersRole")
                                        && call.operation().equals("Query")
                                        && call.body().toString().contains(deployed.viewsTable())
                                ? Optional.of(REFUSED)
                                : Optional.of(dynamoDb.send()));
        runSchedule();
        deployed.stack.gateway().use(DynamoDbGateway::intact);
    }
}
