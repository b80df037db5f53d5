using System.Net;
using System.Text;

namespace Syntra.Fusion.Tests.Rest;

/// <summary>Answers calls from a script and remembers what it was asked.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public List<(string Method, string Target, string? Authorization, string? Version, long? Length, bool? Chunked, string Body)> Seen { get; } = [];

    public ScriptedHandler Answer(HttpStatusCode status, string body, Action<HttpResponseMessage>? more = null) => Do((_, _) =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        more?.Invoke(response);
        return Task.FromResult(response);
    });

    public ScriptedHandler Fail(HttpRequestError error) => Do((_, _) => throw new HttpRequestException(error));

    public ScriptedHandler Hang() => Do(async (_, ct) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        throw new InvalidOperationException("never");
    });

    public ScriptedHandler Do(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> step)
    {
        _script.Enqueue(step);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var version = request.Headers.TryGetValues("REST-Framework-Version", out var values) ? string.Join(',', values) : null;
        Seen.Add((request.Method.Method, Uri.UnescapeDataString(request.RequestUri!.PathAndQuery), request.Headers.Authorization?.ToString(), version,
            request.Content?.Headers.ContentLength, request.Headers.TransferEncodingChunked, body));
        return _script.Count == 0 ? throw new InvalidOperationException("nobody wrote an answer to this call") : await _script.Dequeue()(request, cancellationToken);
    }
}
