package dev.reprise.personal;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keys that are lost with the process, for tests and for a service that encrypts nothing. */
public final class InMemorySubjectKeys implements SubjectKeys {

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Found> subjects = new HashMap<>();
    private final Map<String, Instant> unfinished = new LinkedHashMap<>();

    @Override
    public synchronized Found find(String subject) {
        return subjects.getOrDefault(subject, new Found.Nothing());
    }

    @Override
    public synchronized Found findOrMake(String subject) {
        return subjects.computeIfAbsent(subject, _ -> new Found.Key(newKey()));
    }

    private SubjectKey newKey() {
        byte[] key = new byte[SubjectKey.LENGTH];
        random.nextBytes(key);
        return new SubjectKey(key);
    }

    @Override
    public synchronized Instant destroy(String subject, Instant now) {
        Instant at = find(subject) instanceof Found.Destroyed(Instant first) ? first : now;
        subjects.put(subject, new Found.Destroyed(at));
        unfinished.put(subject, at);
        return at;
    }

    @Override
    public synchronized List<Unfinished> unfinished(int limit) {
        List<Unfinished> all = new ArrayList<>();
        unfinished.forEach((subject, at) -> all.add(new Unfinished(subject, at)));
        return all.subList(0, Math.min(limit, all.size()));
    }

    @Override
    public synchronized void finish(String subject) {
        unfinished.remove(subject);
    }
}
