package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of the README, by the packaged functions in processes of their own. */
@ExtendWith(Deployed.Shared.class)
class DeployedSeedExampleIT {

    @Test
    void an_order_is_created_and_shipped_and_found_in_every_read_model(Deployed deployed) {
        HttpResponse<String> created =
                deployed.post(
                        "/orders",
                        """
                        {"orderId":"a1b2c3d4","customerId":"user123",
                        "items":[{"itemId":"widget-x","quantity":2,"price":15.99}]}
                        """);
        Deployed.expect(201, created);
        assertThat(created.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(created.headers().firstValue("Location")).hasValue("/orders/a1b2c3d4");
        HttpResponse<String> shipped = ship(deployed);
        Deployed.expect(200, shipped);
        assertThat(shipped.headers().firstValue("ETag")).hasValue("\"3\"");
        assertThat(ship(deployed).body()).isEqualTo(shipped.body());

        deployed.deliver(0);

        assertThat(deployed.get("/orders/a1b2c3d4").body()).isEqualTo(shipped.body());
        assertThat(deployed.list("/orders?customerId=user123", "orders"))
                .containsExactly(Deployed.json(shipped));
        assertThat(deployed.list("/shipped-items?itemId=widget-x", "items"))
                .extracting(item -> item.path("orderId").textValue())
                .containsExactly("a1b2c3d4");
        JsonNode customer = Deployed.json(deployed.get("/customers/user123"));
        assertThat(customer.toString()).contains("31.98");
    }

    private static HttpResponse<String> ship(Deployed deployed) {
        return deployed.post(
                "/orders/a1b2c3d4/shipment",
                "{\"shippingAddress\":\"123 Main St, Anytown, USA\"}",
                "Idempotency-Key",
                "ship-1");
    }
}
