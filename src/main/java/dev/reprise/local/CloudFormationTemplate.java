package dev.reprise.local;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * As much of a CloudFormation template as says what its resources of one type are: parameters by
 * their defaults, and the intrinsic functions {@code Ref} and {@code Fn::Sub} of parameters, in
 * short form or long. Anything else in what is read is an error that names the place: a table that
 * was understood by half would differ from the deployed one.
 */
final class CloudFormationTemplate {

    private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{(!?)([^}]*)}");

    /** One resource: its logical id, and its properties with every intrinsic function resolved. */
    record Resource(String logicalId, Map<?, ?> properties) {}

    private final String source;
    private final Map<?, ?> resources;
    private final Map<String, Object> parameters;

    private CloudFormationTemplate(
            String source, Map<?, ?> resources, Map<String, Object> parameters) {
        this.source = source;
        this.resources = resources;
        this.parameters = parameters;
    }

    /**
     * Reads a template.
     *
     * @param overrides parameters' values that take precedence over their defaults
     * @throws TemplateException if it is not there, is not YAML or has no resources
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
        Object document;
        try {
            document = new Yaml(new ShortForms()).load(reader);
        } catch (YAMLException e) {
            throw new TemplateException(source + " is not YAML: " + e.getMessage(), e);
        }
        if (!(document instanceof Map<?, ?> template)
                || !(template.get("Resources") instanceof Map<?, ?> resources)) {
            throw new TemplateException(source + " has no Resources");
        }
        var parameters = new HashMap<String, Object>();
        if (template.get("Parameters") instanceof Map<?, ?> declared) {
            declared.forEach((name, parameter) -> {
                if (parameter instanceof Map<?, ?> p && p.get("Default") != null) {
                    parameters.put(name.toString(), p.get("Default"));
                }
            });
        }
        parameters.putAll(overrides);
        return new CloudFormationTemplate(source, resources, parameters);
    }

    /** The resources of one type, in the template's order; none if there are none. */
    List<Resource> resourcesOfType(String type) {
        var found = new ArrayList<Resource>();
        resources.forEach((id, resource) -> {
            if (resource instanceof Map<?, ?> r && type.equals(r.get("Type"))) {
                Object properties = r.get("Properties") == null ? Map.of() : r.get("Properties");
                if (resolve(properties, id.toString()) instanceof Map<?, ?> resolved) {
                    found.add(new Resource(id.toString(), resolved));
                } else {
                    throw new TemplateException(
                            source + ": " + id + ": Properties is not a mapping");
                }
            }
        });
        return found;
    }

    /**
     * One of a resource's properties; what stands beside it need not be understood.
     *
     * @param path from the properties down
     * @throws TemplateException if it is not there
     */
    Object property(String logicalId, String... path) {
        Object found = resources;
        String place = "";
        for (String name :
                Stream.concat(Stream.of(logicalId, "Properties"), Stream.of(path)).toList()) {
            place += (place.isEmpty() ? "" : ".") + name;
            if (!(found instanceof Map<?, ?> parent) || parent.get(name) == null) {
                throw new TemplateException(source + " has no " + place);
            }
            found = parent.get(name);
        }
        return resolve(found, place);
    }

    private Object resolve(Object value, String place) {
        return switch (value) {
            case Map<?, ?> map when isIntrinsic(map) -> {
                var call = map.entrySet().iterator().next();
                yield intrinsic(call.getKey().toString(), call.getValue(), place);
            }
            case Map<?, ?> map -> {
                var resolved = new LinkedHashMap<Object, Object>();
                map.forEach((key, entry) -> resolved.put(key, resolve(entry, place + "." + key)));
                yield resolved;
            }
            case List<?> list -> {
                var resolved = new ArrayList<Object>();
                for (Object entry : list) {
                    resolved.add(resolve(entry, place + "[" + resolved.size() + "]"));
                }
                yield resolved;
            }
            case null -> throw new TemplateException(source + ": " + place + " has no value");
            default -> value;
        };
    }

    private static boolean isIntrinsic(Map<?, ?> map) {
        return map.size() == 1
                && map.keySet().iterator().next() instanceof String key
                && (key.equals("Ref") || key.startsWith("Fn::"));
    }

    private Object intrinsic(String function, Object argument, String place) {
        if (function.equals("Ref") && argument instanceof String name) {
            return parameter(name, place);
        }
        if (function.equals("Fn::Sub") && argument instanceof String text) {
            return SUBSTITUTION
                    .matcher(text)
                    .replaceAll(match -> Matcher.quoteReplacement(substitute(match, place)));
        }
        throw new TemplateException(
                source + ": " + place + ": the development run does not understand " + function);
    }

    private String substitute(MatchResult match, String place) {
        boolean literal = match.group(1).equals("!");
        return literal ? "${" + match.group(2) + "}" : parameter(match.group(2), place).toString();
    }

    private Object parameter(String name, String place) {
        Object value = parameters.get(name);
        if (value == null) {
            throw new TemplateException(
                    source + ": " + place + ": " + name + " is not a parameter with a default");
        }
        return value;
    }

    /** Turns {@code !Sub x} into {@code {Fn::Sub: x}}, so that there is one form to resolve. */
    private static final class ShortForms extends SafeConstructor {

        ShortForms() {
            super(new LoaderOptions());
            yamlMultiConstructors.put(
                    "!",
                    new AbstractConstruct() {
                        @Override
                        public Object construct(Node node) {
                            String tag = node.getTag().getValue().substring(1);
                            String name =
                                    tag.equals("Ref") || tag.equals("Condition")
                                            ? tag
                                            : "Fn::" + tag;
                            return Map.of(name, argument(node));
                        }
                    });
        }

        private Object argument(Node node) {
            return switch (node) {
                case ScalarNode scalar -> scalar.getValue();
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new YAMLException("unexpected " + node.getNodeId());
            };
        }
    }
}
