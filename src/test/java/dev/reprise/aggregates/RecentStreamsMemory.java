package dev.reprise.aggregates;

import dev.reprise.eventstore.CommandId;
import dev.reprise.eventstore.Commits;
import dev.reprise.eventstore.EventStore;
import dev.reprise.eventstore.InMemoryEventStore;
import dev.reprise.eventstore.Metadata;
import dev.reprise.eventstore.StreamName;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.openjdk.jol.info.GraphLayout;

/** Measures how much memory a handler's recent streams take, by the sizes of all their objects. */
public final class RecentStreamsMemory {

    static {
        // Records have no other way to their fields, and agents need an option of the JVM.
        System.setProperty("jol.magicFieldOffset", "true");
        System.setProperty("jol.skipDynamicAttach", "true");
    }

    /** The commands that make one stream. */
    @FunctionalInterface
    public interface Commands<C> {
        List<C> ofStream(int number);
    }

    private RecentStreamsMemory() {}

    /**
     * Fills the memory of a handler with streams. Their ids, and the ids of their commands, have 36
     * characters.
     *
     * @param limit the bytes of memory that the handler is told to use
     * @param streams how many streams there are; more than fit
     * @return the bytes that the handler uses, for each byte it was told
     */
    public static <C> double usedOf(
            int limit,
            int streams,
            String category,
            Aggregate<C, ?, ?, ?> aggregate,
            Commands<C> commands) {
        EventStore[] store = {new InMemoryEventStore()};
        CommandHandler<C, ?, ?, ?> handler =
                new CommandHandler<>(
                        forwardingTo(store), aggregate, () -> Commits.AT, () -> () -> false, limit);
        long empty = GraphLayout.parseInstance(handler).totalSize();
        IntStream.range(0, streams)
                .forEach(number ->
                        handleAll(
                                handler,
                                new StreamName(category, id("stream " + number)),
                                commands.ofStream(number)));
        // The streams may share objects with the store, which is not to be measured.
        store[0] = new InMemoryEventStore();
        return (double) (GraphLayout.parseInstance(handler).totalSize() - empty) / limit;
    }

    private static <C> void handleAll(
            CommandHandler<C, ?, ?, ?> handler, StreamName stream, List<C> commands) {
        for (int i = 0; i < commands.size(); i++) {
            String id = id(stream + " " + i);
            CommandContext context =
                    new CommandContext(
                            new CommandId(id),
                            Commits.commandDigest(id),
                            new Precondition.None(),
                            Metadata.NONE);
            if (!(handler.handle(stream, commands.get(i), context)
                    instanceof CommandResult.Handled)) {
                throw new AssertionError("not handled: " + commands.get(i));
            }
        }
    }

    private static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static EventStore forwardingTo(EventStore[] store) {
        return (EventStore)
                Proxy.newProxyInstance(
                        EventStore.class.getClassLoader(),
                        new Class<?>[] {EventStore.class},
                        (_, method, arguments) -> method.invoke(store[0], arguments));
    }
}
