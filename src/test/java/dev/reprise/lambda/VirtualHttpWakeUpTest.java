package dev.reprise.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.quarkus.netty.runtime.virtual.VirtualAddress;
import io.quarkus.netty.runtime.virtual.VirtualChannel;
import io.quarkus.netty.runtime.virtual.VirtualClientConnection;
import io.quarkus.netty.runtime.virtual.VirtualResponseHandler;
import io.quarkus.netty.runtime.virtual.VirtualServerChannel;
import java.lang.reflect.Field;
import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The lost wake-up of Quarkus' virtual channel, made to happen: a message is sent after the event
 * loop saw the empty queue, and before it notes that it waits.
 */
class VirtualHttpWakeUpTest {

    private final EventLoopGroup loops = new DefaultEventLoopGroup(2);
    private final Queue<Object> received = new LinkedBlockingQueue<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private Channel server;

    @BeforeEach
    void open() throws Exception {
        VirtualAddress address = new VirtualAddress("wake-up-test");
        server =
                new ServerBootstrap()
                        .group(loops)
                        .channel(VirtualServerChannel.class)
                        .childHandler(
                                new ChannelInitializer<VirtualChannel>() {
                                    @Override
                                    protected void initChannel(VirtualChannel channel) {
                                        channel.pipeline().addLast(new Receiver());
                                    }
                                })
                        .bind(address)
                        .sync()
                        .channel();
    }

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Receiver extends ChannelInboundHandlerAdapter {

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            opened.countDown();
            ctx.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            received.add(message);
        }
    }

    private VirtualClientConnection<?> connect() throws Exception {
        VirtualResponseHandler silent =
                new VirtualResponseHandler() {
                    @Override
                    public void handleMessage(Object message) {
                        // nothing is answered here
                    }

                    @Override
                    public void close() {
                        // nothing is held here
                    }
                };
        VirtualClientConnection<?> connection =
                VirtualClientConnection.connect(silent, (VirtualAddress) server.localAddress());
        opened.await();
        return connection;
    }

    /** Sends a message in the moment after the event loop's look at the empty queue. */
    private static void sendBetweenLookAndWait(
            VirtualClientConnection<?> connection, String message) throws Exception {
        VirtualChannel channel = connection.peer();
        Field queue = VirtualChannel.class.getDeclaredField("inboundBuffer");
        queue.setAccessible(true);
        @SuppressWarnings("unchecked")
        Queue<Object> inbound = (Queue<Object>) queue.get(channel);
        Runnable send =
                () -> {
                    Thread sender = new Thread(() -> connection.sendMessage(message));
                    sender.start();
                    join(sender);
                };
        channel.eventLoop()
                .submit(() -> {
                    queue.set(channel, new SendAfterLook(inbound, send));
                    return null;
                })
                .sync();
        // Reads this message, looks for another, and finds none.
        connection.sendMessage("first");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything that was sent has been received once all that the loop has to do is done. */
    private Queue<Object> received(VirtualClientConnection<?> connection) throws Exception {
        for (int i = 0; i < 10; i++) {
            connection.peer().eventLoop().submit(() -> {}).sync();
        }
        return received;
    }

    @Test
    void a_message_that_is_sent_between_look_and_wait_is_received() throws Exception {
        VirtualHttpWakeUp.install(server);
        VirtualClientConnection<?> connection = connect();
        sendBetweenLookAndWait(connection, "second");
        assertThat(received(connection)).containsExactly("first", "second");
    }

    /** More than Netty's 64 KB, at which a channel asks its writer to wait. */
    @Test
    void a_channel_takes_an_answer_of_any_size() throws Exception {
        VirtualHttpWakeUp.install(server);
        VirtualChannel channel = connect().peer();

        boolean writable =
                channel.eventLoop()
                        .submit(() -> {
                            ChannelFuture answer =
                                    channel.write(
                                            Unpooled.wrappedBuffer(new byte[6 * 1024 * 1024]));
                            return answer.channel().isWritable();
                        })
                        .get();

        assertThat(writable).isTrue();
    }

    /** When this fails, Quarkus has mended its channel, and VirtualHttpWakeUp can go. */
    @Test
    void quarkus_alone_loses_that_message() throws Exception {
        VirtualClientConnection<?> connection = connect();
        sendBetweenLookAndWait(connection, "second");
        assertThat(received(connection)).containsExactly("first");
    }

    /** A queue that, once, runs something after the event loop's look at it. */
    private static final class SendAfterLook extends AbstractQueue<Object> {

        private final Queue<Object> queue;
        private final Runnable afterLook;
        private volatile boolean polled;
        private boolean done;

        SendAfterLook(Queue<Object> queue, Runnable afterLook) {
            this.queue = queue;
            this.afterLook = afterLook;
        }

        @Override
        public boolean isEmpty() {
            boolean empty = queue.isEmpty();
            if (empty && polled && !done) {
                done = true;
                afterLook.run();
            }
            return empty;
        }

        @Override
        public Object poll() {
            Object message = queue.poll();
            polled |= message != null;
            return message;
        }

        @Override
        public boolean offer(Object message) {
            return queue.offer(message);
        }

        @Override
        public Object peek() {
            return queue.peek();
        }

        @Override
        public Iterator<Object> iterator() {
            return queue.iterator();
        }

        @Override
        public int size() {
            return queue.size();
        }
    }
}
