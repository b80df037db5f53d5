using System.Net;
using System.Net.Sockets;

namespace Syntra.Fusion.Rest;

internal sealed record HttpAnswer(HttpStatusCode Status, byte[] Body, TimeSpan? RetryAfter)
{
    /// <summary>For If-Match, as it came.</summary>
    public string? ETag { get; init; }
}

/// <summary>One request and its whole answer, within the request's time; failures come out as <see cref="FusionException"/>.</summary>
internal static class HttpExchange
{
    public static async Task<HttpAnswer> SendAsync(HttpClient http, FusionRequest request, HttpRequestMessage message, TimeProvider time, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(request.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            // Fusion drops a body without Content-Length and answers as if it were empty.
            message.Headers.TransferEncodingChunked = false;
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, both.Token);
            var body = await response.Content.ReadAsByteArrayAsync(both.Token);
            return new HttpAnswer(response.StatusCode, body, FusionErrors.RetryAfter(response.Headers.RetryAfter, time.GetUtcNow())) { ETag = response.Headers.ETag?.ToString() };
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw FusionErrors.FromTimeout(request, failure);
        }
        catch (HttpRequestException failure)
        {
            throw FusionErrors.FromTransport(request, failure);
        }
        catch (SocketException failure)
        {
            // A connection that is reset in the moment it stands leaves the handler untranslated; the safe reading is that nobody knows.
            throw FusionErrors.FromTransport(request, new HttpRequestException(HttpRequestError.Unknown, "connection lost", failure));
        }
        catch (IOException failure)
        {
            throw FusionErrors.Garbage(request, "the answer broke off", failure);
        }
    }
}
