package dev.reprise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reprise.cli.Manifest.DamagedStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Exports streams. The first pages of a few streams are fetched ahead. The memory that this takes
 * does not depend on the numbers of streams and events.
 */
final class Export {

    /** The number of first pages in memory. Each has about 1 MB at most. */
    private static final int AHEAD = 4;

    private static final String BROKEN = "broken-stream";
    private static final long SAVE_NANOS = 1_000_000_000L;

    private final Streams list;
    private final CommitPages commits;
    private final ExportState state;
    private final ExportWriter writer;
    private final Runnable progress;
    private final LongSupplier nanoTime;
    private long savedAt;

    /**
     * @param progress is called after each page
     */
    Export(
            Api api,
            ExportState state,
            ExportWriter writer,
            Runnable progress,
            LongSupplier nanoTime) {
        this.list = new Streams(api);
        this.commits = new CommitPages(api);
        this.state = state;
        this.writer = writer;
        this.progress = progress;
        this.nanoTime = nanoTime;
        this.savedAt = nanoTime.getAsLong();
    }

    /** Exports the remaining streams, and saves the progress about once a second. */
    void run() throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                exportLeft(threads);
                while (!state.next.isEmpty()) {
                    Streams.Page page = list.page(state.next);
                    state.left.addAll(page.names());
                    state.next = page.next().orElse("");
                    exportLeft(threads);
                }
            } finally {
                threads.shutdownNow();
                writer.save();
            }
        }
    }

    private void exportLeft(ExecutorService threads) throws IOException, InterruptedException {
        Deque<Future<Answer>> ahead = new ArrayDeque<>();
        Iterator<String> toFetch = new ArrayDeque<>(state.left).iterator();
        while (!state.left.isEmpty()) {
            while (ahead.size() < AHEAD && toFetch.hasNext()) {
                String stream = toFetch.next();
                // Only the first stream may be begun already.
                long after = stream.equals(state.left.peekFirst()) ? state.stream.version : 0;
                ahead.add(threads.submit(() -> commits.after(stream, after)));
            }
            String stream = state.left.getFirst();
            export(stream, answered(ahead.removeFirst()));
            writer.endStream(stream);
            state.left.removeFirst();
            saveIfDue();
        }
    }

    /** Exports a stream up to its end, or up to the damage. */
    private void export(String stream, Answer first) throws IOException, InterruptedException {
        for (Answer answer = first; ; answer = commits.after(stream, state.stream.version)) {
            if (answer.type().equals(BROKEN)) {
                state.damaged.add(new DamagedStream(stream, answer.problem()));
                return;
            }
            JsonNode page = answer.orFail();
            for (JsonNode commit : page.path("commits")) {
                requireNext(stream, commit);
                writer.commit(stream, commit);
            }
            progress.run();
            if (!page.has("next")) {
                return;
            }
            saveIfDue();
        }
    }

    /** Checks that a commit is the next one, and that its hash is the hash of its content. */
    private void requireNext(String stream, JsonNode commit) {
        ExportedCommit read = ExportedCommit.of(stream, commit);
        if (read.sequenceNumber() != state.stream.version + 1 || !read.follows(state.stream.hash)) {
            throw new Failure(
                    ExitCode.WRONG,
                    "Commit "
                            + read.sequenceNumber()
                            + " of "
                            + stream
                            + " does not follow the one before it. Check the stream with: reprise verify "
                            + stream
                            + ".");
        }
    }

    private void saveIfDue() throws IOException {
        if (nanoTime.getAsLong() - savedAt >= SAVE_NANOS) {
            writer.save();
            savedAt = nanoTime.getAsLong();
        }
    }

    private static Answer answered(Future<Answer> page) throws InterruptedException {
        try {
            return page.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException("a page could not be fetched", e);
        }
    }
}
