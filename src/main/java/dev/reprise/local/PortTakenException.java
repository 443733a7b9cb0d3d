package dev.reprise.local;

/** Something else listens on a port that the development run needs. */
final class PortTakenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, Throwable cause) {
        super("port " + port + " is taken", cause);
        this.port = port;
    }

    int port() {
        return port;
    }
}
