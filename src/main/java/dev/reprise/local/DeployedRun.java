package dev.reprise.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * {@code infra/deployed/run}: runs the packaged functions on a laptop as they run when deployed,
 * until it is stopped.
 */
@SuppressWarnings("SystemOut")
final class DeployedRun {

    private static final int PROCESSES = 4;

    /** The concurrency of a new account that has not asked for more. */
    private static final int CONCURRENCY = 1_000;

    private static final Duration SCHEDULE = Duration.ofMinutes(1);

    private DeployedRun() {}

    /**
     * Runs until the process is told to end.
     *
     * @param arguments the port of the API, that of DynamoDB, and the parameter {@code
     *     Authorization} of the template
     */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    template(arguments[2]));
        } catch (PortTakenException e) {
            fail("Port %d is taken: choose another one.".formatted(e.port()));
        } catch (IOException | TemplateException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private static void run(int httpPort, int dynamoDbPort, CloudFormationTemplate template)
            throws IOException, PortTakenException, InterruptedException {
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var metrics = new CloudWatch(InstantSource.system());
        try (var dynamoDb = DynamoDbLocalServer.start(dynamoDbPort, Optional.empty());
                var stack =
                        new Deployment(template, settings(httpPort, dynamoDb.endpoint(), metrics));
                var _ = RunningStreamPump.start(stack::newPump);
                var _ = RunningStreamPump.start(() -> stack.newFeedPump().orElseThrow());
                var _ = RunningStreamPump.start(() -> stack.newConsumersPump().orElseThrow());
                var schedule = Executors.newSingleThreadScheduledExecutor()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, stopped)));
            var watch = new AlarmWatch(stack.alarms(), metrics, System.out::println);
            var _ =
                    schedule.scheduleAtFixedRate(
                            () -> runSchedule(stack, watch),
                            SCHEDULE.toSeconds(),
                            SCHEDULE.toSeconds(),
                            TimeUnit.SECONDS);
            System.out.printf(
                    "The API is at %s, DynamoDB at %s. Ctrl+C ends both.%n",
                    stack.api(), dynamoDb.endpoint());
            stop.await();
            schedule.shutdownNow();
        } finally {
            stopped.countDown();
        }
    }

    /** The template, unless it is to ask for signatures: nothing on a laptop checks these. */
    private static CloudFormationTemplate template(String authorization) {
        if (authorization.equals("iam")) {
            throw new TemplateException(
                    "Signatures of AWS are not checked on a laptop: choose jwt or everyone-may-call-it.");
        }
        Map<String, String> parameters = new HashMap<>(LocalIssuer.parameters());
        parameters.put("Authorization", authorization);
        parameters.put("Feed", "on");
        parameters.put("Webhooks", "on");
        return CloudFormationTemplate.read(Path.of("template.yaml"), parameters);
    }

    private static Deployment.Settings settings(int httpPort, URI dynamoDb, CloudWatch metrics) {
        return new Deployment.Settings(
                Path.of("target", "function.zip"),
                dynamoDb,
                httpPort,
                PROCESSES,
                CONCURRENCY,
                InstantSource.system(),
                metrics,
                System.out::println);
    }

    /** The JVM ends when this returns. */
    private static void end(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runSchedule(Deployment stack, AlarmWatch watch) {
        stack.reportEachMinute();
        watch.look();
        try {
            stack.runSchedule();
        } catch (FunctionFailure e) {
            System.err.println("The scheduled call failed: " + e);
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
