using System.Globalization;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>The requests of all object connectors, against one pod.</summary>
internal sealed class ObjectCalls(FusionClient client, int mostParts)
{
    /// <summary>Version from which refusals come with details; set on every call.</summary>
    private const int FrameworkVersion = 4;

    private readonly string _version = client.Options.ResourceVersion;

    /// <summary>Most parts of a batch; 1 sends none.</summary>
    public int MostParts { get; } = mostParts;

    public string Root(string api) => $"/{api}/resources/{_version}/";

    public async Task<HttpAnswer> SendAsync(FusionRequest request, CancellationToken ct)
    {
        try
        {
            return await client.Transport.ExchangeAsync(request, ct);
        }
        catch (FusionException fault) when (fault is { IsFault: true, Detail: { } text } && ObjectErrors.CodeOf(text) is var code && code != ReasonCodes.FusionRefused)
        {
            // A SOAP service says no with a 500 and a fault that names a message; a fault without one may be anything.
            throw fault.AsPoison(code);
        }
    }

    public ObjectStep<TState>.Call Get<TState>(string operation, string api, string pathAndQuery, Func<FusionRequest, HttpAnswer, TState> learn, int version = FrameworkVersion)
    {
        var request = new FusionRequest(operation, HttpMethod.Get, Root(api) + pathAndQuery, client.Options.ReadTimeout) { FrameworkVersion = version };
        return new(request, StepEffect.None, answer => learn(request, answer)) { Part = new BatchPart(Root(api), "/" + pathAndQuery, "get") };
    }

    /// <summary>At an address that Fusion gave: never built.</summary>
    public ObjectStep<TState>.Call GetAt<TState>(string operation, string pathAndQuery, Func<FusionRequest, HttpAnswer, TState> learn)
    {
        var request = new FusionRequest(operation, HttpMethod.Get, pathAndQuery, client.Options.ReadTimeout) { FrameworkVersion = FrameworkVersion };
        return new(request, StepEffect.None, answer => learn(request, answer)) { Part = PartAt(pathAndQuery, "get") };
    }

    /// <summary>Makes a child at an address that Fusion gave.</summary>
    public ObjectStep<TState>.Call PostAt<TState>(string operation, string path, byte[] body, Func<FusionRequest, HttpAnswer, TState> learn) =>
        Write(operation, HttpMethod.Post, path, body, StepEffect.Creates, learn, []) with { Part = PartAt(path, "create") };

    public ObjectStep<TState>.Call Post<TState>(string operation, string api, string path, byte[] body, Func<FusionRequest, HttpAnswer, TState> learn, bool upsert = false)
    {
        var call = Write(operation, HttpMethod.Post, Root(api) + path, body, StepEffect.Creates, learn, upsert ? [("Upsert-Mode", "true")] : []);
        return call with { Part = new BatchPart(Root(api), "/" + path, upsert ? "upsert" : "create") };
    }

    public ObjectStep<TState>.Call Patch<TState>(string operation, string pathAndQuery, string? etag, byte[] body, Func<FusionRequest, HttpAnswer, TState> learn, params IReadOnlyList<(string, string)> headers) =>
        Write(operation, HttpMethod.Patch, pathAndQuery, body, StepEffect.Updates, learn, etag is null ? headers : [.. headers, ("If-Match", etag)]);

    public ObjectStep<TState>.Call Delete<TState>(string operation, string pathAndQuery, Func<FusionRequest, HttpAnswer, TState> learn) =>
        Write(operation, HttpMethod.Delete, pathAndQuery, null, StepEffect.Updates, learn, []);

    public ObjectStep<TState>.Call Action<TState>(string operation, string pathAndQuery, Func<FusionRequest, HttpAnswer, TState> learn)
    {
        var call = Write(operation, HttpMethod.Post, pathAndQuery, "{}"u8.ToArray(), StepEffect.Updates, learn, []);
        return call with { Request = call.Request with { MediaType = JsonBody.Action } };
    }

    /// <summary>A batch goes to the service root that its parts' addresses begin with.</summary>
    private BatchPart? PartAt(string pathAndQuery, string operation)
    {
        var root = pathAndQuery.IndexOf($"/{_version}/", StringComparison.Ordinal);
        return root < 0 ? null : new BatchPart(pathAndQuery[..(root + _version.Length + 2)], pathAndQuery[(root + _version.Length + 1)..], operation);
    }

    public FusionRequest Batch(string root, byte[] body, bool isQuery) =>
        new("batch", HttpMethod.Post, root, client.Options.SubmitTimeout) { Body = body, MediaType = JsonBody.Batch, FrameworkVersion = FrameworkVersion, IsQuery = isQuery };

    public FusionRequest Soap(string operation, string path, string soapAction, byte[] envelope) =>
        new(operation, HttpMethod.Post, path, client.Options.SubmitTimeout)
        {
            Body = envelope,
            MediaType = "text/xml; charset=utf-8",
            FrameworkVersion = FrameworkVersion,
            Headers = [("SOAPAction", string.Create(CultureInfo.InvariantCulture, $"\"{soapAction}\""))],
        };

    public ObjectStep<TState>.Call Write<TState>(string operation, HttpMethod method, string pathAndQuery, byte[]? body, StepEffect effect, Func<FusionRequest, HttpAnswer, TState> learn, IReadOnlyList<(string, string)> headers)
    {
        var request = new FusionRequest(operation, method, pathAndQuery, client.Options.SubmitTimeout)
        {
            Body = body,
            MediaType = JsonBody.Item,
            FrameworkVersion = FrameworkVersion,
            Headers = headers,
        };
        return new(request, effect, answer => learn(request, answer));
    }
}
