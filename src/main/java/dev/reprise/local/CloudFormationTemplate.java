package dev.reprise.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A CloudFormation template, read for the development run. A value is resolved when it is read, and
 * not before: what nobody reads may use any function and any property.
 */
final class CloudFormationTemplate {

    private final String source;
    private final Map<?, ?> document;
    private final Map<?, ?> resources;
    private final TemplateFunctions functions;

    private CloudFormationTemplate(
            String source, Map<?, ?> document, Map<?, ?> resources, Map<String, String> overrides) {
        this.source = source;
        this.document = document;
        this.resources = resources;
        this.functions = new TemplateFunctions(source, document, overrides);
    }

    /**
     * Reads a template.
     *
     * @param overrides values of parameters, which replace the parameters' defaults. {@code
     *     AWS::StackName} is the stack's name
     * @throws TemplateException if the file cannot be read, is not YAML or has no resources
     */
    static CloudFormationTemplate read(Path file, Map<String, String> overrides) {
        String source = file.getFileName().toString();
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(source, reader, overrides);
        } catch (IOException e) {
            throw new TemplateException(source + " cannot be read: " + e, e);
        }
    }

    static CloudFormationTemplate read(
            String source, Reader reader, Map<String, String> overrides) {
        if (!(document(source, reader) instanceof Map<?, ?> template)
                || !(template.get("Resources") instanceof Map<?, ?> resources)) {
            throw new TemplateException(source + " has no Resources");
        }
        return new CloudFormationTemplate(source, template, resources, overrides);
    }

    /**
     * What stands in a template, with each function in its long form: {@code Fn::Sub} for {@code
     * !Sub}.
     *
     * @throws TemplateException if it is not YAML
     */
    static Object document(String source, Reader reader) {
        try {
            return new Yaml(new ShortForms()).load(reader);
        } catch (YAMLException e) {
            throw new TemplateException(source + " is not YAML: " + e.getMessage(), e);
        }
    }

    /** The name of the file, for messages. */
    String source() {
        return source;
    }

    /**
     * The resources of one type, in the template's order. A resource whose condition is false is
     * not among them.
     */
    List<Resource> resourcesOfType(String type) {
        List<Resource> found = new ArrayList<>();
        resources.forEach((id, declared) -> {
            if (declared instanceof Map<?, ?> resource
                    && type.equals(resource.get("Type"))
                    && functions.isCreated(resource, id.toString())) {
                Object properties =
                        resource.get("Properties") == null ? Map.of() : resource.get("Properties");
                found.add(
                        new Resource(
                                id.toString(),
                                new TemplateValue(functions, id.toString(), properties)));
            }
        });
        return found;
    }

    /**
     * The value that an environment variable has in every function that has it.
     *
     * @return empty if no function has the variable
     * @throws TemplateException if two functions give the variable different values
     */
    Optional<String> environmentVariable(String name) {
        List<String> values =
                Stream.concat(
                                functions().stream().map(Resource::properties),
                                Stream.of(allFunctions()))
                        .flatMap(function ->
                                function.optional("Environment", "Variables", name).stream())
                        .map(TemplateValue::text)
                        .distinct()
                        .toList();
        if (values.size() > 1) {
            throw new TemplateException(
                    "%s: the functions have different values of %s: %s. Give all functions one value."
                            .formatted(source, name, values));
        }
        return values.stream().findFirst();
    }

    /** The functions that the template creates, in its order. */
    List<Resource> functions() {
        return resourcesOfType("AWS::Serverless::Function");
    }

    /**
     * A resource of a type.
     *
     * @throws TemplateException if there is none of that name
     */
    Resource resource(String type, String logicalId) {
        return resourcesOfType(type).stream()
                .filter(resource -> resource.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow(() ->
                        new TemplateException(
                                "%s has no %s %s".formatted(source, type, logicalId)));
    }

    /** The properties that all functions have. */
    TemplateValue allFunctions() {
        Object properties =
                document.get("Globals") instanceof Map<?, ?> globals
                        ? globals.get("Function")
                        : null;
        return new TemplateValue(
                functions, "Globals.Function", properties == null ? Map.of() : properties);
    }

    /** The name of a table, or the one that it has where the template does not name it. */
    String tableName(Resource table) {
        return functions.tableName(table.logicalId(), table.properties());
    }

    /** One resource that the template creates. */
    record Resource(String logicalId, TemplateValue properties) {}

    /** Reads {@code !Sub x} as {@code {Fn::Sub: x}}, so that there is one form to resolve. */
    private static final class ShortForms extends SafeConstructor {

        ShortForms() {
            super(new LoaderOptions());
            yamlMultiConstructors.put(
                    "!",
                    new AbstractConstruct() {
                        @Override
                        public Object construct(Node node) {
                            return longForm(node.getTag().getValue().substring(1), argument(node));
                        }
                    });
        }

        private static Object longForm(String tag, @Nullable Object argument) {
            String name = tag.equals("Ref") || tag.equals("Condition") ? tag : "Fn::" + tag;
            return Map.of(name, argument == null ? "" : argument);
        }

        private @Nullable Object argument(Node node) {
            return switch (node) {
                case ScalarNode scalar -> scalar.getValue();
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new YAMLException("unexpected " + node.getNodeId());
            };
        }
    }
}
