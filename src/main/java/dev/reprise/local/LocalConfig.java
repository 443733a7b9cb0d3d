package dev.reprise.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The settings of the development run.
 *
 * @param httpPort {@value #HTTP_PORT}: the port of the API
 * @param basePath {@value #BASE_PATH}: what precedes the path of every resource
 * @param dynamoDbPort {@value #DYNAMODB_PORT}: the port of the embedded DynamoDB
 * @param dataFolder {@value #DATA_FOLDER}: where the embedded DynamoDB keeps its data. If empty, it
 *     keeps the data in memory
 * @param endpoint {@code quarkus.dynamodb.endpoint-override}: the DynamoDB to use
 * @param embedded whether the DynamoDB at the endpoint is the embedded one
 */
record LocalConfig(
        int httpPort,
        String basePath,
        int dynamoDbPort,
        Optional<Path> dataFolder,
        URI endpoint,
        boolean embedded) {

    static final String HTTP_PORT = "reprise.local.http.port";
    static final String BASE_PATH = "reprise.http.base-path";
    static final String DYNAMODB_PORT = "reprise.local.dynamodb.port";
    static final String DATA_FOLDER = "reprise.local.data-dir";

    static LocalConfig current() {
        Config config = ConfigProvider.getConfig();
        int dynamoDbPort = config.getValue(DYNAMODB_PORT, Integer.class);
        URI endpoint = config.getValue("quarkus.dynamodb.endpoint-override", URI.class);
        return new LocalConfig(
                config.getValue(HTTP_PORT, Integer.class),
                config.getOptionalValue(BASE_PATH, String.class).orElse(""),
                dynamoDbPort,
                config.getOptionalValue(DATA_FOLDER, Path.class),
                endpoint,
                endpoint.equals(URI.create("http://127.0.0.1:" + dynamoDbPort)));
    }
}
