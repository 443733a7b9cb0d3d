package dev.reprise.local;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function as the template declares it, with what all functions have in common.
 *
 * @param name the function's logical id
 * @param handler the class and the method that Lambda calls
 * @param role the logical id of the role that the function has
 * @param timeout how long a call may take. A call that takes longer ends the process
 * @param memoryMegabytes the memory of a process
 * @param reservedConcurrency how many calls may run at the same time; empty to share the rest of
 *     the account's concurrency
 * @param environment what the template puts into the environment, resolved
 * @param logGroup the ARN of the log group
 * @param snapStart whether processes are restored from a snapshot of a started one
 * @param triggers what calls the function
 */
record FunctionDeclaration(
        String name,
        String handler,
        String role,
        Duration timeout,
        int memoryMegabytes,
        Optional<Integer> reservedConcurrency,
        Map<String, String> environment,
        String logGroup,
        boolean snapStart,
        List<Trigger> triggers) {

    /**
     * What calls the function.
     *
     * @param type such as {@code HttpApi}
     */
    record Trigger(String type, TemplateValue properties) {}

    /** Lambda's own, for a function that names none. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

    private static final int DEFAULT_MEMORY = 128;

    FunctionDeclaration {
        environment = Map.copyOf(environment);
        triggers = List.copyOf(triggers);
    }

    /** The functions of a template, in its order. */
    static List<FunctionDeclaration> of(CloudFormationTemplate template) {
        TemplateValue all = template.allFunctions();
        return template.functions().stream()
                .map(function -> of(function.logicalId(), function.properties(), all))
                .toList();
    }

    private static FunctionDeclaration of(String name, TemplateValue function, TemplateValue all) {
        String role = function.required("Role").text();
        return new FunctionDeclaration(
                name,
                function.required("Handler").text(),
                role.substring(role.lastIndexOf('/') + 1),
                property(function, all, "Timeout")
                        .map(seconds -> Duration.ofSeconds(seconds.number()))
                        .orElse(DEFAULT_TIMEOUT),
                property(function, all, "MemorySize")
                        .map(size -> Math.toIntExact(size.number()))
                        .orElse(DEFAULT_MEMORY),
                property(function, all, "ReservedConcurrentExecutions")
                        .map(calls -> Math.toIntExact(calls.number())),
                environment(function, all),
                logGroup(function),
                property(function, all, "SnapStart", "ApplyOn")
                        .filter(on -> on.text().equals("PublishedVersions"))
                        .isPresent(),
                function.optional("Events").stream()
                        .flatMap(events -> events.entries().stream())
                        .map(event ->
                                new Trigger(
                                        event.required("Type").text(),
                                        event.required("Properties")))
                        .toList());
    }

    /** Whether something of this type calls the function. */
    boolean isCalledBy(String type) {
        return triggers.stream().anyMatch(trigger -> trigger.type().equals(type));
    }

    /** Such as {@code LoggingConfig: { LogGroup: !Ref OrdersLogGroup }}. */
    private static String logGroup(TemplateValue function) {
        String name = function.required("LoggingConfig").required("LogGroup").text();
        return StandInArns.of("AWS::Logs::LogGroup", name).orElseThrow();
    }

    /** A function's own property, or else that of all functions. */
    private static Optional<TemplateValue> property(
            TemplateValue function, TemplateValue all, String... path) {
        return function.optional(path).or(() -> all.optional(path));
    }

    private static Map<String, String> environment(TemplateValue function, TemplateValue all) {
        Map<String, String> environment = new HashMap<>();
        for (TemplateValue of : List.of(all, function)) {
            of.optional("Environment", "Variables")
                    .map(TemplateValue::properties)
                    .orElse(Map.of())
                    .forEach((name, value) -> environment.put(name, value.text()));
        }
        return environment;
    }
}
