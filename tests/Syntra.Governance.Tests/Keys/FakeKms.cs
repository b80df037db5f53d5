using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Syntra.Governance.Tests.Keys;

/// <summary>An HTTP server that speaks KMS's JSON 1.1 protocol: real wrapping, real refusals, and outages on demand.</summary>
internal sealed class FakeKms : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();

    private FakeKms(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/", Handle);
        State = new FakeKmsState(time);
    }

    public FakeKmsState State { get; }

    /// <summary>Answers 503 as an overloaded or broken region does.</summary>
    public bool Down { get; set; }

    /// <summary>Operations that arrived, in order, those refused included.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public IAmazonKeyManagementService Client { get; private set; } = null!;

    public static async Task<FakeKms> StartAsync(TimeProvider time)
    {
        var kms = new FakeKms(time);
        await kms._app.StartAsync();
        kms.Client = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonKeyManagementServiceConfig { ServiceURL = kms._app.Urls.First(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        return kms;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private async Task Handle(HttpContext http)
    {
        var target = http.Request.Headers["X-Amz-Target"].ToString();
        var operation = target.StartsWith("TrentService.", StringComparison.Ordinal) ? target["TrentService.".Length..] : "";
        Calls.Enqueue(operation);
        var body = (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
        http.Response.ContentType = "application/x-amz-json-1.1";
        try
        {
            if (Down)
            {
                throw new FakeKmsError("KMSInternalException", 503);
            }

            if (!http.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=test/", StringComparison.Ordinal))
            {
                throw new FakeKmsError("MissingAuthenticationTokenException", 400);
            }

            JsonObject answer;
            lock (_gate)
            {
                answer = State.Answer(operation, body);
            }

            await http.Response.WriteAsync(answer.ToJsonString());
        }
        catch (FakeKmsError e)
        {
            http.Response.StatusCode = e.Status;
            await http.Response.WriteAsync(new JsonObject { ["__type"] = e.Type, ["message"] = e.Type }.ToJsonString());
        }
    }
}
