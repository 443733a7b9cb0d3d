package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** An HTTP server on the loopback interface, which keeps requests and answers them as told. */
public final class LocalReceiver implements AutoCloseable {

    /** Writes an answer, status line and all. */
    public interface Answer {
        void write(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /** A request; the names of headers are in lower case. */
    public record Request(String line, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final ServerSocket server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer answer = status(200);

    /** On any free port. */
    public LocalReceiver() throws IOException {
        this(0);
    }

    public LocalReceiver(int port) throws IOException {
        this(ServerSocketFactory.getDefault(), port);
    }

    LocalReceiver(ServerSocketFactory sockets) throws IOException {
        this(sockets, 0);
    }

    private LocalReceiver(ServerSocketFactory sockets, int port) throws IOException {
        this.server = sockets.createServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public static Answer status(int status) {
        return (_, out) -> write(out, status, "");
    }

    static void write(OutputStream out, int status, String headers) throws IOException {
        out.write(
                "HTTP/1.1 %d X\r\n%sContent-Length: 0\r\n\r\n"
                        .formatted(status, headers)
                        .getBytes(ISO_8859_1));
    }

    public void answers(Answer next) {
        answer = next;
    }

    /** Until the server is closed. */
    void awaitClosed() throws InterruptedException {
        closed.await(1, TimeUnit.MINUTES);
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Request> requests() {
        return requests;
    }

    public void clear() {
        requests.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // It is closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String line = line(in);
            while (!line.isEmpty()) {
                Request request = request(line, in);
                requests.add(request);
                answer.write(request, socket.getOutputStream());
                socket.getOutputStream().flush();
                line = line(in);
            }
        } catch (IOException e) {
            // The sender has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request request(String line, InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(": ", 2);
            headers.put(parts[0].toLowerCase(java.util.Locale.ROOT), parts[1]);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(line, headers, new String(in.readNBytes(length), UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
