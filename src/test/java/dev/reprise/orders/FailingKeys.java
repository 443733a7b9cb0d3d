package dev.reprise.orders;

import dev.reprise.personal.Subject;
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
    public Found find(Subject subject) {
        before.run();
        return keys.find(subject);
    }

    @Override
    public Found findOrMake(Subject subject) {
        before.run();
        return keys.findOrMake(subject);
    }

    @Override
    public Instant destroy(Subject subject, Instant now) {
        before.run();
        return keys.destroy(subject, now);
    }

    @Override
    public List<Unfinished> unfinished(Turn turn, Instant listedUntil) {
        before.run();
        return keys.unfinished(turn, listedUntil);
    }

    @Override
    public boolean finish(Unfinished done) {
        before.run();
        return keys.finish(done);
    }
}
