using System.Net;
using System.Text;
using Syntra.Avro.Registry;

namespace Syntra.Avro.Tests.Registry;

public sealed class CachedSchemaRegistryClientTests
{
    private readonly ImmediateTime _time = new();

    [Fact]
    public async Task Ids_and_schemas_are_asked_for_once()
    {
        using var script = new Script((200, """{"id":7}"""), (200, """{"schema":"\"int\""}"""));
        var client = Client(script);

        Assert.Equal(7, await client.RegisterAsync("a/b-value", "\"int\"", default));
        Assert.Equal(7, await client.RegisterAsync("a/b-value", "\"int\"", default));
        Assert.Equal("\"int\"", await client.GetSchemaAsync(7, default));
        Assert.Equal("\"int\"", await client.GetSchemaAsync(7, default));

        Assert.Equal(["POST /subjects/a%2Fb-value/versions {\"schema\":\"\\u0022int\\u0022\"}", "GET /schemas/ids/7 "], script.Calls);
    }

    [Fact]
    public async Task A_refusal_carries_the_registrys_code_and_is_not_repeated()
    {
        using var script = new Script((409, """{"error_code":409,"message":"incompatible"}"""));

        var error = await Assert.ThrowsAsync<SchemaRegistryException>(async () => await Client(script).RegisterAsync("s", "\"int\"", default));

        Assert.Equal((409, 409, false), (error.Status, error.ErrorCode, error.IsTransient));
        Assert.Single(script.Calls);
    }

    [Fact]
    public async Task A_registry_that_is_away_is_asked_again_with_growing_pauses()
    {
        using var script = new Script((0, ""), (503, "busy"), (500, """{"error_code":50002,"message":"Operation timed out"}"""), (200, "no json"), (200, """{"id":1}"""));

        Assert.Equal(1, await Client(script).RegisterAsync("s", "\"int\"", default));

        Assert.Equal([50, 100, 200, 400], _time.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task After_the_time_limit_the_error_says_that_it_is_transient()
    {
        using var script = new Script(Enumerable.Repeat((0, ""), 100).ToArray());

        var error = await Assert.ThrowsAsync<SchemaRegistryException>(async () => await Client(script).GetSchemaAsync(1, default));

        Assert.True(error.IsTransient);
        Assert.InRange(_time.Waits.Sum(wait => wait.TotalSeconds), 25, 30);
    }

    [Fact]
    public async Task References_are_fetched_and_put_in()
    {
        using var script = new Script(
            (200, """{"schema":"{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"b\",\"type\":\"n.B\"},{\"name\":\"c\",\"type\":\"n.C\"}]}","references":[{"name":"n.B","subject":"b","version":2},{"name":"n.C","subject":"c","version":1}]}"""),
            (200, """{"schema":"{\"type\":\"record\",\"name\":\"B\",\"namespace\":\"n\",\"fields\":[{\"name\":\"c\",\"type\":\"n.C\"}]}","references":[{"name":"n.C","subject":"c","version":1}]}"""),
            (200, """{"schema":"{\"type\":\"fixed\",\"name\":\"C\",\"namespace\":\"n\",\"size\":1}"}"""));

        var schema = Schema.Parse(await Client(script).GetSchemaAsync(1, default));

        Assert.Equal(
            """{"name":"A","type":"record","fields":[{"name":"b","type":{"name":"n.B","type":"record","fields":[{"name":"c","type":{"name":"n.C","type":"fixed","size":1}}]}},{"name":"c","type":"n.C"}]}""",
            schema.ToCanonicalForm());
        Assert.Equal(3, script.Calls.Count);
    }

    [Fact]
    public async Task An_unknown_id_is_bad_data_but_a_registry_that_is_away_is_not()
    {
        using var unknown = new Script((404, """{"error_code":40403,"message":"Schema 5 not found"}"""));
        using var away = new Script(Enumerable.Repeat((503, ""), 100).ToArray());
        byte[] message = [0, 0, 0, 0, 5, 2];

        await Task.Run(() => Assert.Throws<AvroException>(() => new AvroSerializer<Generator.Point>(Client(unknown)).Deserialize("t", message)));
        await Task.Run(() => Assert.Throws<SchemaRegistryException>(() => new AvroSerializer<Generator.Point>(Client(away)).Deserialize("t", message)));
    }

    [Fact]
    public async Task A_registry_may_live_below_a_path()
    {
        using var script = new Script((200, """{"schema":"\"int\""}"""));
        var client = new CachedSchemaRegistryClient(new HttpClient(script, disposeHandler: false) { BaseAddress = new Uri("http://gateway/registry") }, _time);

        await client.GetSchemaAsync(7, default);

        Assert.Equal(["GET /registry/schemas/ids/7 "], script.Calls);
    }

    private CachedSchemaRegistryClient Client(Script script) => new(new HttpClient(script, disposeHandler: false) { BaseAddress = new Uri("http://registry") }, _time);

    /// <summary>Answers in order; status 0 is a connection that fails.</summary>
    private sealed class Script(params (int Status, string Body)[] answers) : HttpMessageHandler
    {
        private int _next;

        public List<string> Calls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            Calls.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {body}");
            var (status, text) = answers[_next++];
            return status == 0
                ? throw new HttpRequestException("connection refused")
                : new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        }
    }
}
