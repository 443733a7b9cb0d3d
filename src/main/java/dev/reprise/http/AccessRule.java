package dev.reprise.http;

import static java.util.Map.entry;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Who may call an operation: one scope of the rule is enough. {@link #BY_OPERATION} has the rule of
 * each operation. An operation without a rule is for operators.
 *
 * <p>A caller who has only the first scope of a rule with two sees and changes what is his own
 * customer's. Nothing else exists for him; the resources see to that.
 *
 * <p>If there are tenants, a rule also says whether the operation reaches the data of one tenant,
 * or the data that tenants share.
 */
enum AccessRule {
    /** Nobody has to be known. */
    EVERYBODY(null, null, _ -> {}),
    READ_OWN(Scope.READ, Scope.READ_ANY, Caller::requireTenant),
    WRITE_OWN(Scope.WRITE, Scope.WRITE_ANY, Caller::requireTenant),
    READ_ANY(Scope.READ_ANY, null, Caller::requireTenant),
    /** An operator, for the data of his tenant. */
    TENANT_OPERATOR(Scope.OPERATOR, null, Caller::requireTenant),
    /** An operator, for streams of his tenant, or of all tenants. */
    STREAM_OPERATOR(Scope.OPERATOR, null, Caller::requireReach),
    /** An operator, for the data that tenants share. */
    OPERATOR(Scope.OPERATOR, null, Caller::requireDeployment);

    /** The rules, by the operation's id in the OpenAPI document. */
    static final Map<String, AccessRule> BY_OPERATION =
            Map.ofEntries(
                    entry("showStartPage", EVERYBODY),
                    entry("showExplorerFile", EVERYBODY),
                    entry("checkHealth", EVERYBODY),
                    entry("showDescription", EVERYBODY),
                    entry("getOrder", READ_OWN),
                    entry("listEvents", READ_OWN),
                    entry("listOrders", READ_OWN),
                    entry("getCustomer", READ_OWN),
                    entry("listScheduledCommands", READ_OWN),
                    entry("getScheduledCommand", READ_OWN),
                    entry("cancelScheduledCommand", WRITE_OWN),
                    entry("createOrder", WRITE_OWN),
                    entry("changeOrder", WRITE_OWN),
                    entry("addItem", WRITE_OWN),
                    entry("removeItem", WRITE_OWN),
                    entry("changeQuantity", WRITE_OWN),
                    entry("shipOrder", WRITE_OWN),
                    entry("cancelOrder", WRITE_OWN),
                    entry("listShippedItems", READ_ANY),
                    entry("getSales", READ_ANY),
                    entry("showPersonalData", TENANT_OPERATOR),
                    entry("forgetCustomer", TENANT_OPERATOR),
                    entry("verifyStream", STREAM_OPERATOR),
                    entry("readFeed", TENANT_OPERATOR),
                    entry("showCorrelation", TENANT_OPERATOR),
                    entry("listStreams", STREAM_OPERATOR),
                    entry("listCommits", STREAM_OPERATOR),
                    entry("restoreCommit", STREAM_OPERATOR),
                    entry("showUsage", OPERATOR),
                    entry("startSweep", OPERATOR),
                    entry("showSweep", OPERATOR),
                    entry("startFeedRebuild", OPERATOR),
                    entry("showFeedRebuild", OPERATOR),
                    entry("listConsumers", OPERATOR),
                    entry("showConsumer", OPERATOR),
                    entry("redriveConsumer", OPERATOR),
                    entry("redriveConsumersStream", OPERATOR),
                    entry("resetConsumer", OPERATOR),
                    entry("shareConsumer", OPERATOR),
                    entry("leaseConsumer", OPERATOR),
                    entry("checkpointConsumer", OPERATOR),
                    entry("listWebhooks", OPERATOR),
                    entry("showWebhook", OPERATOR),
                    entry("putWebhook", OPERATOR),
                    entry("deleteWebhook", OPERATOR),
                    entry("listProjections", OPERATOR),
                    entry("redriveStream", OPERATOR),
                    entry("redriveProjection", OPERATOR),
                    entry("startRepair", OPERATOR),
                    entry("showRepair", OPERATOR),
                    entry("pauseRepair", OPERATOR),
                    entry("resumeRepair", OPERATOR),
                    entry("cancelRepair", OPERATOR),
                    entry("startRebuild", OPERATOR),
                    entry("showRebuild", OPERATOR),
                    entry("listDifferences", OPERATOR),
                    entry("pauseRebuild", OPERATOR),
                    entry("resumeRebuild", OPERATOR),
                    entry("cancelRebuild", OPERATOR),
                    entry("switchOver", OPERATOR),
                    entry("switchBack", OPERATOR),
                    entry("cleanUp", OPERATOR));

    private final @Nullable Scope needed;
    private final @Nullable Scope orElse;

    @SuppressWarnings("ImmutableEnumChecker") // it refers to methods, and has no state
    private final Consumer<Caller> reach;

    AccessRule(@Nullable Scope needed, @Nullable Scope orElse, Consumer<Caller> reach) {
        this.needed = needed;
        this.orElse = orElse;
        this.reach = reach;
    }

    /** The rule of a resource's method. */
    static AccessRule of(Method method) {
        return BY_OPERATION.getOrDefault(operationId(method), OPERATOR);
    }

    /** The id of the operation that a method is; empty if it is not declared. */
    static String operationId(Method method) {
        @Nullable Operation operation = method.getAnnotation(Operation.class);
        return operation == null ? "" : operation.operationId();
    }

    /** Refuses the request of a caller who may not call the operation. */
    void require(Caller caller) {
        if (this != EVERYBODY) {
            caller.requireReach();
        }
        lackedBy(caller)
                .ifPresent(scope -> {
                    throw Caller.forbidden(scope, "the call");
                });
        reach.accept(caller);
    }

    /** The scope that a caller lacks; empty if he may call the operation. */
    Optional<Scope> lackedBy(Caller caller) {
        return Stream.of(needed, orElse).anyMatch(scope -> scope != null && caller.has(scope))
                ? Optional.empty()
                : Optional.ofNullable(needed);
    }
}
