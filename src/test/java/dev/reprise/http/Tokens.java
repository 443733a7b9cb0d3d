package dev.reprise.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The setting under which a token says who calls. Its claim {@code customer} names the customer.
 * Jobs that a call starts are not worked on.
 */
public final class Tokens implements QuarkusTestProfile {

    static final String CUSTOMER_CLAIM = "customer";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                Callers.SETTING,
                "jwt",
                Callers.CUSTOMER_CLAIM,
                CUSTOMER_CLAIM,
                "reprise.projections.jobs",
                "scheduled");
    }
}
