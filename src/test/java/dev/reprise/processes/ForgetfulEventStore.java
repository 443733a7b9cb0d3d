package dev.reprise.processes;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.JointCommit;
import dev.reprise.eventstore.NewCommit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * A store that gives each append another command id, so that no repeated command is recognised. It
 * is as if many commits lay between a command and its repetition.
 */
final class ForgetfulEventStore {

    private ForgetfulEventStore() {}

    static EventStore of(EventStore store) {
        return (EventStore)
                Proxy.newProxyInstance(
                        EventStore.class.getClassLoader(),
                        new Class<?>[] {EventStore.class},
                        (_, method, arguments) -> {
                            Object[] forgotten = arguments.clone();
                            forgotten[0] = withAnotherId(arguments[0]);
                            try {
                                return method.invoke(store, forgotten);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static Object withAnotherId(Object argument) {
        CommandId other = CommandId.generate();
        return switch (argument) {
            case NewCommit commit -> with(commit, other);
            case JointCommit joint ->
                    new JointCommit(
                            joint.commits().stream().map(commit -> with(commit, other)).toList(),
                            joint.unchanged());
            default -> argument;
        };
    }

    private static NewCommit with(NewCommit commit, CommandId other) {
        return new NewCommit(
                commit.after(),
                commit.events(),
                other,
                commit.commandDigest(),
                commit.metadata(),
                commit.now(),
                commit.snapshot());
    }
}
