package dev.reprise.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The methods that a path takes. An answer of 405 has to name them (RFC 9110, 15.5.6), and the
 * framework's does not.
 */
final class AllowedMethods {

    private static final List<Class<?>> RESOURCES =
            List.of(
                    OrdersResource.class,
                    OrderQueriesResource.class,
                    ProjectionsResource.class,
                    StartPage.class,
                    StreamsResource.class);

    private AllowedMethods() {}

    /**
     * Those of a path, in order of their names.
     *
     * @param path as in the request, not decoded
     */
    static Set<String> of(String path) {
        Set<String> methods = new TreeSet<>();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                if (matches(template(resource, method), path)) {
                    verb(method).forEach(methods::add);
                }
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        return methods;
    }

    private static String template(Class<?> resource, Method method) {
        Path path = method.getAnnotation(Path.class);
        String root = resource.getAnnotation(Path.class).value();
        return path == null ? root : root + "/" + path.value();
    }

    private static Stream<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value());
    }

    private static boolean matches(String template, String path) {
        List<String> expected = segments(template);
        List<String> actual = segments(path);
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).startsWith("{") && !expected.get(i).equals(actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
    }
}
