package dev.reprise.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A curl command of a page, so that a test can send what curl would send.
 *
 * @param showsHeaders whether curl prints the status line and the headers before the body
 */
record CurlCommand(HttpRequest request, boolean showsHeaders) {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String CONTENT_TYPE = "Content-Type";

    /**
     * Reads a command with the options {@code -i}, {@code -s}, {@code -X}, {@code -H} and {@code
     * -d}.
     *
     * @param port the port to send the request to, whatever port the command names
     * @throws IllegalArgumentException if the command has another option or has not exactly one
     *     address
     */
    static CurlCommand parse(String command, int port) {
        Iterator<String> words = words(command).iterator();
        if (!words.next().equals("curl")) {
            throw new IllegalArgumentException("expected a curl command, found: " + command);
        }
        boolean showsHeaders = false;
        String method = null;
        String body = null;
        URI address = null;
        List<String> headers = new ArrayList<>();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "-i" -> showsHeaders = true;
                case "-s" -> {}
                case "-X" -> method = words.next();
                case "-H" -> headers.addAll(List.of(words.next().split(": ", 2)));
                case "-d" -> body = words.next();
                default -> {
                    if (word.startsWith("-") || address != null) {
                        throw new IllegalArgumentException(
                                "cannot send " + word + " of the command: " + command);
                    }
                    address = URI.create(word.replaceFirst(":\\d+/", ":" + port + "/"));
                }
            }
        }
        if (address == null) {
            throw new IllegalArgumentException("the command names no address: " + command);
        }
        return new CurlCommand(request(address, method, headers, body), showsHeaders);
    }

    private static HttpRequest request(
            URI address, @Nullable String method, List<String> headers, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        if (body == null) {
            return request.method(method == null ? "GET" : method, BodyPublishers.noBody()).build();
        }
        if (headers.stream().noneMatch(CONTENT_TYPE::equals)) {
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        return request.method(
                        method == null ? "POST" : method, BodyPublishers.ofString(body, UTF_8))
                .build();
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toList();
    }
}
