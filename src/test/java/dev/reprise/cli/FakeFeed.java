package dev.reprise.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * An HTTP server with streams and a feed, which a test can make differ. Pages have three elements,
 * unless a test wants more.
 */
final class FakeFeed implements AutoCloseable {

    private int pageSize = 3;
    private String growing = "";

    /** A stored commit. */
    record Stored(String stream, long seq, int count, String at, String id) {

        /** Its events, with no positions yet. */
        List<Event> events() {
            return IntStream.range(0, count)
                    .mapToObj(i -> new Event(0, stream, seq + i, type(seq + i), at, id))
                    .toList();
        }

        private static String type(long seq) {
            return seq % 2 == 1 ? "Odd" : "Even";
        }
    }

    /** An event in the feed. */
    record Event(long position, String stream, long seq, String type, String at, String id) {

        Event at(long otherPosition) {
            return new Event(otherPosition, stream, seq, type, at, id);
        }
    }

    private final Map<String, List<Stored>> streams = new TreeMap<>();
    private final List<Event> feed = new ArrayList<>();
    private final List<Event> late = new ArrayList<>();
    private final Map<String, Long> damaged = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger failAfter = new AtomicInteger(Integer.MAX_VALUE);
    private final HttpServer server;

    FakeFeed() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Stores a commit. The feed does not have it. */
    synchronized Stored store(String stream, int count) {
        List<Stored> commits = streams.computeIfAbsent(stream, _ -> new ArrayList<>());
        long seq = commits.isEmpty() ? 1 : commits.getLast().seq() + commits.getLast().count();
        Stored commit = new Stored(stream, seq, count, "at-" + seq, stream + "-" + seq);
        commits.add(commit);
        return commit;
    }

    /** Stores a commit, and puts it into the feed. */
    synchronized void append(String stream, int count) {
        put(store(stream, count).events());
    }

    /** Puts events into the feed. */
    synchronized void put(List<Event> events) {
        events.forEach(event -> feed.add(event.at(feed.size() + 1)));
    }

    /** Puts events into the feed when a call waits for them. */
    synchronized void putLater(List<Event> events) {
        late.addAll(events);
    }

    synchronized void pagesOf(int size) {
        pageSize = size;
    }

    /** From now on, a commit with three events is appended before each call for the feed. */
    synchronized void growing(String stream) {
        growing = stream;
    }

    /** The feed, to be changed. */
    List<Event> feed() {
        return feed;
    }

    /** Takes the last commit of a stream away. */
    synchronized void cut(String stream) {
        List<Stored> commits = streams.getOrDefault(stream, new ArrayList<>());
        commits.removeLast();
        if (commits.isEmpty()) {
            streams.remove(stream);
        }
    }

    /** From now on a stream is found to be damaged after a sequence number. */
    void damage(String stream, long after) {
        damaged.put(stream, after);
    }

    /** Answers this many requests from now on, and refuses those after them. */
    void failAfter(int count) {
        failAfter.set(count);
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().toString());
            String[] path = exchange.getRequestURI().getPath().split("/");
            if (failAfter.getAndDecrement() <= 0) {
                FakeAnswers.answer(exchange, 503, "{\"detail\":\"the store did not answer\"}");
            } else if (path[1].equals("feed")) {
                FakeAnswers.answer(exchange, 200, feed(exchange));
            } else if (path.length == 2) {
                FakeAnswers.answer(exchange, 200, list(parameter(exchange, "cursor")));
            } else {
                commits(exchange, path[2]);
            }
        }
    }

    private static String parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getQuery();
        return Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private String feed(HttpExchange exchange) {
        if (!growing.isEmpty()) {
            append(growing, 3);
        }
        if (!parameter(exchange, "wait").isEmpty()) {
            put(List.copyOf(late));
            late.clear();
        }
        String given = parameter(exchange, "after");
        long after = given.isEmpty() ? 0 : Long.parseLong(given);
        String type = parameter(exchange, "type");
        List<Event> later = feed.stream().filter(event -> event.position() > after).toList();
        List<Event> shown = later.stream().limit(pageSize).toList();
        ObjectNode page = Json.object();
        ArrayNode events = page.putArray("events");
        for (Event event : shown) {
            if (type.isEmpty() || type.equals(event.type())) {
                ObjectNode json =
                        events.addObject()
                                .put("position", event.position())
                                .put("stream", event.stream())
                                .put("sequenceNumber", event.seq());
                if (!event.type().isEmpty()) {
                    json.put("eventType", event.type());
                }
                json.put("timestamp", event.at())
                        .putObject("metadata")
                        .put("commandId", event.id());
            }
        }
        page.put("next", shown.isEmpty() ? after : shown.getLast().position());
        page.put("head", feed.isEmpty() ? 0 : feed.getLast().position());
        page.put("caughtUp", shown.size() == later.size());
        return Json.write(page);
    }

    private String list(String cursor) {
        List<String> names =
                streams.keySet().stream()
                        .filter(name -> name.compareTo(cursor) > 0)
                        .limit(pageSize)
                        .toList();
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("streams");
        names.forEach(name -> list.addObject().put("stream", name));
        if (names.size() == pageSize) {
            page.put("next", names.getLast());
        }
        return Json.write(page);
    }

    private void commits(HttpExchange exchange, String stream) throws IOException {
        long after = Long.parseLong(parameter(exchange, "after"));
        int limit = Math.min(pageSize, Integer.parseInt(parameter(exchange, "limit")));
        if (!streams.containsKey(stream)) {
            FakeAnswers.problem(exchange, 404, "stream-not-found", stream + " has no events");
            return;
        }
        long end = damaged.getOrDefault(stream, Long.MAX_VALUE);
        if (after >= end) {
            FakeAnswers.problem(exchange, 500, "broken-stream", stream + ": event 9 is missing");
            return;
        }
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("commits");
        streams.get(stream).stream()
                .filter(commit -> commit.seq() > after && commit.seq() <= end)
                .limit(limit)
                .forEach(commit -> {
                    ObjectNode json =
                            list.addObject()
                                    .put("sequenceNumber", commit.seq())
                                    .put("count", commit.count())
                                    .put("at", commit.at())
                                    .put("commandId", commit.id());
                    ArrayNode events = json.putArray("events");
                    commit.events()
                            .forEach(event -> events.addObject().put("eventType", event.type()));
                });
        FakeAnswers.answer(exchange, 200, Json.write(page));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
