package dev.reprise.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.IAM;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request, from what the API's authorizer says. API Gateway checks signatures
 * and tokens; here nothing is checked again. It is made at the start, so invalid settings are found
 * before the first call.
 */
@Startup
@Singleton
class Callers {

    static final String SETTING = "reprise.authorization";
    static final String CUSTOMER_CLAIM = "reprise.authorization.customer-claim";

    static final String TENANT_CLAIM = "reprise.tenant-claim";

    private final Authorization authorization;
    private final String customerClaim;
    private final Optional<String> tenantClaim;

    @Inject
    Callers(
            @ConfigProperty(name = SETTING) Authorization authorization,
            @ConfigProperty(name = CUSTOMER_CLAIM) String customerClaim,
            @ConfigProperty(name = TENANT_CLAIM) Optional<String> tenantClaim) {
        if (tenantClaim.isPresent() && authorization != Authorization.JWT) {
            throw new IllegalArgumentException(
                    "%s is %s, and only tokens have claims: set %s to jwt, or leave out the claim"
                            .formatted(TENANT_CLAIM, tenantClaim.get(), SETTING));
        }
        this.tenantClaim = tenantClaim;
        this.authorization = authorization;
        this.customerClaim = customerClaim;
    }

    /**
     * The caller that the authorizer let in.
     *
     * @param authorizer the event's; null if it has none
     * @return empty if it is not an authorizer of the kind that the setting asks for
     */
    Optional<Caller> of(@Nullable Authorizer authorizer) {
        Optional<Authorizer> given = Optional.ofNullable(authorizer);
        return switch (authorization) {
            case EVERYONE_MAY_CALL_IT ->
                    Optional.of(given.map(Callers::anyCaller).orElseGet(() -> named(null)));
            case IAM -> given.map(Authorizer::getIam).map(Callers::signer);
            case JWT ->
                    given.map(Authorizer::getJwt)
                            .map(JWT::getClaims)
                            .flatMap(
                                    claims -> Caller.withToken(claims, customerClaim, tenantClaim));
        };
    }

    /** A caller who needs no authorizer, named by the one that there is. */
    private static Caller anyCaller(Authorizer authorizer) {
        if (authorizer.getJwt() != null) {
            @Nullable Map<String, String> claims = authorizer.getJwt().getClaims();
            return named(claims == null ? null : claims.get("sub"));
        }
        if (authorizer.getIam() != null) {
            return signer(authorizer.getIam());
        }
        @Nullable Map<String, Object> lambda = authorizer.getLambda();
        @Nullable Object principal = lambda == null ? null : lambda.get("principalId");
        return named(principal == null ? null : principal.toString());
    }

    private static Caller signer(IAM iam) {
        return Caller.withAllScopes(IamIdentity.of(iam), iam.getUserArn());
    }

    private static Caller named(@Nullable String subject) {
        return Caller.withAllScopes(subject, subject);
    }
}
