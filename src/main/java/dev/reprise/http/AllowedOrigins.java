package dev.reprise.http;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The origins whose pages may call the API.
 *
 * @param any whether every origin may
 * @param origins as browsers send them in {@code Origin}, such as {@code https://shop.example}
 */
record AllowedOrigins(boolean any, Set<String> origins) {

    /** The setting that allows all origins. */
    static final String ANY = "*";

    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://(?:[a-z0-9.-]+|\\[[0-9a-f:.]+])(?::[0-9]{1,5})?");

    AllowedOrigins {
        origins = Set.copyOf(origins);
    }

    /**
     * Reads the setting.
     *
     * @param setting origins, or {@code *} alone; no elements for no origin. Blanks around an
     *     element are left out
     * @throws IllegalArgumentException if an element is neither
     */
    static AllowedOrigins parse(List<String> setting) {
        Set<String> origins = setting.stream().map(String::strip).collect(Collectors.toSet());
        if (origins.equals(Set.of(ANY))) {
            return new AllowedOrigins(true, Set.of());
        }
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        CrossOrigin.SETTING
                                + " has "
                                + origin
                                + ", which is not an origin as browsers send it. Write scheme, host"
                                + " and port in lower case and nothing after them, such as"
                                + " https://shop.example. To allow all origins, write * and nothing else");
            }
        }
        return new AllowedOrigins(false, origins);
    }

    /** Whether no origin is allowed. */
    boolean none() {
        return !any && origins.isEmpty();
    }

    /** Compares character by character: a browser sends an origin in one form only. */
    boolean contains(String origin) {
        return any || origins.contains(origin);
    }
}
