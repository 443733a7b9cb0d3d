package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of the API.
 *
 * @param body a text node if the body is not JSON
 * @param replayed whether an earlier request with the same Idempotency-Key recorded the command
 */
record Answer(int status, JsonNode body, boolean replayed) {

    private static final String PROBLEM = "urn:reprise:problem:";
    private static final int MAX_PROBLEM_LENGTH = 300;

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** The name of the problem's type, such as {@code order-not-found}; empty if it has none. */
    String type() {
        String type = body.path("type").asText();
        return type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : "";
    }

    /** The body of a success. Otherwise throws a {@link Failure} with the problem in one line. */
    JsonNode orFail() {
        if (isSuccess()) {
            return body;
        }
        ExitCode code =
                switch (status) {
                    case 401, 403 -> ExitCode.FORBIDDEN;
                    case 404 -> type().isEmpty() ? ExitCode.UNREACHABLE : ExitCode.NOT_FOUND;
                    default -> ExitCode.WRONG;
                };
        throw new Failure(code, problem());
    }

    /** The problem in one line, and what to do. */
    String problem() {
        String advice = Advice.of(this);
        return detail() + " (" + label() + ")." + (advice.isEmpty() ? "" : " " + advice);
    }

    /** The problem's detail, or else the start of the body, in one line and without a full stop. */
    private String detail() {
        JsonNode shown = body.path("detail");
        if (shown.isMissingNode()) {
            shown = body.has("message") ? body.get("message") : body;
        }
        String text = Texts.plain(shown.isTextual() ? shown.asText() : shown.toString()).strip();
        if (text.isEmpty()) {
            return "The API gave no reason";
        }
        return text.length() > MAX_PROBLEM_LENGTH
                ? text.substring(0, MAX_PROBLEM_LENGTH) + "..."
                : text;
    }

    private String label() {
        return type().isEmpty() ? Integer.toString(status) : status + " " + type();
    }
}
