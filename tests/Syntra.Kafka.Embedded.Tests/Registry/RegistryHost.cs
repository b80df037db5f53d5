using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Syntra.Kafka.Embedded.Registry;

namespace Syntra.Kafka.Embedded.Tests.Registry;

/// <summary>A running registry with a client.</summary>
internal sealed class RegistryHost : IAsyncDisposable
{
    private readonly EmbeddedRegistry _registry;
    private readonly HttpClient _http;

    private RegistryHost(EmbeddedRegistry registry)
    {
        _registry = registry;
        _http = new HttpClient { BaseAddress = registry.Url };
    }

    public Uri Url => _registry.Url;

    public static async Task<RegistryHost> StartAsync(InMemorySchemaLog? log = null) =>
        new(await EmbeddedRegistry.StartAsync(log ?? new InMemorySchemaLog(), new EmbeddedRegistryOptions { BootstrapServers = "-" }, TestContext.Current.CancellationToken));

    public static async Task<RegistryHost> StartAsync(string bootstrapServers) =>
        new(await EmbeddedRegistry.StartAsync(new EmbeddedRegistryOptions { BootstrapServers = bootstrapServers }, TestContext.Current.CancellationToken));

    /// <summary>Sends a request; the answer's status and JSON (compact) on one line, for example "200 [1]".</summary>
    public async Task<string> Call(string method, string path, string? body = null)
    {
        using var response = await Send(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        return $"{(int)response.StatusCode} {text}";
    }

    public async Task<HttpResponseMessage> Send(string method, string path, string? body = null, string contentType = "application/vnd.schemaregistry.v1+json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(contentType));
        }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<string> Register(string subject, string schema, params (string Name, string Subject, int Version)[] references) =>
        Call("POST", $"/subjects/{subject}/versions", Body(schema, references));

    public static string Body(string schema, params (string Name, string Subject, int Version)[] references)
    {
        var body = new JsonObject { ["schema"] = schema };
        if (references.Length > 0)
        {
            body["references"] = new JsonArray([.. references.Select(r => new JsonObject { ["name"] = r.Name, ["subject"] = r.Subject, ["version"] = r.Version })]);
        }

        return body.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _registry.DisposeAsync();
    }
}
