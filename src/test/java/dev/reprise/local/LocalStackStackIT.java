package dev.reprise.local;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The packaged functions in the containers of LocalStack, deployed from {@code template.yaml} by
 * CloudFormation. {@link LocalStackTemplate} says what of it LocalStack cannot deploy.
 */
@ExtendWith(LocalStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalStackStackIT extends StackContract {

    private @Nullable LocalStackDeployment stack;

    @BeforeAll
    void deploy(LocalStack.Running localStack) {
        stack = new LocalStackDeployment(localStack);
    }

    @AfterAll
    void remove() {
        if (stack != null) {
            stack.close();
        }
    }

    @Override
    protected RunningStack stack() {
        return Objects.requireNonNull(stack);
    }
}
