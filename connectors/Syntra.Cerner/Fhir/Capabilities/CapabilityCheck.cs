using Syntra.Fhir.Resources;

namespace Syntra.Cerner.Fhir.Capabilities;

/// <summary>Something that a server does not declare, and what that costs.</summary>
/// <param name="Resource">Resource type; null for the server as a whole.</param>
/// <param name="Missing">For example <c>_lastUpdated</c>.</param>
/// <param name="Cost">What we do instead, or what we cannot do.</param>
/// <param name="IsFatal">Whether the resource cannot be polled at all.</param>
public sealed record CapabilityGap(string? Resource, string Missing, string Cost, bool IsFatal)
{
    /// <inheritdoc />
    public override string ToString() => $"{Resource ?? "server"} does not declare {Missing}: {Cost}";
}

/// <summary>Compares what is to be polled with what a server declares. Pure.</summary>
public static class CapabilityCheck
{
    /// <summary>Search parameter by which changes are found.</summary>
    internal const string LastUpdated = "_lastUpdated";

    /// <summary>The gaps, by resource type in the order given.</summary>
    /// <param name="statement">Of the server.</param>
    /// <param name="wanted">Resource types, each with the names of the search parameters of its configured query.</param>
    public static IReadOnlyList<CapabilityGap> Examine(CapabilityStatement statement, IReadOnlyList<(string Type, IReadOnlyList<string> Parameters)> wanted)
    {
        var declared = Declared(statement);
        var gaps = new List<CapabilityGap>();
        if (statement.FhirVersion is not (null or "4.0.0" or "4.0.1"))
        {
            gaps.Add(new CapabilityGap(null, "FHIR R4", "resources are read as R4, and what differs becomes dead letters", IsFatal: false));
        }

        if (!declared.ContainsKey("Subscription"))
        {
            gaps.Add(new CapabilityGap(null, "Subscription", "no webhooks of its own and no $events: what changes is found by polling, or told by another sender", IsFatal: false));
        }

        foreach (var (type, parameters) in wanted)
        {
            gaps.AddRange(Examine(type, declared.GetValueOrDefault(type), parameters));
        }

        return gaps;
    }

    /// <summary>Whether changes of a type can be searched for by time.</summary>
    public static bool HasWindows(CapabilityStatement statement, string type) => Declared(statement).GetValueOrDefault(type)?.SearchParameters.Contains(LastUpdated) == true;

    private static IEnumerable<CapabilityGap> Examine(string type, CapabilityResource? resource, IReadOnlyList<string> parameters)
    {
        if (resource is null)
        {
            yield return new CapabilityGap(type, "the resource", "it cannot be polled; take it out of sources.yaml", IsFatal: true);
            yield break;
        }

        if (!resource.Interactions.Contains("search-type"))
        {
            yield return new CapabilityGap(type, "search", "it cannot be polled; it can only be read by an id that something else tells", IsFatal: true);
        }

        if (!resource.Interactions.Contains("read"))
        {
            yield return new CapabilityGap(type, "read", "a notification that brings only an id, and what was merged, cannot be fetched", IsFatal: false);
        }

        if (!resource.SearchParameters.Contains(LastUpdated))
        {
            yield return new CapabilityGap(type, LastUpdated, "every poll walks all matches of its query and finds changes by comparing; a gap of webhooks is filled the same way", IsFatal: false);
        }

        if (!resource.Interactions.Contains("vread") && !resource.Interactions.Contains("history-instance"))
        {
            yield return new CapabilityGap(type, "history", "of several changes between two polls only the last is seen", IsFatal: false);
        }

        foreach (var parameter in parameters.Where(p => !resource.SearchParameters.Contains(p.Split(':')[0]) && p is not ("_count" or LastUpdated)))
        {
            yield return new CapabilityGap(type, parameter, "the server may ignore it and answer with everything, or refuse the search", IsFatal: false);
        }
    }

    private static Dictionary<string, CapabilityResource> Declared(CapabilityStatement statement) =>
        statement.Rest.Where(r => r.Mode is null or "server").SelectMany(r => r.Resources).Where(r => r.Type is not null)
            .GroupBy(r => r.Type!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
}
