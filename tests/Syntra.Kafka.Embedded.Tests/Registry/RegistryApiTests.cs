using System.Text.Json.Nodes;

namespace Syntra.Kafka.Embedded.Tests.Registry;

public sealed class RegistryApiTests
{
    [Fact]
    public async Task A_schema_is_registered_once_and_found_by_subject_version_and_id()
    {
        await using var host = await RegistryHost.StartAsync();

        Assert.Equal("""200 {"id":1}""", await host.Register("s-value", "  " + Samples.One.Replace(":", " : ", StringComparison.Ordinal)));
        Assert.Equal("""200 {"id":1}""", await host.Register("s-value", Samples.One));
        Assert.Equal("""200 {"id":1}""", await host.Register("other-value", Samples.One));
        Assert.Equal("""200 {"id":2}""", await host.Register("s-value", Samples.OneMore));

        Assert.Equal("""200 ["other-value","s-value"]""", await host.Call("GET", "/subjects"));
        Assert.Equal("""200 ["s-value"]""", await host.Call("GET", "/subjects?subjectPrefix=s-"));
        Assert.Equal("200 [1,2]", await host.Call("GET", "/subjects/s-value/versions"));
        var first = await Json(host, "GET", "/subjects/s-value/versions/1");
        Assert.Equal(("s-value", 1, 1, Samples.One), ((string)first["subject"]!, (int)first["version"]!, (int)first["id"]!, (string)first["schema"]!));
        Assert.Equal(2, (int)(await Json(host, "GET", "/subjects/s-value/versions/latest"))["version"]!);
        Assert.Equal(2, (int)(await Json(host, "GET", "/subjects/s-value/versions/-1"))["version"]!);
        Assert.Equal("200 " + Samples.One, await host.Call("GET", "/subjects/s-value/versions/1/schema"));
        Assert.Equal(Samples.One, (string)(await Json(host, "GET", "/schemas/ids/1"))["schema"]!);
        Assert.Equal("200 " + Samples.OneMore, await host.Call("GET", "/schemas/ids/2/schema"));
        Assert.Equal("""200 ["other-value","s-value"]""", await host.Call("GET", "/schemas/ids/1/subjects"));
        Assert.Equal("""200 [{"subject":"other-value","version":1},{"subject":"s-value","version":1}]""", await host.Call("GET", "/schemas/ids/1/versions"));
        Assert.Equal("""200 ["AVRO"]""", await host.Call("GET", "/schemas/types"));
        Assert.Equal(2, (int)(await Json(host, "POST", "/subjects/s-value", RegistryHost.Body(Samples.OneMore)))["version"]!);
    }

