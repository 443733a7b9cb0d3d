package dev.reprise.demo;

import java.io.IOException;

/** No answer came, however often it was tried. */
final class UnreachableException extends IOException {

    UnreachableException(IOException last) {
        super(describe(last), last);
    }

    /** Some of the JDK's say nothing but their name, such as ConnectException. */
    static String describe(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }
}
