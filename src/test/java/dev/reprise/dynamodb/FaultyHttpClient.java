package dev.reprise.dynamodb;

import dev.reprise.local.DynamoDbLocal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.utils.StringInputStream;

/** An HTTP client between the SDK and DynamoDB that loses, delays and repeats requests. */
public final class FaultyHttpClient implements SdkHttpClient {

    /** What happens to one HTTP request. */
    public interface Fault {
        HttpExecuteResponse answer(Sending sending) throws IOException;
    }

    /** One HTTP request before it is sent. */
    public interface Sending {
        /** The name of its DynamoDB operation, such as {@code PutItem}. */
        String operation();

        /** The body of the request. */
        String body();

        /** Sends the request to DynamoDB. May be called more than once. */
        HttpExecuteResponse send() throws IOException;

        /**
         * Sends the request after this number of later requests, or when this client is closed. The
         * answer is dropped.
         */
        void sendAfter(int others);

        /** Waits for this number of later requests, or until the SDK gives the request up. */
        void awaitOthers(int others) throws IOException;

        /** Waits until the SDK gives the request up. */
        void awaitAbort() throws IOException;
    }

    private final SdkHttpClient http = ApacheHttpClient.create();
    private final ExecutorService stragglers = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Fault> next = new ConcurrentLinkedDeque<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<CountDownLatch> held = new CopyOnWriteArrayList<>();
    private volatile @Nullable Fault always;

    /** The retries of production, without the pauses between them. */
    public static void retryAtOnce(ClientOverrideConfiguration.Builder configuration) {
        DynamoDbClientDefaults.apply(configuration);
        BackoffStrategy atOnce = BackoffStrategy.retryImmediately();
        configuration.retryStrategy(
                ((StandardRetryStrategy) configuration.retryStrategy())
                        .toBuilder()
                                .backoffStrategy(atOnce)
                                .throttlingBackoffStrategy(atOnce)
                                .build());
    }

    /** A client of DynamoDB Local that uses this network, and retries at once. */
    public DynamoDbClient dynamoDbClient() {
        return DynamoDbLocal.clientBuilder()
                .httpClientBuilder(null)
                .httpClient(this)
                .overrideConfiguration(FaultyHttpClient::retryAtOnce)
                .build();
    }

    /** The next requests meet these faults, one fault for each request. */
    public void next(Fault... faults) {
        next.addAll(List.of(faults));
    }

    /** Every request meets this fault from now on. */
    public void always(Fault fault) {
        always = fault;
    }

    /** The bodies of all requests, in order. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** The request does not arrive. */
    public static Fault requestLost() {
        return _ -> {
            throw new IOException("connection reset on the way there");
        };
    }

    /** The request arrives, then an action runs, and the answer is lost. */
    public static Fault answerLost(Runnable meanwhile) {
        return sending -> {
            WholeAnswer.of(sending.send());
            meanwhile.run();
            throw new IOException("connection reset on the way back");
        };
    }

    /** The request arrives, and no answer comes. */
    public static Fault noAnswer() {
        return sending -> {
            WholeAnswer.of(sending.send());
            sending.awaitAbort();
            throw new IOException("aborted");
        };
    }

    /** The request arrives, and its answer comes after two later requests. */
    public static Fault slowAnswer() {
        return sending -> {
            WholeAnswer answer = WholeAnswer.of(sending.send());
            sending.awaitOthers(2);
            return answer.again();
        };
    }

    /** The connection breaks, and the request arrives after two later requests. */
    public static Fault arrivesLate() {
        return sending -> {
            sending.sendAfter(2);
            throw new IOException("connection reset on a detour");
        };
    }

    /** The request arrives twice, and the SDK gets the second answer. */
    public static Fault arrivesTwice() {
        return sending -> {
            WholeAnswer.of(sending.send());
            return sending.send();
        };
    }

    /** DynamoDB answers with an error, and does nothing. */
    public static Fault error(int status, String type) {
        return answer(
                status,
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                        + type
                        + "\",\"message\":\"by the test\"}");
    }

    /** DynamoDB answers that it cancelled the transaction, with a reason for each item. */
    public static Fault cancelled(String... codes) {
        return answer(
                400,
                Stream.of(codes)
                        .map(code -> "{\"Code\":\"" + code + "\",\"Message\":\"by the test\"}")
                        .collect(
                                Collectors.joining(
                                        ",",
                                        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                                                + "TransactionCanceledException\","
                                                + "\"Message\":\"by the test\","
                                                + "\"CancellationReasons\":[",
                                        "]}")));
    }

    private static Fault answer(int status, String body) {
        return _ ->
                HttpExecuteResponse.builder()
                        .response(
                                SdkHttpResponse.builder()
                                        .statusCode(status)
                                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                                        .build())
                        .responseBody(AbortableInputStream.create(new StringInputStream(body)))
                        .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        held.forEach(CountDownLatch::countDown);
        Fault fault = next.poll();
        Attempt attempt = new Attempt(request, fault == null ? always : fault);
        bodies.add(attempt.body());
        return attempt;
    }

    @Override
    public void close() {
        stragglers.shutdown();
        held.forEach(FaultyHttpClient::release);
        stragglers.close();
        http.close();
    }

    private static void release(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            latch.countDown();
        }
    }

    private final class Attempt implements Sending, ExecutableHttpRequest {

        private final HttpExecuteRequest request;
        private final @Nullable Fault fault;
        private final String body;
        private final CountDownLatch aborted = new CountDownLatch(1);

        private Attempt(HttpExecuteRequest request, @Nullable Fault fault) {
            this.request = request;
            this.fault = fault;
            ContentStreamProvider content = request.contentStreamProvider().orElseThrow();
            try (InputStream bytes = content.newStream()) {
                this.body = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            return fault == null ? send() : fault.answer(this);
        }

        @Override
        public void abort() {
            aborted.countDown();
        }

        @Override
        public String operation() {
            String target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
            return target.substring(target.indexOf('.') + 1);
        }

        @Override
        public String body() {
            return body;
        }

        @Override
        public HttpExecuteResponse send() throws IOException {
            return http.prepareRequest(request).call();
        }

        @Override
        public void sendAfter(int others) {
            CountDownLatch latch = hold(others);
            stragglers.execute(() -> {
                try {
                    await(latch);
                    WholeAnswer.of(send());
                } catch (IOException e) {
                    // The request is lost in the end.
                }
            });
        }

        @Override
        public void awaitOthers(int others) throws IOException {
            await(hold(others));
        }

        @Override
        public void awaitAbort() throws IOException {
            await(aborted);
        }

        private CountDownLatch hold(int others) {
            CountDownLatch latch = new CountDownLatch(others);
            held.add(latch);
            return latch;
        }

        /** The SDK interrupts the thread of a request that it gives up. */
        private void await(CountDownLatch latch) throws IOException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                held.remove(latch);
            }
        }
    }
}
