package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.RunsBesideQuarkus;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A call that takes longer than the template allows its function. */
@RunsBesideQuarkus
class DeployedTimeoutIT {

    /** The longest call of this minute, in milliseconds. */
    private static OptionalDouble longestCall(Deployed deployed) {
        return deployed.metrics.statistic(
                MetricName.of("AWS/Lambda", "Duration", "FunctionName", "OrdersFunction"),
                "Maximum",
                deployed.metrics.now(),
                CloudWatch.MINUTE);
    }

    @Test
    void a_function_that_takes_too_long_is_killed_and_the_next_call_has_a_new_process() {
        String orderId = Deployed.freshId();
        try (var deployed =
                new Deployed(
                        Deployed.template(
                                text -> text.replace("    Timeout: 25\n", "    Timeout: 2\n")))) {
            deployed.create(Deployed.freshId(), "k1");
            var silent = new AtomicBoolean(true);
            deployed.stack
                    .gateway()
                    .use((call, dynamoDb) -> {
                        while (silent.get()) {
                            LockSupport.parkNanos(1_000_000);
                        }
                        return Optional.of(dynamoDb.send());
                    });

            assertThat(Deployed.expect(500, deployed.create(orderId, "k1")).body())
                    .isEqualTo("{\"message\":\"Internal Server Error\"}");
            silent.set(false);

            Deployed.expect(201, deployed.create(orderId, "k1"));
            assertThat(deployed.stack.function("OrdersFunction").started()).isEqualTo(2);
            assertThat(longestCall(deployed)).hasValue(2_000);
        }
    }
}
