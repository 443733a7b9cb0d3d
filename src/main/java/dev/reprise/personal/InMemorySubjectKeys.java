package dev.reprise.personal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys that are lost with the process, for tests and for a service that encrypts nothing. */
public final class InMemorySubjectKeys implements SubjectKeys {

    private final Map<Subject, Found> subjects = new HashMap<>();
    private final Map<Subject, Unfinished> unfinished = new LinkedHashMap<>();

    @Override
    public synchronized Found find(Subject subject) {
        return subjects.getOrDefault(subject, new Found.Nothing());
    }

    @Override
    public synchronized Found findOrMake(Subject subject) {
        return subjects.computeIfAbsent(
                subject, _ -> new Found.Key(new SubjectKey(SubjectKey.newBytes())));
    }

    @Override
    public synchronized Instant destroy(Subject subject, Instant now) {
        Instant at = find(subject) instanceof Found.Destroyed(Instant first) ? first : now;
        subjects.put(subject, new Found.Destroyed(at));
        unfinished.put(subject, new Unfinished(subject, at, now, Turn.FIRST));
        return at;
    }

    @Override
    public synchronized List<Unfinished> unfinished(Turn turn, Instant listedUntil) {
        return unfinished.values().stream()
                .filter(listed -> listed.turn() == turn)
                .filter(listed -> !listed.listedAt().isAfter(listedUntil))
                .sorted(Comparator.comparing(Unfinished::listedAt))
                .toList();
    }

    @Override
    public synchronized boolean finish(Unfinished done) {
        if (!done.equals(unfinished.get(done.subject()))) {
            return false;
        }
        switch (done.turn()) {
            case FIRST ->
                    unfinished.put(
                            done.subject(),
                            new Unfinished(
                                    done.subject(),
                                    done.destroyedAt(),
                                    done.listedAt(),
                                    Turn.LAST));
            case LAST -> unfinished.remove(done.subject());
        }
        return true;
    }
}
