using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Topology.Pipeline;

/// <summary>The key of a version's items in the review topic.</summary>
public static class ReviewKey
{
    /// <summary><c>charge|version</c>.</summary>
    public static string Of(ReviewItem item) => Of(item.RecordId, item.SourceVersion);

    /// <inheritdoc cref="Of(ReviewItem)"/>
    public static string Of(string recordId, long sourceVersion) => string.Create(CultureInfo.InvariantCulture, $"{recordId}|{sourceVersion}");
}
