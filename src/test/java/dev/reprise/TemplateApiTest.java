package dev.reprise;

import static dev.reprise.TemplateFile.at;
import static dev.reprise.TemplateFile.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call the API of {@code template.yaml}, and how it calls its function. */
class TemplateApiTest {

    /** The longest that API Gateway waits for a function, in seconds. It cannot be raised. */
    private static final int API_GATEWAY_TIMEOUT = 30;

    @Test
    void only_callers_that_iam_allows_may_call_the_api_unless_a_parameter_says_otherwise() {
        assertThat(at("Parameters/Authorization/Default")).isEqualTo("iam");
        assertThat(at("Parameters/Authorization/AllowedValues"))
                .isEqualTo(List.of("iam", "jwt", "everyone-may-call-it"));
        assertThat(at("Conditions/NeedsSignature")).isEqualTo("!Equals [!Ref Authorization, iam]");
        assertThat(at("Conditions/NeedsToken")).isEqualTo("!Equals [!Ref Authorization, jwt]");
        assertThat(map("Resources/HttpApiRoute/Properties"))
                .containsEntry(
                        "AuthorizationType",
                        "!If [NeedsSignature, AWS_IAM, !If [NeedsToken, JWT, NONE]]")
                .containsEntry(
                        "AuthorizerId",
                        "!If [NeedsToken, !Ref HttpApiAuthorizer, !Ref AWS::NoValue]");
    }

    @Test
    void nothing_but_a_preflight_and_the_page_without_data_is_open_to_everyone() {
        assertThat(map("Resources").values())
                .filteredOn(resource -> at(resource, "Type").equals("AWS::ApiGatewayV2::Route"))
                .filteredOn(route -> at(route, "Properties/AuthorizationType").equals("NONE"))
                .extracting(route -> at(route, "Properties/RouteKey"))
                .containsExactlyInAnyOrder(
                        "OPTIONS /{proxy+}",
                        "OPTIONS /",
                        "GET /",
                        "GET /explorer/{proxy+}",
                        "!Sub GET ${BasePath}/",
                        "!Sub GET ${BasePath}/explorer/{proxy+}");
    }

    @Test
    void the_page_is_open_only_where_callers_have_tokens() {
        assertThat(at("Conditions/HasOpenPage"))
                .isEqualTo("!And [!Condition NeedsToken, !Equals [!Ref Explorer, true]]");
        assertThat(map("Resources").values())
                .filteredOn(resource -> at(resource, "Type").equals("AWS::ApiGatewayV2::Route"))
                .filteredOn(route -> at(route, "Properties/RouteKey").toString().contains("GET "))
                .hasSize(4)
                .extracting(route -> at(route, "Condition"))
                .containsOnly("HasOpenPage", "HasOpenPageBelow");
    }

    @Test
    void the_api_calls_the_functions_published_version() {
        assertThat(at("Resources/HttpApiIntegration/Properties/IntegrationUri"))
                .isEqualTo("!Ref OrdersFunction.Alias");
        assertThat(at("Resources/HttpApiPermission/Properties/FunctionName"))
                .isEqualTo("!Ref OrdersFunction.Alias");
        assertThat(at("Resources/HttpApiIntegration/Properties/PayloadFormatVersion"))
                .isEqualTo("2.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    BasePath    | ''                                          | true
                    BasePath    | /v1                                         | true
                    BasePath    | /shop/v1.2_a-b                              | true
                    BasePath    | /                                           | false
                    BasePath    | v1                                          | false
                    BasePath    | /v1/                                        | false
                    BasePath    | /shop//v1                                   | false
                    BasePath    | /..                                         | false
                    CorsOrigins | ''                                          | true
                    CorsOrigins | *                                           | true
                    CorsOrigins | https://shop.example                        | true
                    CorsOrigins | https://shop.example,http://localhost:3000  | true
                    CorsOrigins | https://shop.example/                       | false
                    CorsOrigins | https://*.shop.example                      | false
                    CorsOrigins | https://shop.example,*                      | false
                    CorsOrigins | https://Shop.example                        | false
                    CorsOrigins | shop.example                                | false
                    """)
    void a_setting_of_the_api_is_empty_by_default_and_checked_before_it_is_deployed(
            String parameter, String value, boolean allowed) {
        assertThat(at("Parameters/" + parameter + "/Default")).isEqualTo("");
        assertThat(value.matches(at("Parameters/" + parameter + "/AllowedPattern").toString()))
                .isEqualTo(allowed);
    }

    @Test
    void the_url_of_the_api_has_the_base_path() {
        assertThat(at("Outputs/ApiUrl/Value"))
                .isEqualTo(
                        "!If [HasDomain, !Sub https://${DomainName}${BasePath}, !Sub"
                                + " https://${HttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}${BasePath}]");
    }

    @Test
    void the_orders_function_times_out_before_the_api_gateway_does() {
        Object timeout =
                map("Resources/OrdersFunction/Properties")
                        .getOrDefault("Timeout", at("Globals/Function/Timeout"));

        assertThat((Integer) timeout).isBetween(1, API_GATEWAY_TIMEOUT - 1);
    }
}