    [Theory]
    [InlineData("GET", "/subjects/none/versions", null, 404, 40401)]
    [InlineData("GET", "/subjects/none/versions/1", null, 404, 40401)]
    [InlineData("GET", "/subjects/s/versions/9", null, 404, 40402)]
    [InlineData("GET", "/subjects/s/versions/zero", null, 422, 42202)]
    [InlineData("GET", "/subjects/s/versions/0", null, 422, 42202)]
    [InlineData("GET", "/schemas/ids/99", null, 404, 40403)]
    [InlineData("POST", "/subjects/none", """{"schema":"\"int\""}""", 404, 40401)]
    [InlineData("POST", "/subjects/s", """{"schema":"\"int\""}""", 404, 40403)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"{\"type\":\"nonsense\"}"}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":""}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", "{}", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"\"int\"","schemaType":"PROTOBUF"}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"\"int\"","references":[{"name":"x.Y","subject":"gone","version":1}]}""", 422, 42201)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"\"int\"","id":7}""", 422, 42205)]
    [InlineData("POST", "/subjects/s/versions", "not json", 400, 400)]
    [InlineData("POST", "/subjects/s/versions", """{"schema":"\"string\""}""", 409, 409)]
    [InlineData("DELETE", "/subjects/none", null, 404, 40401)]
    [InlineData("DELETE", "/subjects/s?permanent=true", null, 404, 40405)]
    [InlineData("DELETE", "/subjects/s/versions/9", null, 404, 40402)]
    [InlineData("DELETE", "/subjects/s/versions/1?permanent=true", null, 404, 40407)]
    [InlineData("GET", "/config/s", null, 404, 40408)]
    [InlineData("DELETE", "/config/s", null, 404, 40401)]
    [InlineData("PUT", "/config", """{"compatibility":"SIDEWAYS"}""", 422, 42203)]
    [InlineData("GET", "/mode/s", null, 404, 40409)]
    [InlineData("POST", "/compatibility/subjects/s/versions/9", """{"schema":"\"int\""}""", 404, 40402)]
    [InlineData("POST", "/compatibility/subjects/none/versions/1", """{"schema":"\"int\""}""", 404, 40402)]
    [InlineData("PUT", "/mode", """{"mode":"SIDEWAYS"}""", 422, 42204)]
    [InlineData("PUT", "/mode", """{"mode":"IMPORT"}""", 422, 42205)]
    [InlineData("DELETE", "/mode/s", null, 404, 40401)]
    [InlineData("GET", "/no/such/path", null, 404, 404)]
    [InlineData("PUT", "/subjects", "{}", 405, 405)]
    public async Task A_refusal_carries_the_documented_code(string method, string path, string? body, int status, int code)
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Register("s", Samples.One);

        using var response = await host.Send(method, path, body);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal((status, code), ((int)response.StatusCode, (int)error["error_code"]!));
        Assert.NotEmpty((string)error["message"]!);
        Assert.Equal("application/vnd.schemaregistry.v1+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Deletes_are_soft_first_and_then_for_good()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Register("s", Samples.One);
        await host.Register("s", Samples.OneMore);

        Assert.Equal("200 1", await host.Call("DELETE", "/subjects/s/versions/1"));
        Assert.StartsWith("""404 {"error_code":40406,""", await host.Call("DELETE", "/subjects/s/versions/1"), StringComparison.Ordinal);
        Assert.Equal("200 [2]", await host.Call("GET", "/subjects/s/versions"));
        Assert.Equal("200 [1,2]", await host.Call("GET", "/subjects/s/versions?deleted=true"));
        Assert.Equal("200 [1]", await host.Call("GET", "/subjects/s/versions?deletedOnly=true"));
        Assert.StartsWith("200", await host.Call("GET", "/schemas/ids/1"), StringComparison.Ordinal);
        Assert.Equal("200 [2]", await host.Call("DELETE", "/subjects/s"));
        Assert.StartsWith("""404 {"error_code":40404,""", await host.Call("DELETE", "/subjects/s"), StringComparison.Ordinal);
        Assert.Equal("200 []", await host.Call("GET", "/subjects"));
        Assert.Equal("""200 ["s"]""", await host.Call("GET", "/subjects?deleted=true"));

        // The same schema comes back with its old id and a new version.
        Assert.Equal("""200 {"id":1}""", await host.Register("s", Samples.One));
        Assert.Equal("200 [3]", await host.Call("GET", "/subjects/s/versions"));

        await host.Call("DELETE", "/subjects/s");
        Assert.Equal("200 [1,2,3]", await host.Call("DELETE", "/subjects/s?permanent=true"));
        Assert.StartsWith("""404 {"error_code":40401,""", await host.Call("GET", "/subjects/s/versions?deleted=true"), StringComparison.Ordinal);
        Assert.StartsWith("""404 {"error_code":40403,""", await host.Call("GET", "/schemas/ids/1"), StringComparison.Ordinal);
        Assert.Equal("""200 {"id":3}""", await host.Register("s", Samples.One));
    }

    [Fact]
    public async Task Compatibility_is_configured_globally_and_by_subject()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Register("s", Samples.One);

        Assert.Equal("""200 {"compatibilityLevel":"BACKWARD"}""", await host.Call("GET", "/config"));
        Assert.StartsWith("409", await host.Register("s", Samples.Demanding), StringComparison.Ordinal);
        Assert.Equal("""200 {"compatibility":"FORWARD"}""", await host.Call("PUT", "/config", """{"compatibility":"forward"}"""));
        Assert.Equal("""200 {"compatibilityLevel":"FORWARD"}""", await host.Call("GET", "/config/s?defaultToGlobal=true"));
        Assert.StartsWith("200", await host.Register("s", Samples.Demanding), StringComparison.Ordinal);
        Assert.Equal("""200 {"compatibility":"NONE"}""", await host.Call("PUT", "/config/s", """{"compatibility":"NONE"}"""));
        Assert.StartsWith("200", await host.Register("s", "\"int\""), StringComparison.Ordinal);
        Assert.Equal("""200 {"compatibilityLevel":"NONE"}""", await host.Call("GET", "/config/s"));
        Assert.Equal("""200 {"compatibilityLevel":"NONE"}""", await host.Call("DELETE", "/config/s"));
        Assert.StartsWith("""404 {"error_code":40408,""", await host.Call("GET", "/config/s"), StringComparison.Ordinal);
        Assert.Equal("""200 {"compatibilityLevel":"FORWARD"}""", await host.Call("DELETE", "/config"));
        Assert.Equal("""200 {"compatibilityLevel":"BACKWARD"}""", await host.Call("GET", "/config"));
        Assert.Equal("""200 {"mode":"READWRITE"}""", await host.Call("GET", "/mode"));
    }

    [Fact]
    public async Task A_subject_or_all_can_be_made_read_only()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Register("s", Samples.One);

        Assert.Equal("""200 {"mode":"READONLY"}""", await host.Call("PUT", "/mode/s", """{"mode":"READONLY"}"""));
        Assert.StartsWith("""422 {"error_code":42205,""", await host.Register("s", Samples.OneMore), StringComparison.Ordinal);
        Assert.StartsWith("""422 {"error_code":42205,""", await host.Call("DELETE", "/subjects/s"), StringComparison.Ordinal);
        Assert.StartsWith("""422 {"error_code":42205,""", await host.Call("PUT", "/config/s", """{"compatibility":"NONE"}"""), StringComparison.Ordinal);
        Assert.Equal("""200 {"id":1}""", await host.Register("s", Samples.One));
        Assert.Equal("""200 {"id":1}""", await host.Register("t", Samples.One));
        Assert.Equal("""200 {"mode":"READONLY"}""", await host.Call("DELETE", "/mode/s"));
        Assert.Equal("""200 {"id":2}""", await host.Register("s", Samples.OneMore));
        await host.Call("PUT", "/mode/s", """{"mode":"READWRITE"}""");
        await host.Call("PUT", "/mode", """{"mode":"READONLY_OVERRIDE"}""");
        Assert.StartsWith("""422 {"error_code":42205,""", await host.Register("s", "\"int\""), StringComparison.Ordinal);
        Assert.Equal("""200 {"mode":"READONLY_OVERRIDE"}""", await host.Call("GET", "/mode/s?defaultToGlobal=true"));
        Assert.Equal("""200 {"mode":"READWRITE"}""", await host.Call("GET", "/mode/s"));
    }

    [Fact]
    public async Task Compatibility_can_be_tested_without_registering()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Register("s", Samples.One);

        Assert.Equal("""200 {"is_compatible":true}""", await host.Call("POST", "/compatibility/subjects/s/versions/latest", RegistryHost.Body(Samples.OneMore)));
        Assert.Equal("""200 {"is_compatible":true}""", await host.Call("POST", "/compatibility/subjects/none/versions/latest", RegistryHost.Body(Samples.One)));
        Assert.Equal("""200 {"is_compatible":false}""", await host.Call("POST", "/compatibility/subjects/s/versions", RegistryHost.Body(Samples.Demanding)));
        var verbose = await Json(host, "POST", "/compatibility/subjects/s/versions/1?verbose=true", RegistryHost.Body(Samples.Demanding));
        Assert.False((bool)verbose["is_compatible"]!);
        Assert.Contains("READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1", (string)verbose["messages"]![0]!, StringComparison.Ordinal);
        Assert.Equal("200 [1]", await host.Call("GET", "/subjects/s/versions"));
    }

    [Fact]
    public async Task Transitive_modes_look_at_every_version()
    {
        await using var host = await RegistryHost.StartAsync();
        const string withText = """{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""";
        const string without = """{"type":"record","name":"R","fields":[]}""";
        await host.Register("s", withText);
        await host.Register("s", without);
        const string withNumber = """{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0}]}""";

        Assert.Equal("""200 {"is_compatible":true}""", await host.Call("POST", "/compatibility/subjects/s/versions", RegistryHost.Body(withNumber)));
        await host.Call("PUT", "/config/s", """{"compatibility":"BACKWARD_TRANSITIVE"}""");

        Assert.Equal("""200 {"is_compatible":false}""", await host.Call("POST", "/compatibility/subjects/s/versions", RegistryHost.Body(withNumber)));
        Assert.StartsWith("409", await host.Register("s", withNumber), StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_take_types_from_other_subjects_and_protect_them()
    {
        await using var host = await RegistryHost.StartAsync();
        await host.Register("item", Samples.Item);

        Assert.Equal("""200 {"id":2}""", await host.Register("order", Samples.Order, ("shop.Item", "item", 1)));
        Assert.Equal("200 [2]", await host.Call("GET", "/subjects/item/versions/1/referencedby"));
        Assert.Equal(Samples.Order, (string)(await Json(host, "GET", "/schemas/ids/2"))["schema"]!);
        Assert.Equal("item", (string)(await Json(host, "GET", "/schemas/ids/2"))["references"]![0]!["subject"]!);
        Assert.StartsWith("""422 {"error_code":42206,""", await host.Call("DELETE", "/subjects/item/versions/1"), StringComparison.Ordinal);
        Assert.StartsWith("""422 {"error_code":42206,""", await host.Call("DELETE", "/subjects/item"), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = host.Url };
        var whole = Avro.Schema.Parse(await new Avro.Registry.CachedSchemaRegistryClient(http).GetSchemaAsync(2, TestContext.Current.CancellationToken));
        Assert.Contains("\"sku\"", whole.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_may_hold_a_slash_and_spaces()
    {
        await using var host = await RegistryHost.StartAsync();

        await host.Register("a%2Fb%20c", Samples.One);

        Assert.Equal("""200 ["a/b c"]""", await host.Call("GET", "/subjects"));
        Assert.Equal("200 [1]", await host.Call("GET", "/subjects/a%2Fb%20c/versions"));
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        await using var host = await RegistryHost.StartAsync();

        using var response = await host.Send("POST", "/subjects/s/versions", RegistryHost.Body(Samples.One), "text/plain");

        Assert.Equal(415, (int)response.StatusCode);
    }

    [Fact]
    public async Task It_listens_on_loopback_only()
    {
        await using var host = await RegistryHost.StartAsync();

        Assert.Equal("127.0.0.1", host.Url.Host);
    }

    private static async Task<JsonObject> Json(RegistryHost host, string method, string path, string? body = null)
    {
        using var response = await host.Send(method, path, body);
        response.EnsureSuccessStatusCode();
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
