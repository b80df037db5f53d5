using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Cli.Runtime;

/// <summary>The topics of a tenant's charge flow.</summary>
internal static class ChargeTopics
{
    /// <summary>Name of the streams application: its consumer group and the prefix of its changelogs.</summary>
    /// <remarks>Its stores hold tokens, so each version of the token key has an application of its own; the first one has the plain name.</remarks>
    internal static string ApplicationId(TopicNames topics, int tokenVersion) => topics.Tenant + "-charges" + (tokenVersion == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-t{tokenVersion}"));

    /// <summary>Changelog of the watermark table.</summary>
    internal static string PostedChangelog(TopicNames topics, int tokenVersion) => ApplicationId(topics, tokenVersion) + "-posted-changelog";

    /// <summary>Topics that must be there before anything starts; the engine makes its changelogs by itself.</summary>
    internal static IReadOnlyList<TopicDefinition> Definitions(TopicNames topics, int partitions) =>
    [
        new(topics.RawCharge, partitions, Compacted: false),
        new(topics.RawDelete, partitions, Compacted: false),
        new(topics.RawEncounter, partitions, Compacted: false),
        new(topics.RawEncounterCombine, partitions, Compacted: false),
        new(topics.RawPersonCombine, partitions, Compacted: false),
        new(topics.Encounter, partitions, Compacted: true),
        new(topics.Review, partitions, Compacted: true),
        new(topics.ReviewDecision, partitions, Compacted: false),
        new(topics.SourceWatermark, 1, Compacted: true),
        new(topics.Crosswalk, 1, Compacted: true),
        new(topics.Calendar, 1, Compacted: true),
        new(topics.Journal, partitions, Compacted: false),
        new(topics.JournalReceipt, partitions, Compacted: false),
        new(topics.Parked, partitions, Compacted: true),
        new(topics.DeadLetters, partitions, Compacted: false),
        new(topics.AnalyticsCharge, partitions, Compacted: false),
        new(topics.Delivery, 1, Compacted: true),
        new(topics.Reconciliation, 1, Compacted: true),
    ];
}
