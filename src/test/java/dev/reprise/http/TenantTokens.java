package dev.reprise.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of {@link Tokens}, with tenants: the claim {@code tenant} names a token's tenant.
 * Jobs are worked on.
 */
public final class TenantTokens implements QuarkusTestProfile {

    static final String CLAIM = "tenant";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(new Tokens().getConfigOverrides());
        settings.put(Callers.TENANT_CLAIM, CLAIM);
        settings.put("reprise.projections.jobs", "in-process");
        return settings;
    }
}
