package dev.reprise.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reprise.consumers.TryAgainLaterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Sends each event to an address, in a request of its own. */
public final class HttpSink implements EventSink {

    private final HttpSender sender;
    private final URI url;

    /**
     * A sink.
     *
     * @param sender is closed with the sink
     */
    public HttpSink(HttpSender sender, URI url) {
        this.sender = sender;
        this.url = url;
    }

    @Override
    public List<Receipt> send(List<CloudEvent> events) {
        return events.stream().map(this::send).toList();
    }

    /** The URL can have a secret in it, so errors name the host only. */
    private Receipt send(CloudEvent event) {
        int status;
        try {
            status =
                    sender.post(
                            url,
                            Map.of("content-type", CloudEvent.MEDIA_TYPE),
                            event.json().getBytes(UTF_8));
        } catch (IOException e) {
            throw new TryAgainLaterException(
                    "%s cannot be reached, or does not answer in time: %s"
                            .formatted(url.getHost(), e),
                    e);
        }
        if (HttpSender.isTaken(status)) {
            return new Receipt.Taken();
        }
        if (HttpSender.isTemporary(status)) {
            throw new TryAgainLaterException("%s answered %d".formatted(url.getHost(), status));
        }
        return new Receipt.Refused(url.getHost() + " " + HttpSender.refusal(status));
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
