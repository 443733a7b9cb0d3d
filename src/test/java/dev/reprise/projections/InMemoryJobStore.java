package dev.reprise.projections;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link JobStore} in memory. Thread-safe. */
public final class InMemoryJobStore implements JobStore {

    private final Map<List<Object>, Job> jobs = new HashMap<>();
    private final Map<JobTask, JobPart> parts = new HashMap<>();
    private volatile Runnable interception = () -> {};

    /** Sets what runs before each call. If it throws, the call fails. */
    public void before(Runnable call) {
        interception = call;
    }

    @Override
    public Optional<Job> job(String projection, Job.Kind kind) {
        interception.run();
        synchronized (this) {
            return Optional.ofNullable(jobs.get(List.of(projection, kind)));
        }
    }

    @Override
    public boolean save(Job after, Optional<Job> before) {
        interception.run();
        synchronized (this) {
            List<Object> key = List.of(after.projection(), after.kind());
            if (!Optional.ofNullable(jobs.get(key)).equals(before)) {
                return false;
            }
            jobs.put(key, after);
            return true;
        }
    }

    @Override
    public Optional<JobPart> part(JobTask task) {
        interception.run();
        synchronized (this) {
            return Optional.ofNullable(parts.get(task));
        }
    }

    @Override
    public List<JobPart> parts(Job job) {
        interception.run();
        synchronized (this) {
            return parts.values().stream()
                    .filter(part -> part.task().projection().equals(job.projection()))
                    .filter(part -> part.task().kind() == job.kind())
                    .filter(part -> part.job() == job.number())
                    .sorted(Comparator.comparingInt(part -> part.task().part()))
                    .toList();
        }
    }

    @Override
    public boolean save(JobPart after, Optional<JobPart> before) {
        interception.run();
        synchronized (this) {
            if (!Optional.ofNullable(parts.get(after.task())).equals(before)) {
                return false;
            }
            parts.put(after.task(), after);
            return true;
        }
    }
}
