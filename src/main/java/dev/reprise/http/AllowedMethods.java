package dev.reprise.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a path takes, found in all resources. An answer 405 must name them (RFC 9110,
 * 15.5.6), and the framework's does not.
 *
 * <p>Each path that takes {@code GET} takes {@code HEAD}, and each takes {@code OPTIONS}.
 */
@Singleton
final class AllowedMethods {

    private final List<Class<?>> resources;

    @Inject
    AllowedMethods(BeanManager beans) {
        resources =
                beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                        .<Class<?>>map(Bean::getBeanClass)
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .toList();
    }

    /**
     * The methods of a path, ordered by name; none if there is no resource at the path.
     *
     * @param path the path of the request, not decoded
     */
    Set<String> of(String path) {
        Set<String> methods = new TreeSet<>();
        for (Class<?> resource : resources) {
            for (Method method : resource.getDeclaredMethods()) {
                if (matches(template(resource, method), path)) {
                    verb(method).forEach(methods::add);
                }
            }
        }
        if (methods.contains(HttpMethod.GET)) {
            methods.add(HttpMethod.HEAD);
        }
        if (!methods.isEmpty()) {
            methods.add(HttpMethod.OPTIONS);
        }
        return methods;
    }

    /** The answer to {@code OPTIONS}: 404 if there is no resource at the path. */
    Response options(String path) {
        Set<String> methods = of(path);
        return methods.isEmpty()
                ? Problem.noSuchResource().response().build()
                : Response.noContent().allow(methods).build();
    }

    /** The answer to a method that the path does not take. */
    Response notAllowed(String path) {
        return Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "the path does not take this method; Allow lists the methods it takes")
                .response()
                .allow(of(path))
                .build();
    }

    private static String template(Class<?> resource, Method method) {
        @Nullable Path path = method.getAnnotation(Path.class);
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
