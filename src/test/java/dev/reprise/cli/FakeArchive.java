package dev.reprise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An HTTP server that keeps streams of commits in memory, with the calls that {@code export} and
 * {@code import} use. Pages have two elements. It can fail on request.
 */
final class FakeArchive implements AutoCloseable {

    private static final int PAGE = 2;

    private record Stored(long seq, int count, String previous, String hash, String content) {}

    private final NavigableMap<String, List<Stored>> streams = new TreeMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Long> damaged = new ConcurrentHashMap<>();
    private final AtomicInteger failAfter = new AtomicInteger(Integer.MAX_VALUE);

    FakeArchive() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The hash before the first commit. The name has a tenant that callers do not see. */
    static String start(String stream) {
        return Sha256.ofCommit("", ("~acme~" + stream).getBytes(UTF_8));
    }

    /** Appends a commit with this number of events, of one letter each. */
    synchronized void append(String stream, int events) {
        append(stream, events, "");
    }

    /** Appends a commit whose content also has this text. */
    synchronized void append(String stream, int events, String more) {
        List<Stored> commits = streams.computeIfAbsent(stream, _ -> new ArrayList<>());
        Stored last = commits.isEmpty() ? null : commits.getLast();
        long seq = last == null ? 1 : last.seq() + last.count();
        String previous = last == null ? start(stream) : last.hash();
        byte[] content = (stream + " " + seq + " " + events + " " + more).getBytes(UTF_8);
        commits.add(
                new Stored(
                        seq,
                        events,
                        previous,
                        Sha256.ofCommit(previous, content),
                        Base64.getEncoder().encodeToString(content)));
    }

    /** Takes a stream away. */
    synchronized void remove(String stream) {
        streams.remove(stream);
    }

    /** The hashes of the commits of each stream. */
    synchronized Map<String, List<String>> hashes() {
        return streams.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                stream -> stream.getValue().stream().map(Stored::hash).toList()));
    }

    /** From now on a stream is found to be damaged after a sequence number. */
    void damage(String stream, long after) {
        damaged.put(stream, after);
    }

    /** Exchanges the content of the last commit of a stream, and keeps its hash. */
    synchronized void alterLast(String stream) {
        List<Stored> commits = streams.getOrDefault(stream, new ArrayList<>());
        Stored last = commits.removeLast();
        commits.add(new Stored(last.seq(), last.count(), last.previous(), last.hash(), "AAAA"));
    }

    /** Answers this many requests for commits from now on, and refuses those after them. */
    void failAfter(int count) {
        failAfter.set(count);
    }

    /** The requests for commits, such as {@code PUT /streams/order-a/commits/1}. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void forgetRequests() {
        requests.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (path.equals("/health")) {
                FakeAnswers.answer(exchange, 200, "{\"status\":\"UP\"}");
            } else if (path.equals("/streams")) {
                FakeAnswers.answer(exchange, 200, list(parameter(exchange, "cursor")));
            } else {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                if (failAfter.getAndDecrement() <= 0) {
                    FakeAnswers.answer(exchange, 503, "{\"detail\":\"the store did not answer\"}");
                } else {
                    commits(exchange, path.split("/"), body);
                }
            }
        }
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getQuery();
        return query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(parameter -> parameter.startsWith(name + "="))
                        .map(parameter -> parameter.substring(name.length() + 1))
                        .findFirst()
                        .orElse("");
    }

    private synchronized String list(String cursor) {
        List<String> names = streams.tailMap(cursor, false).keySet().stream().limit(PAGE).toList();
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("streams");
        names.forEach(name -> list.addObject().put("stream", name));
        if (names.size() == PAGE) {
            page.put("next", names.getLast());
        }
        return Json.write(page);
    }

    private synchronized void commits(HttpExchange exchange, String[] path, String body)
            throws IOException {
        String stream = path[2];
        if (exchange.getRequestMethod().equals("PUT")) {
            put(exchange, stream, Long.parseLong(path[4]), Json.read(body));
            return;
        }
        long after = Long.parseLong(parameter(exchange, "after"));
        int limit = Math.min(PAGE, Integer.parseInt(parameter(exchange, "limit")));
        if (!streams.containsKey(stream)) {
            FakeAnswers.problem(exchange, 404, "stream-not-found", stream + " has no events");
        } else if (after >= damaged.getOrDefault(stream, Long.MAX_VALUE)) {
            FakeAnswers.problem(exchange, 500, "broken-stream", stream + ": event 9 is missing");
        } else {
            FakeAnswers.answer(exchange, 200, page(streams.get(stream), after, limit));
        }
    }

    private static String page(List<Stored> commits, long after, int limit) {
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("commits");
        List<Stored> later = commits.stream().filter(commit -> commit.seq() > after).toList();
        for (Stored commit : later.stream().limit(limit).toList()) {
            ObjectNode shown = list.addObject();
            shown.put("sequenceNumber", commit.seq())
                    .put("count", commit.count())
                    .put("at", "2026-01-31T08:15:30.120Z")
                    .put("commandId", "c" + commit.seq())
                    .put("previous", commit.previous())
                    .put("hash", commit.hash())
                    .put("content", commit.content());
            ArrayNode events = shown.putArray("events");
            for (int i = 0; i < commit.count(); i++) {
                events.addObject().put("eventType", "OrderItemAdded").put("itemId", "i" + i);
            }
        }
        if (later.size() > limit) {
            page.put("next", "n");
        }
        return Json.write(page);
    }

    private void put(HttpExchange exchange, String stream, long seq, JsonNode commit)
            throws IOException {
        List<Stored> commits = streams.computeIfAbsent(stream, _ -> new ArrayList<>());
        String hash = commit.path("hash").asText();
        long next = commits.isEmpty() ? 1 : commits.getLast().seq() + commits.getLast().count();
        if (seq < next) {
            boolean same = commits.stream().anyMatch(c -> c.seq() == seq && c.hash().equals(hash));
            if (same) {
                FakeAnswers.answer(exchange, 200, "{}");
            } else {
                FakeAnswers.problem(
                        exchange, 409, "commit-differs", stream + " has another commit at " + seq);
            }
            return;
        }
        String previous = commits.isEmpty() ? start(stream) : commits.getLast().hash();
        byte[] content = Base64.getDecoder().decode(commit.path("content").asText());
        if (seq > next || !Sha256.ofCommit(previous, content).equals(hash)) {
            FakeAnswers.problem(exchange, 422, "commit-hash-mismatch", "no");
            return;
        }
        int count = Integer.parseInt(new String(content, UTF_8).split(" ")[2]);
        commits.add(new Stored(seq, count, previous, hash, commit.path("content").asText()));
        FakeAnswers.answer(exchange, 201, "{}");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
