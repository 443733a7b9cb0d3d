package dev.reprise.cli;

import java.util.Map;

/** What to do about a problem. */
final class Advice {

    private static final Map<String, String> BY_TYPE =
            Map.ofEntries(
                    Map.entry("order-not-found", "Check the id: upper and lower case differ."),
                    Map.entry("stream-not-found", "Check the name: a category, a dash and an id."),
                    Map.entry("projection-not-found", "GET /projections lists the names."),
                    Map.entry("version-not-found", "Ask for an earlier version or a later time."),
                    Map.entry(
                            "order-already-exists",
                            "Another command created the order. Give the invoice another number, or leave it out."),
                    Map.entry(
                            "idempotency-key-reused",
                            "The command was changed after it was sent. Send it with another Idempotency-Key."),
                    Map.entry("needs-rebuild", "Rebuild the read model: reprise rebuild NAME."),
                    Map.entry(
                            "nothing-to-repair",
                            "Wait for the first rebuild: reprise rebuild NAME follows it."),
                    Map.entry(
                            "commit-differs",
                            "The stream here is another one. Import it into an empty service."),
                    Map.entry(
                            "broken-stream",
                            "Check the stream with reprise verify, and put the commit back from a backup."),
                    Map.entry(
                            "newer-release",
                            "Deploy the newer release, then run the command again."),
                    Map.entry(
                            "internal-error",
                            "Look for the correlation id in the service's log: it has the reason."));

    private Advice() {}

    /** A sentence; empty if there is nothing to add to the problem. */
    static String of(Answer answer) {
        String known = BY_TYPE.get(answer.type());
        if (known != null) {
            return known;
        }
        return switch (answer.status()) {
            case 401 -> "Give a token with --token or $REPRISE_TOKEN.";
            case 403 ->
                    answer.body().has("scope")
                            ? "Use a token with the scope "
                                    + Texts.plain(answer.body().get("scope").asText())
                                    + "."
                            : "Use a token that may do this.";
            case 404 -> answer.type().isEmpty() ? "The server is not this API: check --url." : "";
            case 429, 502, 503, 504 -> "Run the command again later.";
            default -> "";
        };
    }
}
