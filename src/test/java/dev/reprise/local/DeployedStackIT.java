package dev.reprise.local;

import dev.reprise.RunsBesideQuarkus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged functions in processes of their own. */
@ExtendWith(Deployed.Shared.class)
@RunsBesideQuarkus
class DeployedStackIT extends StackContract {

    private Deployed deployed;

    @BeforeEach
    void use(Deployed shared) {
        deployed = shared;
    }

    @Override
    protected RunningStack stack() {
        return deployed;
    }
}
