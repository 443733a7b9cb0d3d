package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Checks who can reach a port. */
final class Loopback {

    private Loopback() {}

    static void assertOnly(int port) {
        assertThat(accepts("127.0.0.1", port)).isTrue();
        List<InetAddress> others = otherAddresses();
        assertThat(others)
                .as("this machine's addresses, without which this proves nothing")
                .isNotEmpty();
        for (InetAddress other : others) {
            assertThatThrownBy(() -> new Socket(other, port).close())
                    .as("%s:%d", other, port)
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static boolean accepts(String host, int port) {
        try (var socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static List<InetAddress> otherAddresses() {
        try {
            var others = new ArrayList<InetAddress>();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(others::add);
            if (System.getProperty("os.name").equals("Linux")) {
                // All of 127/8 is the machine itself there, so a listener on all interfaces answers
                // here as well.
                others.add(InetAddress.getByName("127.0.0.2"));
            }
            return others;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
