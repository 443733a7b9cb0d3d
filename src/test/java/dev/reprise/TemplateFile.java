package dev.reprise;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * {@code template.yaml}, for tests. A function is read as a text, such as {@code "!Ref
 * EventsTable"}.
 */
final class TemplateFile {

    private static final Map<String, Object> TEMPLATE = read(Path.of("template.yaml"));

    private TemplateFile() {}

    /** Another template. */
    static Map<String, Object> read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(new WithFunctions()).load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole template. */
    static Map<String, Object> template() {
        return TEMPLATE;
    }

    static Object at(String path) {
        return at(TEMPLATE, path);
    }

    static Object at(Object from, String path) {
        Object found = from;
        for (String name : path.split("/")) {
            if (!(found instanceof Map<?, ?> parent) || !parent.containsKey(name)) {
                return Assertions.fail("template.yaml has no %s in %s", name, path);
            }
            found = parent.get(name);
        }
        return found;
    }

    static Map<String, Object> map(String path) {
        return map(TEMPLATE, path);
    }

    @SuppressWarnings("unchecked") // the keys of a template are strings
    static Map<String, Object> map(Object from, String path) {
        return (Map<String, Object>) at(from, path);
    }

    static List<?> list(String path) {
        return (List<?>) at(path);
    }

    /** Reads {@code !Sub x} and its like as the text "!Sub x". */
    private static final class WithFunctions extends SafeConstructor {

        WithFunctions() {
            super(new LoaderOptions());
            yamlMultiConstructors.put(
                    "!",
                    new AbstractConstruct() {
                        @Override
                        public Object construct(Node node) {
                            Object argument =
                                    node instanceof SequenceNode sequence
                                            ? constructSequence(sequence)
                                            : constructScalar((ScalarNode) node);
                            return node.getTag().getValue() + " " + argument;
                        }
                    });
        }
    }
}
