package dev.reprise.orders;

import dev.reprise.personal.SubjectKeys;
import java.time.Instant;
import java.util.List;

/**
 * Keys of a store that can fail.
 *
 * @param before runs before each call
 */
record FailingKeys(SubjectKeys keys, Runnable before) implements SubjectKeys {

    @Override
    public Found find(String subject) {
        before.run();
        return keys.find(subject);
    }

    @Override
    public Found findOrMake(String subject) {
        before.run();
        return keys.findOrMake(subject);
    }

    @Override
    public Instant destroy(String subject, Instant now) {
        before.run();
        return keys.destroy(subject, now);
    }

    @Override
    public List<Unfinished> unfinished(int limit) {
        before.run();
        return keys.unfinished(limit);
    }

    @Override
    public void finish(String subject) {
        before.run();
        keys.finish(subject);
    }
}
