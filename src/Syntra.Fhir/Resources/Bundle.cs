using Syntra.Fhir.Reading;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Resources;

/// <summary>A bundle. An entry whose resource cannot be read does not spoil the others: it says so itself.</summary>
public sealed record Bundle : FhirResource
{
    internal Bundle(FhirNode node)
        : base(node)
    {
        Type = node.Text("type");
        Timestamp = node.Instant("timestamp");
        Total = node.Integer("total");
        Links = node.Many("link", BundleLink.Read);
        Entries = node.Many("entry", BundleEntry.Read);
    }

    /// <summary>history, searchset, collection and so on.</summary>
    public string? Type { get; init; }

    /// <summary>When it was put together.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Matches of a search, where told.</summary>
    public long? Total { get; init; }

    /// <summary>self, next, previous.</summary>
    public IReadOnlyList<BundleLink> Links { get; init; }

    /// <summary>Its entries.</summary>
    public IReadOnlyList<BundleEntry> Entries { get; init; }

    /// <summary>The next page, to be followed as it is; null on the last.</summary>
    public string? Next => Links.FirstOrDefault(l => l.Relation == "next")?.Url;
}

/// <summary>A link of a bundle.</summary>
public sealed record BundleLink : FhirType
{
    /// <summary>self, next, previous and so on.</summary>
    public string? Relation { get; init; }

    /// <summary>Where to.</summary>
    public string? Url { get; init; }

    internal static BundleLink Read(FhirNode node) => new() { Relation = node.Text("relation"), Url = node.Text("url") };
}

/// <summary>An entry of a bundle.</summary>
public sealed record BundleEntry : FhirType
{
    /// <summary>URI of the resource.</summary>
    public string? FullUrl { get; init; }

    /// <summary>The resource; null where the entry has none, or none that can be read.</summary>
    public FhirResource? Resource { get; init; }

    /// <summary>The resource as it stands in the document; empty where the entry has none.</summary>
    public ReadOnlyMemory<byte> ResourceBytes { get; init; }

    /// <summary>Why the resource cannot be read; null where it can.</summary>
    public FhirException? Problem { get; init; }

    /// <summary>GET, POST, PUT, DELETE: what was done.</summary>
    public string? Method { get; init; }

    /// <summary>What it was done to.</summary>
    public string? Url { get; init; }

    /// <summary>match, include or outcome, in a search.</summary>
    public string? SearchMode { get; init; }

    internal static BundleEntry Read(FhirNode node)
    {
        var entry = node.One("request", n => new BundleEntry { Method = n.Text("method"), Url = n.Text("url") }) ?? new BundleEntry();
        entry = entry with
        {
            FullUrl = node.Text("fullUrl"),
            SearchMode = node.One("search", n => new BundleEntry { SearchMode = n.Text("mode") })?.SearchMode,
            ResourceBytes = node.One("resource", n => n.Bytes),
        };
        var depth = node.Path.Depth;
        try
        {
            return entry with { Resource = node.One("resource", ResourceTypes.Read) };
        }
        catch (FhirException problem)
        {
            node.Path.Return(depth);
            return entry with { Problem = problem };
        }
    }
}
