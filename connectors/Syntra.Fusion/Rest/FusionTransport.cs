using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Syntra.Fusion.Rest;

/// <summary>
/// Sends calls: signs in, repeats once after a 401 with a new token, repeats reads that are retriable, never repeats a write
/// (whether a write may be repeated is the state machine's decision).
/// </summary>
internal sealed class FusionTransport : IDisposable
{
    private static readonly Counter<long> s_calls = FusionMetrics.Meter.CreateCounter<long>("syntra.fusion.calls", description: "HTTP calls by operation and outcome");
    private static readonly MediaTypeWithQualityHeaderValue s_json = new("application/json");
    private readonly FusionClientOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly FusionSignIn _signIn;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline _reads;

    public FusionTransport(FusionClientOptions options, HttpMessageHandler handler, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpClient(handler, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = options.MaximumAnswerBytes,
        };
        _signIn = new FusionSignIn(options.Credentials, _http, time, options.ReadTimeout);
        _slots = new SemaphoreSlim(options.MaximumConcurrentCalls);
        _reads = BuildReads(options, time);
    }

    /// <summary>The JSON of a successful answer.</summary>
    public async Task<JsonDocument> SendAsync(FusionRequest request, CancellationToken ct) =>
        request.IsRead
            ? await _reads.ExecuteAsync(static async (s, token) => await s.Self.OnceAsync(s.Request, token), (Self: this, Request: request), ct)
            : await OnceAsync(request, ct);

    /// <summary>The answer of a 2xx, once and without a slot: for callers that limit and repeat by themselves.</summary>
    public async Task<HttpAnswer> ExchangeAsync(FusionRequest request, CancellationToken ct)
    {
        try
        {
            var answer = await SignedInAsync(request, ct);
            Count(request, "ok");
            return answer;
        }
        catch (FusionException failure)
        {
            Count(request, failure.Kind.ToString());
            throw;
        }
    }

    public void Dispose()
    {
        _signIn.Dispose();
        _http.Dispose();
        _slots.Dispose();
    }

    private static ResiliencePipeline BuildReads(FusionClientOptions options, TimeProvider time)
    {
        if (options.ReadRetries == 0)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<FusionException>(e => e.Kind == FusionErrorKind.Retriable),
            MaxRetryAttempts = options.ReadRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            MaxDelay = options.MaximumRetryDelay,
            DelayGenerator = static a => ValueTask.FromResult((a.Outcome.Exception as FusionException)?.RetryAfter),
        }).Build();
    }

    private async Task<JsonDocument> OnceAsync(FusionRequest request, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        try
        {
            var document = Parse(request, await SignedInAsync(request, ct));
            Count(request, "ok");
            return document;
        }
        catch (FusionException failure)
        {
            Count(request, failure.Kind.ToString());
            throw;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<HttpAnswer> SignedInAsync(FusionRequest request, CancellationToken ct)
    {
        var (answer, used) = await SendWithAsync(request, ct);
        if (answer.Status == HttpStatusCode.Unauthorized && _signIn.Forget(used))
        {
            (answer, _) = await SendWithAsync(request, ct);
        }

        return (int)answer.Status is >= 200 and < 300 ? answer : throw FusionErrors.FromAnswer(request, answer.Status, answer.Body, answer.RetryAfter);
    }

    private async Task<(HttpAnswer Answer, AuthenticationHeaderValue Used)> SendWithAsync(FusionRequest request, CancellationToken ct)
    {
        var authorization = await _signIn.GetAsync(ct);
        using var message = new HttpRequestMessage(request.Method, new Uri(_options.BaseUrl, request.PathAndQuery));
        message.Headers.Authorization = authorization;
        message.Headers.Accept.Add(s_json);
        message.Headers.Add("REST-Framework-Version", request.FrameworkVersion.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.MediaType);
        }

        return (await HttpExchange.SendAsync(_http, request, message, _time, ct), authorization);
    }

    private static JsonDocument Parse(FusionRequest request, HttpAnswer answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Body);
        }
        catch (JsonException failure)
        {
            throw FusionErrors.Garbage(request, $"{answer.Body.Length} bytes that are no JSON", failure);
        }
    }

    private static void Count(FusionRequest request, string outcome) =>
        s_calls.Add(1, new KeyValuePair<string, object?>("operation", request.Operation), new KeyValuePair<string, object?>("outcome", outcome));
}
