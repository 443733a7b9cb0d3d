package dev.reprise.local;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reprise.eventstore.StreamName;
import dev.reprise.eventstore.StreamVersion;
import dev.reprise.projections.ProjectedRow;
import dev.reprise.projections.RowKey;
import dev.reprise.projections.StoredRow;
import dev.reprise.projections.ViewStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** From a command to a row, through the table's stream and the functions. */
@QuarkusTest
class TestStreamTest {

    @Inject TestStream stream;
    @Inject ViewStore views;

    @Test
    void the_projections_get_nothing_before_the_stream_is_drained() {
        String order = UUID.randomUUID().toString();
        given().contentType(ContentType.JSON)
                .body("{\"customerId\":\"c\",\"orderId\":\"" + order + "\"}")
                .post("/orders")
                .then()
                .statusCode(201);

        assertThat(summary(order)).isEmpty();
        stream.drain();

        assertThat(summary(order)).map(ProjectedRow::version).hasValue(new StreamVersion(1));
    }

    private Optional<ProjectedRow> summary(String order) {
        return views.read(new RowKey("order-summaries", 1, new StreamName("order", order)))
                .flatMap(StoredRow::intact);
    }
}
