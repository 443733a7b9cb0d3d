package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reprise.consumers.TryAgainLaterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends each event to an address, in a request of its own. */
public final class HttpSink implements EventSink {

    private final HttpSender sender;
    private final URI url;

    /** How errors name the receiver. The URL can have a secret in it. */
    private final String receiver;

    /**
     * A sink. Errors name the host only.
     *
     * @param sender is closed with the sink
     */
    public HttpSink(HttpSender sender, URI url) {
        this(sender, url, url.getHost());
    }

    HttpSink(HttpSender sender, URI url, String receiver) {
        this.sender = sender;
        this.url = url;
        this.receiver = receiver;
    }

    @Override
    public List<Receipt> send(List<CloudEvent> events) {
        return events.stream().map(event -> receipt(post(event, Map.of()))).toList();
    }

    /**
     * Sends an event, and returns the status of the answer.
     *
     * @param headers headers besides the content type
     * @throws TryAgainLaterException if there is no answer
     */
    int post(CloudEvent event, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("content-type", CloudEvent.MEDIA_TYPE);
        try {
            return sender.post(url, all, event.json().getBytes(UTF_8));
        } catch (IOException e) {
            throw new TryAgainLaterException(
                    "%s cannot be reached, or does not answer in time: %s".formatted(receiver, e),
                    e);
        }
    }

    /** What the status of an answer means for the event. */
    Receipt receipt(int status) {
        if (HttpSender.isTaken(status)) {
            return new Receipt.Taken();
        }
        return HttpSender.isTemporary(status)
                ? new Receipt.NotNow("%s answered %d".formatted(receiver, status))
                : new Receipt.Refused(receiver + " " + HttpSender.refusal(status));
    }

    @Override
    public void close() {
        try {
            sender.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
