using System.Globalization;

namespace Syntra.Cerner.Tests.Events;

/// <summary>Notifications of the backport as a sender would write them.</summary>
internal static class Notices
{
    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    internal static string Event(long number, string id = "e1", string subscription = "1", string? resource = null, string method = "PUT", DateTimeOffset? at = null) =>
        Bundle("event-notification", number, subscription, at ?? Start.AddSeconds(number), $$$""","notificationEvent":[{"eventNumber":"{{{number}}}","timestamp":"{{{Text(at ?? Start.AddSeconds(number))}}}","focus":{"reference":"https://h.example/r4/Encounter/{{{id}}}"}}]""",
            $$$""",{"fullUrl":"https://h.example/r4/Encounter/{{{id}}}","request":{"method":"{{{method}}}","url":"Encounter/{{{id}}}"}{{{(resource is null ? "" : ",\"resource\":" + resource)}}}}""");

    internal static string Handshake(string subscription = "1", DateTimeOffset? at = null) => Bundle("handshake", 0, subscription, at ?? Start, "", "");

    internal static string Heartbeat(long count, DateTimeOffset at, string subscription = "1") => Bundle("heartbeat", count, subscription, at, "", "");

    internal static string Encounter(string id = "e1", string version = "1") =>
        $$$"""{"resourceType":"Encounter","id":"{{{id}}}","meta":{"versionId":"{{{version}}}","lastUpdated":"2026-03-01T08:00:00Z"},"status":"in-progress","subject":{"reference":"Patient/p-canary"}}""";

    private static string Bundle(string kind, long count, string subscription, DateTimeOffset at, string events, string entries) =>
        $$$"""{"resourceType":"Bundle","type":"history","timestamp":"{{{Text(at)}}}","entry":[{"resource":{"resourceType":"SubscriptionStatus","status":"active","type":"{{{kind}}}","eventsSinceSubscriptionStart":"{{{count}}}","subscription":{"reference":"https://h.example/r4/Subscription/{{{subscription}}}"}{{{events}}}},"request":{"method":"GET","url":"Subscription/$status"}}{{{entries}}}]}""";

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
