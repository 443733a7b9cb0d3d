package dev.reprise.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A stack that is deployed wrongly says in one line what is missing, and never hangs. */
class DeployedBadInputIT {

    private static void show(String what, UnaryOperator<String> change, boolean dropTables) {
        try (var deployed = new Deployed(Deployed.template(change))) {
            if (dropTables) {
                deployed.dropTables();
            }
            HttpResponse<String> created = deployed.create(Deployed.freshId(), "k1");
            HttpResponse<String> got = deployed.get("/orders/x");
            HttpResponse<String> list = deployed.get("/orders?customerId=c1");
            HttpResponse<String> health = deployed.get("/health");
            System.err.println("====== " + what);
            for (var a : List.of(created, got, list, health)) System.err.println(a.statusCode() + " " + a.headers().map() + a.body());
            try { deployed.stack.runSchedule(); } catch (RuntimeException e) { System.err.println("schedule: " + e); }
            try {
            deployed.stack.function("ProjectorFunction").invoke("{\"Records\":[]}".getBytes());
             } catch (RuntimeException e) { System.err.println("projector: " + e); }
            try { deployed.deliver(3); } catch (Throwable e) { System.err.println("deliver: " + e); }
            deployed.log.forEach(System.err::println);
        }
    }

    @Test
    void explore() {
        show("no environment", t -> t.replace("          REPRISE_EVENTS_TABLE: !Ref EventsTable\n          REPRISE_EVENTS_FORMAT", "          REPRISE_EVENTS_FORMAT"), false);
        show("no table", t -> t, true);
        show("no PutItem", t -> t.replace("                  - dynamodb:PutItem\n", "").replace("                  - dynamodb:UpdateItem\n", ""), false);
    }
}
