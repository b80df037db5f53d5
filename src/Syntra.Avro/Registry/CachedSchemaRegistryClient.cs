using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Registry;

/// <summary>
/// Client of a Schema Registry over HTTP (Confluent's REST API). Caches ids and schemas for ever, as they never change. Retries an
/// unreachable or failing registry for <see cref="RetryFor"/>. Thread safe.
/// </summary>
public sealed class CachedSchemaRegistryClient : ISchemaRegistryClient
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);
    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Subject, string Schema), int> _ids = new();
    private readonly ConcurrentDictionary<int, string> _schemas = new();

    /// <summary>Creates a client.</summary>
    /// <param name="http">Its BaseAddress is the registry's URL; authentication, if any, is set on it. Not disposed.</param>
    /// <param name="timeProvider">Clock of the retries; the system's by default.</param>
    public CachedSchemaRegistryClient(HttpClient http, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(http.BaseAddress);
        _http = http;

        // Without the slash the last part of a path like /registry would be replaced, not extended.
        _url = http.BaseAddress.AbsoluteUri.EndsWith('/') ? http.BaseAddress : new Uri(http.BaseAddress.AbsoluteUri + "/");
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>How long a call retries a registry that cannot be reached or answers 408, 429 or 5xx. Default 30 s.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async ValueTask<int> RegisterAsync(string subject, string schemaJson, CancellationToken cancellationToken)
    {
        if (_ids.TryGetValue((subject, schemaJson), out var known))
        {
            return known;
        }

        var path = $"subjects/{Uri.EscapeDataString(subject)}/versions";
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["schema"] = schemaJson });
        var answer = await CallAsync(HttpMethod.Post, path, body, cancellationToken).ConfigureAwait(false);
        var id = answer.GetProperty("id").GetInt32();
        _ids[(subject, schemaJson)] = id;
        return id;
    }

    /// <inheritdoc />
    public async ValueTask<string> GetSchemaAsync(int id, CancellationToken cancellationToken)
    {
        if (_schemas.TryGetValue(id, out var known))
        {
            return known;
        }

        var answer = await CallAsync(HttpMethod.Get, $"schemas/ids/{id}", null, cancellationToken).ConfigureAwait(false);
        var schema = await SelfContainedAsync(answer, cancellationToken).ConfigureAwait(false);
        _schemas[id] = schema;
        return schema;
    }

    /// <summary>Any other call of the REST API, for tools: the JSON answer.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Relative to the registry's URL.</param>
    /// <param name="body">JSON body, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SchemaRegistryException">The registry refused, or could not be reached.</exception>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                return await OnceAsync(method, path, body, cancellationToken).ConfigureAwait(false);
            }
            catch (SchemaRegistryException e) when (e.IsTransient && _time.GetElapsedTime(start) + wait < RetryFor)
            {
                await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<JsonElement> OnceAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_url, path));
        request.Headers.Accept.ParseAdd("application/vnd.schemaregistry.v1+json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.schemaregistry.v1+json");
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? Json(bytes) : throw Refusal((int)response.StatusCode, bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SchemaRegistryException($"schema registry at {_url} gives no usable answer", e);
        }
    }

    private async Task<string> SelfContainedAsync(JsonElement answer, CancellationToken cancellationToken)
    {
        var text = answer.GetProperty("schema").GetString()!;
        if (answer.TryGetProperty("schemaType", out var type) && type.GetString() is not (null or "AVRO"))
        {
            throw new AvroException("the schema is no Avro schema");
        }

        if (!answer.TryGetProperty("references", out var references) || references.GetArrayLength() == 0)
        {
            return text;
        }

        var parser = new SchemaParser(strictLogicalTypes: false, validateDefaults: false);
        await ParseReferencesAsync(references, parser, [], cancellationToken).ConfigureAwait(false);
        return parser.Parse(text).ToJson();
    }

    private async Task ParseReferencesAsync(JsonElement references, SchemaParser parser, HashSet<string> done, CancellationToken cancellationToken)
    {
        foreach (var reference in references.EnumerateArray())
        {
            var path = $"subjects/{Uri.EscapeDataString(reference.GetProperty("subject").GetString()!)}/versions/{reference.GetProperty("version").GetInt32()}?deleted=true";
            if (!done.Add(path))
            {
                continue;
            }

            var answer = await CallAsync(HttpMethod.Get, path, null, cancellationToken).ConfigureAwait(false);
            if (answer.TryGetProperty("references", out var nested))
            {
                await ParseReferencesAsync(nested, parser, done, cancellationToken).ConfigureAwait(false);
            }

            parser.Parse(answer.GetProperty("schema").GetString()!);
        }
    }

    private static JsonElement Json(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    private static SchemaRegistryException Refusal(int status, byte[] bytes)
    {
        try
        {
            var body = Json(bytes);
            return new SchemaRegistryException(status, body.GetProperty("error_code").GetInt32(), body.GetProperty("message").GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new SchemaRegistryException(status, status, $"HTTP {status} without an error body");
        }
    }
}
