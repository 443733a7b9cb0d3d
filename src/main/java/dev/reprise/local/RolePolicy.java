package dev.reprise.local;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the policies in a role allow. What no statement allows, and what one denies, is refused.
 *
 * @param role the role's logical id
 */
record RolePolicy(String role, List<Statement> statements) {

    private static final String TYPE = "AWS::IAM::Role";

    /** What else a role could have, and this reader would miss. */
    private static final Set<String> KNOWN = Set.of("AssumeRolePolicyDocument", "Policies");

    RolePolicy {
        statements = List.copyOf(statements);
    }

    /**
     * Reads the policies that are written in a role.
     *
     * @throws TemplateException if there is no such role, or it has anything besides them, or a
     *     statement has a condition or another element that is not imitated
     */
    static RolePolicy of(CloudFormationTemplate template, String role) {
        TemplateValue properties = template.resource(TYPE, role).properties().only(KNOWN);
        return new RolePolicy(
                role,
                properties.required("Policies").each().stream()
                        .map(policy -> policy.required("PolicyDocument").required("Statement"))
                        .flatMap(statements -> statements.each().stream())
                        .map(Statement::of)
                        .toList());
    }

    /** Whether the role may do what it asks for. */
    boolean allows(Access access) {
        return statements.stream().anyMatch(of -> of.isAllow() && of.matches(access))
                && statements.stream().noneMatch(of -> !of.isAllow() && of.matches(access));
    }

    /** Each action with each resource that is allowed, as the statements have them. */
    Set<Access> grants() {
        return statements.stream()
                .filter(Statement::isAllow)
                .flatMap(Statement::accesses)
                .collect(Collectors.toSet());
    }

    /**
     * An action and a resource: what is asked for, or a pattern that allows it.
     *
     * @param action such as {@code dynamodb:PutItem}
     * @param resource an ARN
     */
    record Access(String action, String resource) {

        /** Whether this pattern has that access. */
        boolean covers(Access access) {
            return matches(action, access.action(), Pattern.CASE_INSENSITIVE)
                    && matches(resource, access.resource(), 0);
        }

        /** IAM knows two wildcards. */
        private static boolean matches(String pattern, String text, int flags) {
            String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            return Pattern.compile(regex, flags).matcher(text).matches();
        }
    }

    /** One statement of a policy. */
    record Statement(boolean isAllow, List<String> actions, List<String> resources) {

        private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Action", "Resource");

        Statement {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
        }

        private static Statement of(TemplateValue statement) {
            statement.only(ELEMENTS);
            return new Statement(
                    statement.required("Effect").text().equals("Allow"),
                    statement.required("Action").texts(),
                    statement.required("Resource").texts());
        }

        private boolean matches(Access access) {
            return accesses().anyMatch(pattern -> pattern.covers(access));
        }

        private Stream<Access> accesses() {
            return actions.stream()
                    .flatMap(action ->
                            resources.stream().map(resource -> new Access(action, resource)));
        }
    }
}
