namespace Syntra.Cerner.Tests.Events.Unusual;

/// <summary>
/// A message that the guide or FHIR allows though few write it so, with what must become of it. <c>§</c> stands for the case's number, so
/// that the cases of one run do not meet.
/// </summary>
/// <param name="Name">What is unusual.</param>
/// <param name="Body">The body as text.</param>
/// <param name="Status">The answer.</param>
/// <param name="Becomes">Every event and request that it is answered for: <c>FullResource Encounter/e§ Update #1</c>, <c>IdOnly ...</c>.</param>
internal sealed record UnusualMessage(string Name, string Body, int Status, params string[] Becomes)
{
    /// <summary>The sender: open numbers from the start of the subscription, relative within each message.</summary>
    internal string Sender { get; init; } = "open";

    /// <summary>How often it is sent, byte for byte.</summary>
    internal int Times { get; init; } = 1;
}

/// <summary>Pieces of notifications.</summary>
internal static class Pieces
{
    internal const string At = "2026-03-01T08:00:01Z";

    internal static string Bundle(string entries, string type = "history", string more = ",\"timestamp\":\"2026-03-01T08:00:02Z\"") =>
        "{\"resourceType\":\"Bundle\"" + more + ",\"type\":\"" + type + "\",\"entry\":[" + entries + "]}";

    /// <summary>The status of R4B and R5, as an entry.</summary>
    internal static string Status(string events, string kind = "event-notification", string count = "\"1\"", string subscription = "{\"reference\":\"https://h.example/r4/Subscription/s§\"}", string more = "") =>
        "{\"fullUrl\":\"urn:uuid:292d3c72-edc1-4d8a-afaa-d85e19c7f563\",\"resource\":{\"resourceType\":\"SubscriptionStatus\"" + more + ",\"status\":\"active\",\"type\":\"" + kind
        + "\",\"eventsSinceSubscriptionStart\":" + count + ",\"subscription\":" + subscription + (events.Length == 0 ? "" : ",\"notificationEvent\":[" + events + "]") + "}}";

    /// <summary>The status of R4, as an entry.</summary>
    internal static string Parameters(string events, string kind = "event-notification", string count = "\"valueString\":\"1\"", string subscription = "\"valueReference\":{\"reference\":\"https://h.example/r4/Subscription/s§\"}", string more = "") =>
        "{\"resource\":{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"subscription\"," + subscription + "},{\"name\":\"topic\",\"valueCanonical\":\"http://h.example/topics/admission|1.0\"},"
        + "{\"name\":\"status\",\"valueCode\":\"active\"},{\"name\":\"type\",\"valueCode\":\"" + kind + "\"},{\"name\":\"events-since-subscription-start\"," + count + "}"
        + more + (events.Length == 0 ? "" : "," + events) + "]}}";

    /// <summary>An event of R4B and R5.</summary>
    internal static string Event(string focus = "Encounter/e§", string number = "\"1\"", string at = At, string more = "") =>
        "{\"eventNumber\":" + number + (at.Length == 0 ? "" : ",\"timestamp\":\"" + at + "\"") + (focus.Length == 0 ? "" : ",\"focus\":{\"reference\":\"" + focus + "\"}") + more + "}";

    /// <summary>An event of R4.</summary>
    internal static string Part(string focus = "\"valueReference\":{\"reference\":\"Encounter/e§\"}", string number = "\"valueString\":\"1\"", string at = "\"valueInstant\":\"" + At + "\"", string more = "") =>
        "{\"name\":\"notification-event\",\"part\":[{\"name\":\"event-number\"," + number + "}" + (at.Length == 0 ? "" : ",{\"name\":\"timestamp\"," + at + "}")
        + (focus.Length == 0 ? "" : ",{\"name\":\"focus\"," + focus + "}") + more + "]}";

    /// <summary>An entry behind the status.</summary>
    internal static string Entry(string resource = "", string fullUrl = "https://h.example/r4/Encounter/e§", string method = "PUT", string url = "Encounter/e§") =>
        "{" + (fullUrl.Length == 0 ? "" : "\"fullUrl\":\"" + fullUrl + "\",") + (resource.Length == 0 ? "" : "\"resource\":" + resource + ",")
        + "\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"},\"response\":{\"status\":\"200\"}}";

    internal static string Encounter(string more = "", string id = "e§", string meta = "\"meta\":{\"versionId\":\"1\",\"lastUpdated\":\"2026-03-01T08:00:00Z\"},") =>
        "{\"resourceType\":\"Encounter\",\"id\":\"" + id + "\"," + meta + "\"status\":\"in-progress\"" + more + "}";

    /// <summary>A full-resource notification of R4B whose one Encounter holds something unusual.</summary>
    internal static string Full(string encounter) => Bundle(Status(Event()) + "," + Entry(encounter));
}
