namespace Syntra.Fusion.Rest;

/// <summary>One call, not yet sent.</summary>
/// <param name="Operation">Name for errors and counters; never contains values.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="PathAndQuery">From the root of the pod, escaped.</param>
/// <param name="Timeout">For the whole call, its body included.</param>
internal sealed record FusionRequest(string Operation, HttpMethod Method, string PathAndQuery, TimeSpan Timeout)
{
    public byte[]? Body { get; init; }

    public string MediaType { get; init; } = "application/json";

    /// <summary>Set on every call: the default would be version 1, and a newer default would change the meaning of <c>q</c>.</summary>
    public int FrameworkVersion { get; init; } = 4;

    /// <summary>Headers beside those of every call: Effective-Of, If-Match, Upsert-Mode, SOAPAction.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A POST that changes nothing, such as a SOAP query: trouble with it is retriable.</summary>
    public bool IsQuery { get; init; }

    public bool IsRead => IsQuery || Method == HttpMethod.Get;
}
