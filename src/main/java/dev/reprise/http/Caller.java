package dev.reprise.http;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.Tenant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what he may do.
 *
 * @param identity who counts as one caller, however often he signs in: his keys, the ids made for
 *     his orders and his number of calls belong to it; null if he is not known
 * @param actor how his commits name him; null if he is not known
 * @param customer whose orders are his own; null if he is no customer
 * @param scopes what he may do
 * @param byToken whether a token names him
 * @param reach the data that the caller reaches
 */
public record Caller(
        @Nullable String identity,
        @Nullable String actor,
        @Nullable String customer,
        Set<Scope> scopes,
        boolean byToken,
        Reach reach) {

    private static final String SUBJECT = "sub";
    private static final String SCOPE = "scope";

    /** What some issuers call the scopes. */
    private static final String SCP = "scp";

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** A caller who may do everything. */
    static Caller withAllScopes(@Nullable String identity, @Nullable String actor) {
        return new Caller(
                identity, actor, null, EnumSet.allOf(Scope.class), false, new Reach.Everything());
    }

    /**
     * The caller with a token.
     *
     * @param claims of the token, as API Gateway passes them: each as a text, an array as {@code [a
     *     b]}
     * @param customerClaim the name of the claim that names the customer
     * @param tenantClaim the name of the claim that names the tenant; empty if there are no tenants
     * @return empty if the token has no subject
     */
    static Optional<Caller> withToken(
            Map<String, String> claims, String customerClaim, Optional<String> tenantClaim) {
        Reach reach =
                tenantClaim
                        .map(name -> Reach.ofClaim(name, claims.get(name)))
                        .orElseGet(Reach.Everything::new);
        return Optional.ofNullable(claims.get(SUBJECT))
                .filter(subject -> !subject.isBlank())
                .map(subject ->
                        new Caller(
                                subject,
                                subject,
                                claims.get(customerClaim),
                                scopes(claims),
                                true,
                                reach));
    }

    private static Set<Scope> scopes(Map<String, String> claims) {
        @Nullable String scope = claims.get(SCOPE);
        @Nullable String listed = scope == null ? claims.get(SCP) : scope;
        return listed == null
                ? Set.of()
                : Arrays.stream(elements(listed).split(" "))
                        .flatMap(name -> Scope.parse(name).stream())
                        .collect(Collectors.toSet());
    }

    /** What is in the brackets of an array; a text without brackets as it is. */
    private static String elements(String claim) {
        return claim.startsWith("[") && claim.endsWith("]")
                ? claim.substring(1, claim.length() - 1)
                : claim;
    }

    /** The id of a command for which he sent a key: see {@link RequestContext#commandId}. */
    CommandId commandId(CommandId key) {
        return byToken && identity != null ? key.of(reach.prefix() + identity) : key;
    }

    /** The caller's identity, unique among all tenants; empty if the caller is not known. */
    Optional<String> name() {
        return Optional.ofNullable(identity).map(known -> reach.prefix() + known);
    }

    /**
     * The tenant whose streams and rows the caller reaches. Refuses the request if there is none.
     */
    public Tenant tenant() {
        return switch (reach) {
            case Reach.Everything _ -> Tenant.ONLY;
            case Reach.OneTenant(Tenant tenant) -> tenant;
            case Reach.Deployment _ ->
                    throw forbidden("the call needs the token of one tenant, not of all of them");
            case Reach.Nothing(String why) -> throw forbidden(why);
        };
    }

    /** Refuses the request unless the caller reaches a tenant, or what tenants share. */
    void requireReach() {
        if (reach instanceof Reach.Nothing(String why)) {
            throw forbidden(why);
        }
    }

    /** Refuses the request unless the caller reaches a tenant. */
    void requireTenant() {
        tenant();
    }

    /** Refuses the request unless the caller reaches what tenants share. */
    void requireDeployment() {
        requireReach();
        if (reach instanceof Reach.OneTenant) {
            throw forbidden(
                    "the call concerns all tenants, and needs a token whose tenant is "
                            + Reach.ALL_TENANTS);
        }
    }

    private static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(ProblemType.FORBIDDEN, detail));
    }

    /**
     * The stream that the caller names. A caller of a tenant writes it without the prefix. Empty if
     * the text is not the name of a stream.
     */
    Optional<StreamName> stream(String name) {
        return reach instanceof Reach.OneTenant(Tenant tenant)
                ? StreamName.parse(tenant, name)
                : StreamName.parse(name);
    }

    /**
     * The beginning of the stored names of the streams that the caller reaches. It is empty if he
     * reaches all of them.
     */
    String ownStreams() {
        return reach instanceof Reach.OneTenant(Tenant tenant) ? tenant.prefix() : "";
    }

    /** A text as the caller may see it. A caller of a tenant sees names without the prefix. */
    String shown(String text) {
        return reach instanceof Reach.OneTenant ? text.replace(reach.prefix(), "") : text;
    }

    /** Whose lists he sees: only those of his customer, or of everybody, which is empty. */
    Optional<String> sight() {
        return has(Scope.READ_ANY)
                ? Optional.empty()
                : Optional.of(Objects.requireNonNullElse(customer, ""));
    }

    /** Whether he may see what another caller sent besides a command. */
    public boolean seesMetadataOf(@Nullable String sender) {
        return has(Scope.READ_ANY) || sender == null || sender.equals(actor);
    }

    /** Whether he has the scope. */
    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether he is the customer with this id. */
    public boolean is(String customerId) {
        return customerId.equals(customer);
    }

    /**
     * Refuses the request if he lacks the scope.
     *
     * @param what the part of the request that needs it, worded to precede {@code needs the scope}
     */
    public void require(Scope scope, String what) {
        if (!has(scope)) {
            throw forbidden(scope, what);
        }
    }

    /** The refusal of a request that needs a scope; see {@link #require}. */
    public static ProblemException forbidden(Scope scope, String what) {
        return new ProblemException(
                Problem.of(ProblemType.FORBIDDEN, what + " needs the scope " + scope)
                        .with(Problem.SCOPE, scope.toString()));
    }
}
