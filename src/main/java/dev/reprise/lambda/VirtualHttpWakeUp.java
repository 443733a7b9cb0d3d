package dev.reprise.lambda;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.quarkus.netty.runtime.virtual.VirtualChannel;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;

/**
 * Makes sure that each request which Lambda hands over is read, and each answer written.
 *
 * <p>Quarkus sends a request from Lambda's thread to an event loop through a queue, a {@link
 * VirtualChannel}. The event loop looks whether the queue is empty and then notes that it waits; a
 * request that is added between the two wakes nobody, and its caller waits until the function times
 * out. ADR 10 has the details.
 *
 * <p>Here the sender never looks at the note itself. A mark on each channel makes the sender leave
 * that to the event loop, as a task of its own: the loop runs it after it has noted that it waits.
 */
@Singleton
final class VirtualHttpWakeUp {

    private static final String NAME = "reprise-wake-up";

    /**
     * No limit, because the whole answer is in memory anyway. At the usual limit, 64 KB, the
     * channel asks Vert.x to pause. If Vert.x has just finished with the request, it closes the
     * connection instead, and the caller gets a 500.
     */
    private static final WriteBufferWaterMark NEVER_FULL =
            new WriteBufferWaterMark(0, Integer.MAX_VALUE);

    void install(@Observes StartupEvent event, Vertx vertx) {
        install(VirtualHttp.bind(vertx));
    }

    /** Marks every channel that a server channel accepts from now on. */
    static void install(Channel serverChannel) {
        ChannelPipeline pipeline = serverChannel.pipeline();
        if (pipeline.get(NAME) != null) {
            // A live reload keeps the channel, and brings new classes.
            pipeline.remove(NAME);
        }
        pipeline.addFirst(NAME, new MarkAccepted());
    }

    private static final class MarkAccepted extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            if (accepted instanceof VirtualChannel channel) {
                channel.config().setWriteBufferWaterMark(NEVER_FULL);
                channel.pipeline().addFirst(NAME, new Mark());
            }
            ctx.fireChannelRead(accepted);
        }
    }

    /**
     * Marks a channel once it has an event loop, long before the first read, and again before each
     * read: a message that is sent during a write removes the mark.
     */
    private static final class Mark extends ChannelDuplexHandler {

        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            LeaveToEventLoop.mark((VirtualChannel) ctx.channel());
            ctx.fireChannelRegistered();
        }

        @Override
        public void read(ChannelHandlerContext ctx) {
            LeaveToEventLoop.mark((VirtualChannel) ctx.channel());
            ctx.read();
        }
    }

    /**
     * The mark. The sender takes it for a read that an earlier message began: while that is not
     * done, it submits a task to the event loop. For the task, on the event loop, it is done.
     */
    private static final class LeaveToEventLoop extends DefaultPromise<Void> {

        private final VirtualChannel channel;

        private LeaveToEventLoop(VirtualChannel channel) {
            super(GlobalEventExecutor.INSTANCE);
            this.channel = channel;
        }

        static void mark(VirtualChannel channel) {
            Marks.set(channel, new LeaveToEventLoop(channel));
        }

        @Override
        public boolean isDone() {
            boolean onEventLoop = channel.eventLoop().inEventLoop();
            if (onEventLoop) {
                // The caller removes this mark next, if it is still there.
                mark(channel);
            }
            return onEventLoop;
        }
    }

    /** Reaches what {@link VirtualChannel} leaves to subclasses. */
    private abstract static class Marks extends VirtualChannel {

        private Marks() {
            super(null, null);
        }

        static void set(VirtualChannel channel, LeaveToEventLoop mark) {
            FINISH_READ_FUTURE_UPDATER.set(channel, mark);
        }
    }

    /** Reaches what {@link VertxHttpRecorder} leaves to subclasses. */
    private abstract static class VirtualHttp extends VertxHttpRecorder {

        private VirtualHttp() {
            super(null, null, null, null, null, null);
        }

        /**
         * Binds the server channel now. Quarkus would do it after all startup events, when the next
         * thing is a request; it leaves a channel alone that is bound.
         */
        static Channel bind(Vertx vertx) {
            try {
                Method bind =
                        VertxHttpRecorder.class.getDeclaredMethod("initializeVirtual", Vertx.class);
                bind.setAccessible(true);
                bind.invoke(null, vertx);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "this Quarkus has no VertxHttpRecorder.initializeVirtual(Vertx): see ADR 10",
                        e);
            }
            return virtualBootstrapChannel.channel();
        }
    }
}
