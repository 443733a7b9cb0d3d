package dev.reprise.projections;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A job store whose calls are intercepted. */
public final class InterceptedJobStore implements JobStore {

    private final JobStore store;
    private final Runnable before;
    private final Runnable after;

    /**
     * @param before runs before each call. If it throws, the call fails
     * @param after runs after each call. If it throws, the answer is lost
     */
    public InterceptedJobStore(JobStore store, Runnable before, Runnable after) {
        this.store = store;
        this.before = before;
        this.after = after;
    }

    private <T> T call(Supplier<T> call) {
        before.run();
        T answer = call.get();
        after.run();
        return answer;
    }

    @Override
    public Optional<Job> job(String projection, Job.Kind kind) {
        return call(() -> store.job(projection, kind));
    }

    @Override
    public boolean save(Job changed, Optional<Job> previous) {
        return call(() -> store.save(changed, previous));
    }

    @Override
    public Optional<JobPart> part(JobTask task) {
        return call(() -> store.part(task));
    }

    @Override
    public List<JobPart> parts(Job job) {
        return call(() -> store.parts(job));
    }

    @Override
    public boolean save(JobPart changed, Optional<JobPart> previous) {
        return call(() -> store.save(changed, previous));
    }
}
