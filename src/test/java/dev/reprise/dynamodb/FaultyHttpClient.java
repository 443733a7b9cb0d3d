package dev.reprise.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
import software.amazon.awssdk.utils.StringInputStream;

/** A network between the SDK and DynamoDB on which things are lost. */
public final class FaultyHttpClient implements SdkHttpClient {

    /** What happens to one HTTP request. */
    public interface Fault {
        HttpExecuteResponse answer(Sending sending) throws IOException;
    }

    /** One HTTP request on its way. */
    public interface Sending {
        /** What it asks of DynamoDB, such as {@code PutItem}. */
        String operation();

        /** Sends it to DynamoDB; may be called more than once. */
        HttpExecuteResponse send() throws IOException;

        /** Waits until the SDK gives it up. */
        void awaitAbort() throws IOException;
    }

    private final SdkHttpClient http = ApacheHttpClient.create();
    private final Deque<Fault> next = new ConcurrentLinkedDeque<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile @Nullable Fault always;

    /** The retries of production, but for the waits between them. */
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

    /** The next requests meet these faults, one each. */
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

    /** The request arrives, something else may happen, and the answer is lost. */
    public static Fault answerLost(Runnable meanwhile) {
        return sending -> {
            read(sending.send());
            meanwhile.run();
            throw new IOException("connection reset on the way back");
        };
    }

    /** The request arrives, and no answer comes. */
    public static Fault noAnswer() {
        return sending -> {
            read(sending.send());
            sending.awaitAbort();
            throw new IOException("aborted");
        };
    }

    /** The request arrives twice, and the second answer is the one that is heard. */
    public static Fault arrivesTwice() {
        return sending -> {
            read(sending.send());
            return sending.send();
        };
    }

    /** DynamoDB answers with an error, and does nothing. */
    public static Fault error(int status, String type) {
        return _ ->
                HttpExecuteResponse.builder()
                        .response(
                                SdkHttpResponse.builder()
                                        .statusCode(status)
                                        .putHeader("Content-Type", "application/x-amz-json-1.0")
                                        .build())
                        .responseBody(
                                AbortableInputStream.create(
                                        new StringInputStream(
                                                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                                                        + type
                                                        + "\",\"message\":\"by the test\"}")))
                        .build();
    }

    private static void read(HttpExecuteResponse response) throws IOException {
        try (InputStream body = response.responseBody().orElseThrow()) {
            body.readAllBytes();
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        bodies.add(body(request));
        Fault fault = next.isEmpty() ? always : next.remove();
        CountDownLatch aborted = new CountDownLatch(1);
        Sending sending =
                new Sending() {
                    @Override
                    public String operation() {
                        String target =
                                request.httpRequest()
                                        .firstMatchingHeader("X-Amz-Target")
                                        .orElseThrow();
                        return target.substring(target.indexOf('.') + 1);
                    }

                    @Override
                    public HttpExecuteResponse send() throws IOException {
                        return http.prepareRequest(request).call();
                    }

                    @Override
                    public void awaitAbort() throws IOException {
                        try {
                            aborted.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                            throw new IOException("interrupted", e);
                        }
                    }
                };
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return fault == null ? sending.send() : fault.answer(sending);
            }

            @Override
            public void abort() {
                aborted.countDown();
            }
        };
    }

    private static String body(HttpExecuteRequest request) {
        ContentStreamProvider content = request.contentStreamProvider().orElseThrow();
        try (InputStream body = content.newStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
