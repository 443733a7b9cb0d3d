package dev.reprise.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A Lambda runtime API that never has work.
 *
 * <p>Quarkus polls that API in development and tests too, where the front calls the function
 * itself, and stops the application when it is refused. Its own mock of the API listens on all
 * interfaces. This one is only a socket that accepts a connection, and never answers.
 */
final class SilentRuntimeApi {

    private SilentRuntimeApi() {}

    /** Starts it, for the applications that start in this JVM from now on. */
    static Closeable listen() {
        try {
            var socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            System.setProperty(
                    "quarkus-internal.aws-lambda.test-api", "127.0.0.1:" + socket.getLocalPort());
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
