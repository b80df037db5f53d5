using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Syntra.Fusion.Rest;

/// <summary>Gives the Authorization header; renews a token before it ends and when Fusion has refused it.</summary>
internal sealed class FusionSignIn(FusionCredentials credentials, HttpClient http, TimeProvider time, TimeSpan timeout) : IDisposable
{
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _renewal = new(1, 1);
    private Token? _token;

    private sealed record Token(AuthenticationHeaderValue Header, DateTimeOffset RenewAt);

    public async ValueTask<AuthenticationHeaderValue> GetAsync(CancellationToken ct)
    {
        if (credentials is FusionCredentials.Basic basic)
        {
            return BasicHeader(basic.UserName, basic.Password);
        }

        var token = _token;
        return token is not null && time.GetUtcNow() < token.RenewAt ? token.Header : await RenewAsync(token, ct);
    }

    /// <summary>After a 401. False where another sign-in cannot change the answer.</summary>
    public bool Forget(AuthenticationHeaderValue refused)
    {
        var token = _token;
        if (credentials is FusionCredentials.Basic || token is null)
        {
            return false;
        }

        // Another call may have renewed in between; then only that newer token counts, and it is worth trying.
        if (ReferenceEquals(token.Header, refused))
        {
            Interlocked.CompareExchange(ref _token, null, token);
        }

        return true;
    }

    public void Dispose() => _renewal.Dispose();

    private async Task<AuthenticationHeaderValue> RenewAsync(Token? seen, CancellationToken ct)
    {
        await _renewal.WaitAsync(ct);
        try
        {
            if (_token is { } current && !ReferenceEquals(current, seen))
            {
                return current.Header;
            }

            _token = await FetchAsync((FusionCredentials.OAuthClient)credentials, ct);
            return _token.Header;
        }
        finally
        {
            _renewal.Release();
        }
    }

    private async Task<Token> FetchAsync(FusionCredentials.OAuthClient client, CancellationToken ct)
    {
        // A token request does nothing that could happen twice, so it counts as a read: trouble with it is retriable.
        var request = new FusionRequest("token", HttpMethod.Get, client.TokenUrl.AbsolutePath, timeout);
        using var message = new HttpRequestMessage(HttpMethod.Post, client.TokenUrl);
        message.Headers.Authorization = BasicHeader(client.ClientId, client.ClientSecret);
        var form = $"grant_type=client_credentials&scope={Uri.EscapeDataString(client.Scope)}";
        message.Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        var answer = await HttpExchange.SendAsync(http, request, message, time, ct);
        if (answer.Status is HttpStatusCode.BadRequest)
        {
            // invalid_client and invalid_scope come as 400: a matter of configuration, like 401.
            throw new FusionException(FusionErrorKind.FatalConfiguration, "token", Reports.FusionText.Quote(FusionErrors.Detail(answer.Body), []), answer.Status);
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            throw FusionErrors.FromAnswer(request, answer.Status, answer.Body, answer.RetryAfter);
        }

        return Read(request, answer.Body);
    }

    private Token Read(FusionRequest request, byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var value = document.RootElement.Text("access_token") ?? throw FusionErrors.Garbage(request, "no access_token");
            var seconds = document.RootElement.Integer("expires_in") ?? 300;
            var life = TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400));
            var margin = life / 10 < s_margin ? life / 10 : s_margin;
            return new Token(new AuthenticationHeaderValue("Bearer", value), time.GetUtcNow() + life - margin);
        }
        catch (JsonException failure)
        {
            throw FusionErrors.Garbage(request, string.Create(CultureInfo.InvariantCulture, $"{body.Length} bytes that are no JSON"), failure);
        }
    }

    private static AuthenticationHeaderValue BasicHeader(string user, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")));
}
