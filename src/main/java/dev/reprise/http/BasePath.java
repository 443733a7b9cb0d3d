package dev.reprise.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What precedes the path of every resource, such as {@code /shop/v1}; empty unless the setting
 * {@value #SETTING} says otherwise. An HTTP API puts the name of a stage, and the key of a custom
 * domain's API mapping, in front of the path that it passes on.
 *
 * <p>Each resource has one address: with a base path, there is nothing at the path without it. The
 * API's own endpoint takes the path with the base path, too.
 */
@Singleton
class BasePath {

    static final String SETTING = "reprise.http.base-path";

    private static final Pattern FORM = Pattern.compile("(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final String prefix;

    @Inject
    BasePath(@ConfigProperty(name = SETTING) Optional<String> setting) {
        this(setting.orElse(""));
    }

    /**
     * @throws IllegalArgumentException if it has a slash at its end, none at its beginning, or a
     *     character that would have to be encoded
     */
    BasePath(String prefix) {
        if (!FORM.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    SETTING
                            + " is "
                            + prefix
                            + ", which is not a base path. Write a slash before each segment, none"
                            + " at the end, and in segments only letters, digits, and . _ - (no dot"
                            + " first), such as /v1 or /shop/v1; or nothing for no base path");
        }
        this.prefix = prefix;
    }

    /** The path of a request that has this resource's path; {@code /} is the start page's. */
    String pathOf(String resource) {
        return prefix + resource;
    }

    /**
     * The path of the resource: the request's path without the base path.
     *
     * @param path the path of the request, not decoded
     * @return empty if the path is not below the base path
     */
    Optional<String> strip(String path) {
        if (path.equals(prefix)) {
            return Optional.of("/");
        }
        return path.startsWith(prefix + "/")
                ? Optional.of(path.substring(prefix.length()))
                : Optional.empty();
    }
}
