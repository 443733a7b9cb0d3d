package dev.reprise.local;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local on the loopback interface of this JVM.
 *
 * <p>Its own launcher listens on all interfaces and sends telemetry, with no option for the first.
 * So its request handler is put into a Jetty server of our own, and the launcher, which alone
 * configures telemetry, is never called. The libraries of sqlite4java are in DynamoDB Local's jar,
 * which loads the one that fits.
 */
final class DynamoDbLocalServer implements AutoCloseable {

    /**
     * Loggers that write much at INFO. They are held here because a logger that is garbage
     * collected loses its level.
     */
    private static final List<Logger> NOISY_LOGGERS =
            List.of(
                    Logger.getLogger("com.almworks.sqlite4java"),
                    Logger.getLogger("org.eclipse.jetty"));

    /**
     * Warns at the first read of a stream that a library is missing which the JDK no longer has.
     */
    private static final Logger OUTDATED_LIBRARY_WARNING =
            Logger.getLogger("com.amazonaws.util.Base64");

    private final Server jetty;
    private final LocalDynamoDBServerHandler dynamoDb;
    private final URI endpoint;

    private DynamoDbLocalServer(Server jetty, LocalDynamoDBServerHandler dynamoDb, URI endpoint) {
        this.jetty = jetty;
        this.dynamoDb = dynamoDb;
        this.endpoint = endpoint;
    }

    /**
     * Starts DynamoDB Local. All clients share one database, whatever their region and credentials.
     *
     * @param port 0 for any free port
     * @param folder where the data is kept. If empty, the data is in memory and gone at the end
     * @throws PortTakenException if something else listens on {@code port}
     */
    static DynamoDbLocalServer start(int port, Optional<Path> folder) throws PortTakenException {
        var thread = Thread.currentThread();
        var callersLoader = thread.getContextClassLoader();
        // The server's threads outlive a live reload. They must not hold the loader of the classes
        // that the reload replaces.
        thread.setContextClassLoader(Server.class.getClassLoader());
        try {
            return listen(port, folder);
        } finally {
            thread.setContextClassLoader(callersLoader);
        }
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
            dynamoDb.close();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        }
    }

    private static DynamoDbLocalServer listen(int port, Optional<Path> folder)
            throws PortTakenException {
        NOISY_LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
        OUTDATED_LIBRARY_WARNING.setLevel(Level.SEVERE);
        var jetty = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var connector = (ServerConnector) jetty.getConnectors()[0];
        LocalDynamoDBServerHandler dynamoDb;
        try {
            // Take the port before opening the database: a taken port then leaves nothing behind.
            connector.open();
            dynamoDb = new LocalDynamoDBServerHandler(database(folder), null);
            jetty.setHandler(dynamoDb);
            jetty.start();
        } catch (IOException e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw new PortTakenException(port, e);
            }
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not start", e);
        }
        return new DynamoDbLocalServer(
                jetty, dynamoDb, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    private static LocalDynamoDBRequestHandler database(Optional<Path> folder) throws IOException {
        boolean inMemory = folder.isEmpty();
        String path =
                inMemory ? null : Files.createDirectories(folder.get()).toAbsolutePath().toString();
        return new LocalDynamoDBRequestHandler(0, inMemory, path, true, false);
    }
}
