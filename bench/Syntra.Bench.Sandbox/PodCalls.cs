using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Syntra.Bench.Sandbox;

/// <summary>Calls with the headers that the object delivery sends.</summary>
internal sealed class PodCalls : IDisposable
{
    internal const string Client = "syntra-bench";
    internal const string Secret = "not-a-secret-of-anybody";
    internal const string Item = "application/vnd.oracle.adf.resourceitem+json";
    internal const string Batch = "application/vnd.oracle.adf.batch+json";
    private readonly HttpClient http;

    internal PodCalls(Uri pod) => http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 16 }) { BaseAddress = pod };

    internal async Task SignInAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Client, ["client_secret"] = Secret, ["scope"] = "urn:opc:resource:consumer::all",
        });
        using var answer = await http.PostAsync("oauth2/v1/token", form).ConfigureAwait(false);
        var token = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>().ConfigureAwait(false))!["access_token"]!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Add("REST-Framework-Version", "4");
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Sends, and reads the answer of a 2xx.</summary>
    internal async Task<byte[]> SendAsync(HttpMethod method, string path, string? body, string mediaType = Item, params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var message = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        using var answer = await http.SendAsync(message).ConfigureAwait(false);
        var bytes = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? bytes : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(bytes)}");
    }

    public void Dispose() => http.Dispose();
}
