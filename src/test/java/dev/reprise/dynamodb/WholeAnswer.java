package dev.reprise.dynamodb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** A response that was read to its end, so it no longer holds a connection. */
final class WholeAnswer {

    private final SdkHttpResponse response;
    private final byte[] body;

    private WholeAnswer(SdkHttpResponse response, byte[] body) {
        this.response = response;
        this.body = body;
    }

    static WholeAnswer of(HttpExecuteResponse answer) throws IOException {
        try (InputStream body = answer.responseBody().orElseThrow()) {
            return new WholeAnswer(answer.httpResponse(), body.readAllBytes());
        }
    }

    boolean isSuccessful() {
        return response.isSuccessful();
    }

    /** The original response. May be called more than once. */
    HttpExecuteResponse again() {
        return HttpExecuteResponse.builder()
                .response(response)
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                .build();
    }
}
