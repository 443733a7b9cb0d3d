package dev.reprise.demo;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the API answered to a command.
 *
 * @param version the order's version by its ETag, which is how many events it has; 0 if there is
 *     none
 */
record Answer(int status, long version, String body) {

    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");
    private static final int SHOWN = 300;

    static Answer of(HttpResponse<String> response) {
        Matcher etag = ETAG.matcher(response.headers().firstValue("ETag").orElse(""));
        return new Answer(
                response.statusCode(),
                etag.matches() ? Long.parseLong(etag.group(1)) : 0,
                response.body());
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** When the order was created, by the API's clock. */
    String createdAt() {
        return Json.member(body, "createdAt");
    }

    /** When the order came to this version, by the API's clock. */
    String updatedAt() {
        return Json.member(body, "updatedAt");
    }

    /** What is wrong: the problem's detail, else as much of the body as can be shown. */
    String problem() {
        String detail = Json.member(body, "detail");
        String text = (detail.isEmpty() ? body : detail).strip().replaceAll("\\s+", " ");
        return status + " " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    }
}
