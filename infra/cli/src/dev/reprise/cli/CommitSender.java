package dev.reprise.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reprise.cli.Manifest.ExportedStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends the commits of an export. Several streams are sent at a time. One thread sends the commits
 * of a stream in order. If a commit is refused, the rest of its stream is not sent. Other streams
 * continue.
 */
final class CommitSender implements ExportReader.Receiver, AutoCloseable {

    /** The number of commits that wait for each thread. A commit takes at most half a megabyte. */
    private static final int WAITING = 4;

    private static final int CREATED = 201;

    private final Api api;
    private final CommitPages pages;
    private final Runnable progress;
    private final List<BlockingQueue<Task>> queues = new ArrayList<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
    private final AtomicLong restored = new AtomicLong();
    private final AtomicLong alreadyThere = new AtomicLong();
    private final List<Refused> refused = new ArrayList<>();
    private final AtomicReference<Optional<RuntimeException>> end =
            new AtomicReference<>(Optional.empty());

    /** A stream with a commit that the service refused. */
    record Refused(String stream, String why) {}

    /** What a thread does next. */
    private sealed interface Task {

        record Send(ExportedCommit commit, ExportedStream stream) implements Task {}

        record End() implements Task {}
    }

    /**
     * @param parallel how many streams are sent at a time
     * @param progress is called after each commit
     */
    CommitSender(Api api, int parallel, Runnable progress) {
        this.api = api;
        this.pages = new CommitPages(api);
        this.progress = progress;
        for (int i = 0; i < parallel; i++) {
            BlockingQueue<Task> queue = new ArrayBlockingQueue<>(WAITING);
            queues.add(queue);
            threads.execute(() -> work(queue));
        }
    }

    long restored() {
        return restored.get();
    }

    /** The number of commits that the service had already. */
    long alreadyThere() {
        return alreadyThere.get();
    }

    List<Refused> refused() {
        synchronized (refused) {
            return List.copyOf(refused);
        }
    }

    @Override
    public void commit(ExportedCommit commit, ExportedStream stream) throws InterruptedException {
        end.get()
                .ifPresent(failure -> {
                    throw failure;
                });
        queues.get(Math.floorMod(commit.stream().hashCode(), queues.size()))
                .put(new Task.Send(commit, stream));
    }

    /**
     * Waits until all commits are sent. Throws the failure that ended the sending early, if any.
     */
    void finish() throws InterruptedException {
        close();
        end.get()
                .ifPresent(failure -> {
                    throw failure;
                });
    }

    @Override
    public void close() {
        if (threads.isShutdown()) {
            return;
        }
        for (BlockingQueue<Task> queue : queues) {
            try {
                queue.put(new Task.End());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                threads.shutdownNow();
                return;
            }
        }
        threads.close();
    }

    private void work(BlockingQueue<Task> queue) {
        Current current = new Current("", Rest.SENT);
        try {
            while (queue.take() instanceof Task.Send(var commit, var stream)) {
                // After a failure, empty the queue, so that the reader does not wait for a place in
                // it.
                if (end.get().isEmpty()) {
                    current = next(commit, stream, current);
                    progress.run();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** What to do with the further commits of a stream. */
    private enum Rest {
        SENT,
        ALREADY_THERE,
        LEFT_OUT
    }

    /** The stream whose commits a thread sends. */
    private record Current(String stream, Rest rest) {}

    private Current next(ExportedCommit commit, ExportedStream stream, Current before)
            throws InterruptedException {
        boolean isFirst = !before.stream().equals(commit.stream());
        Rest rest = isFirst ? Rest.SENT : before.rest();
        try {
            return new Current(
                    commit.stream(),
                    switch (rest) {
                        case SENT -> send(commit, stream, isFirst);
                        case ALREADY_THERE -> {
                            alreadyThere.incrementAndGet();
                            yield rest;
                        }
                        case LEFT_OUT -> rest;
                    });
        } catch (RuntimeException e) {
            end.accumulateAndGet(Optional.of(e), (first, next) -> first.or(() -> next));
            return before;
        }
    }

    private Rest send(ExportedCommit commit, ExportedStream stream, boolean isFirst)
            throws InterruptedException {
        Answer answer = put(commit);
        if (!answer.isSuccess()) {
            synchronized (refused) {
                refused.add(new Refused(commit.stream(), answer.problem()));
            }
            return Rest.LEFT_OUT;
        }
        if (answer.status() == CREATED) {
            restored.incrementAndGet();
            return Rest.SENT;
        }
        alreadyThere.incrementAndGet();
        // If the stream has the last commit with the same hash, it has the same earlier commits.
        boolean isWhole =
                isFirst
                        && stream.commits() > 1
                        && pages.hashAt(stream.stream(), stream.lastCommit()).equals(stream.hash());
        return isWhole ? Rest.ALREADY_THERE : Rest.SENT;
    }

    private Answer put(ExportedCommit commit) throws InterruptedException {
        ObjectNode body = Json.object();
        body.put("hash", commit.hash()).put("content", commit.content());
        return api.put(
                "/streams/" + Api.encoded(commit.stream()) + "/commits/" + commit.sequenceNumber(),
                Json.write(body));
    }
}
