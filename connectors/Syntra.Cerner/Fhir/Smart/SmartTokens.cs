using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Fhir.Client;

namespace Syntra.Cerner.Fhir.Smart;

/// <summary>
/// Access tokens by SMART backend services. One token is shared and renewed before it ends, so a long walk goes on under a new one; whoever
/// needs one meanwhile waits for the same request. Thread-safe.
/// </summary>
public sealed class SmartTokens(HttpClient http, FhirClientOptions server, SmartSettings settings, TimeProvider time, ILoggerFactory loggers) : ITokenSource, IDisposable
{
    private const int MaxAnswerBytes = 64 << 10;
    private static readonly TimeSpan DefaultLife = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = loggers.CreateLogger<SmartTokens>();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ServerRoot _root = new(server.Base);
    private volatile Held? _held;
    private (SmartEndpoint Endpoint, DateTimeOffset Until)? _discovered;

    /// <inheritdoc />
    public async ValueTask<string> GetAsync(CancellationToken ct)
    {
        if (_held is { } held && time.GetUtcNow() < held.RenewAt)
        {
            return held.Token;
        }

        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (_held is { } now && time.GetUtcNow() < now.RenewAt)
            {
                return now.Token;
            }

            _held = await RenewAsync(ct).ConfigureAwait(false);
            return _held.Token;
        }
        catch (FhirFaultException fault) when (fault.IsRetriable && _held is { } old && time.GetUtcNow() < old.EndsAt)
        {
            // The old one is good for a little yet, and the next call tries again.
            _log.LogWarning("The token could not be renewed ({Kind}); the old one goes on", fault.Kind);
            return old.Token;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Forget(string token)
    {
        if (_held is { } held && held.Token == token)
        {
            _held = null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<Held> RenewAsync(CancellationToken ct)
    {
        var endpoint = await DiscoverAsync(ct).ConfigureAwait(false);
        var asked = time.GetUtcNow();
        var scope = endpoint.Scope(settings);
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Token)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"), new("scope", scope), new("client_assertion_type", ClientAssertion.Type),
                new("client_assertion", ClientAssertion.Make(settings, endpoint.Token, asked)),
            ]),
        };
        using var body = await SendAsync(request, "token", ct).ConfigureAwait(false);
        return Read(body.Memory, asked, scope);
    }

    private async Task<SmartEndpoint> DiscoverAsync(CancellationToken ct)
    {
        if (_discovered is { } known && time.GetUtcNow() < known.Until)
        {
            return known.Endpoint;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, _root.Of(".well-known/smart-configuration"));
        using var body = await SendAsync(request, "smart-configuration", ct).ConfigureAwait(false);
        var endpoint = SmartEndpoint.Read(body.Memory, server.Base, settings);
        _discovered = (endpoint, time.GetUtcNow() + settings.DiscoveryLife);
        return endpoint;
    }

    // Once only: the one who needs the token has its own pauses, and an assertion must not be sent twice.
    private async Task<BodyBuffer> SendAsync(HttpRequestMessage request, string what, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(server.CallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var body = new BodyBuffer();
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            await body.FillAsync(await answer.Content.ReadAsStreamAsync(both.Token).ConfigureAwait(false), answer.Content.Headers.ContentLength, MaxAnswerBytes, both.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return body;
            }

            // OAuth answers 400 to credentials that it does not take (invalid_client, invalid_scope).
            throw (int)answer.StatusCode is 400 or 401 or 403
                ? new FhirFaultException(FhirFaultKind.Unauthorized, what + " is refused: " + ErrorOf(body.Memory), (int)answer.StatusCode)
                : FaultMapper.Of((int)answer.StatusCode, default, FaultMapper.RetryAfter(answer.Headers.RetryAfter, time.GetUtcNow()), what);
        }
        catch (Exception e)
        {
            body.Dispose();
            if (e is HttpRequestException { InnerException: FhirFaultException guarded })
            {
                throw guarded;
            }

            if (e is HttpRequestException or IOException or SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                throw new FhirFaultException(FhirFaultKind.Unreachable, what + ": " + e.GetType().Name, inner: e);
            }

            throw;
        }
    }

    private Held Read(ReadOnlyMemory<byte> json, DateTimeOffset asked, string scope)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (!root.TryGetProperty("access_token", out var token) || token.GetString() is not { Length: > 0 } text
                || (root.TryGetProperty("token_type", out var type) && !string.Equals(type.GetString(), "bearer", StringComparison.OrdinalIgnoreCase)))
            {
                throw new FhirFaultException(FhirFaultKind.Unreadable, "the token endpoint gives no bearer token");
            }

            if (root.TryGetProperty("scope", out var granted))
            {
                Compare(scope, granted.GetString() ?? "");
            }

            var life = root.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var n) && n > 0 ? TimeSpan.FromSeconds(n) : DefaultLife;
            var renewAfter = life - settings.RenewBefore > life / 2 ? life - settings.RenewBefore : life / 2;
            return new Held(text, asked + renewAfter, asked + life);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FhirFaultException(FhirFaultKind.Unreadable, "the answer of the token endpoint", inner: e);
        }
    }

    // A server may grant less than was asked for; what is missing shows here and not as a 403 somewhere.
    private void Compare(string asked, string granted)
    {
        var missing = asked.Split(' ').Except(granted.Split(' '), StringComparer.Ordinal).ToList();
        if (missing.Count > 0 && granted.Length > 0)
        {
            _log.LogWarning("The server grants {Missing} scopes fewer than asked, first {Scope}: its resources will be refused", missing.Count, missing[0]);
        }
    }

    private static string ErrorOf(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var error = document.RootElement.TryGetProperty("error", out var value) ? value.GetString() : null;
            return error is "invalid_request" or "invalid_client" or "invalid_grant" or "unauthorized_client" or "unsupported_grant_type" or "invalid_scope" ? error : "other";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "other";
        }
    }

    private sealed record Held(string Token, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
}
