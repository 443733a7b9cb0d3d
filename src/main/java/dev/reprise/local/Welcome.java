package dev.reprise.local;

/** The text that says that the development run is ready, and how to use it. */
final class Welcome {

    private Welcome() {}

    static void print(LocalConfig config) {
        String api = "http://localhost:" + config.httpPort() + config.basePath();
        String kept =
                config.dataFolder()
                        .map(folder -> "its data in " + folder)
                        .orElse("in memory, gone at the end");
        String dynamoDb =
                !config.embedded()
                        ? "which runs elsewhere"
                        : kept
                                + "\n"
                                + "             any DynamoDB client can look in, with any region"
                                + " and credentials, such as local/local";
        boolean tokens = LocalApi.needsTokens();
        String text =
                """

                Reprise is ready. Changed files take effect at the next request; Ctrl-C ends it.

                  API        %1$s
                  Docs       %1$s/q/swagger-ui/
                  DynamoDB   %2$s, %3$s

                %4$s  curl -i %1$s/orders%5$s -H 'Content-Type: application/json' \\
                    -d '{"customerId":"user123","items":[{"itemId":"book-1","quantity":2,"price":15.90}]}'

                """
                        .formatted(
                                api,
                                config.endpoint(),
                                dynamoDb,
                                tokens ? tokenCommand(config) : "",
                                tokens ? " -H \"Authorization: Bearer $TOKEN\"" : "");
        // Printed at once: Quarkus' console draws its prompt again after each print.
        System.out.print(text);
    }

    /** Sets a variable of the shell. */
    private static String tokenCommand(LocalConfig config) {
        return "  TOKEN=$(curl -s http://localhost:%d%s -d sub=user123 -d 'scope=orders:read orders:write')\n"
                .formatted(config.httpPort(), TokenEndpoint.PATH);
    }
}
