using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Smart;

namespace Syntra.Cerner.Tests.Fhir;

/// <summary>Answers by a script and keeps what it was asked.</summary>
internal sealed class ScriptedServer(Func<HttpRequestMessage, int, HttpResponseMessage> script) : HttpMessageHandler
{
    internal const string Root = "https://ehr.example/r4/t1";

    internal List<Uri> Asked { get; } = [];

    internal List<string?> Tokens { get; } = [];

    internal List<string> Bodies { get; } = [];

    internal InstantClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(60));

    internal static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/fhir+json") };

    internal static HttpResponseMessage Outcome(int status, string code, string severity = "error", int? retryAfter = null)
    {
        var answer = Json($$$"""{"resourceType":"OperationOutcome","issue":[{"severity":"{{{severity}}}","code":"{{{code}}}","diagnostics":"canary Smith","details":{"text":"canary Smith"}}]}""", (HttpStatusCode)status);
        if (retryAfter is { } seconds)
        {
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        }

        return answer;
    }

    internal static string Page(string? next, params ReadOnlySpan<string> entries)
    {
        var link = next is null ? "" : $$""","link":[{"relation":"next","url":"{{next}}"}]""";
        return $$"""{"resourceType":"Bundle","type":"searchset"{{link}},"entry":[{{string.Join(',', entries.ToArray())}}]}""";
    }

    internal static string Entry(string id, int version = 1, string type = "Practitioner") =>
        $$$"""{"resource":{"resourceType":"{{{type}}}","id":"{{{id}}}","meta":{"versionId":"{{{version}}}"}},"search":{"mode":"match"}}""";

    internal FhirClient Client(ITokenSource? tokens = null, Func<FhirClientOptions, FhirClientOptions>? change = null)
    {
        var options = new FhirClientOptions { Base = new Uri(Root) };
        return new FhirClient(new HttpClient(this), change?.Invoke(options) ?? options, tokens, Clock, NullLoggerFactory.Instance);
    }

    internal async Task<(List<string> Found, WalkReport Report)> SearchAsync(FhirClient client, string query = "active=true")
    {
        var report = new WalkReport();
        var found = new List<string>();
        await foreach (var page in client.SearchAsync("Practitioner", query, report, CancellationToken.None))
        {
            found.AddRange(page.Select(r => r.Head.Id + "|" + r.Head.Meta?.VersionId));
        }

        return (found, report);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!);
        Tokens.Add(request.Headers.Authorization?.Parameter);
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        return script(request, Asked.Count);
    }
}

/// <summary>A clock whose pauses are over at once and move it on; time limits never come.</summary>
internal sealed class InstantClock(DateTimeOffset now, TimeSpan never) : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = now;

    internal List<TimeSpan> Pauses { get; } = [];

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= never)
        {
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Pauses.Add(dueTime);
        Now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
