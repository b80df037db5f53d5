using System.Globalization;
using Syntra.Contracts;
using Syntra.Topology.Encounters;
using Syntra.Topology.Posting.Rules;

namespace Syntra.Topology.Posting.Review;

/// <summary>Says why an item is held and where it comes from, in codes, tokens and money only.</summary>
internal sealed class ReviewReasons(string tenant)
{
    private readonly string _rawTopic = new TopicNames(tenant).RawCharge;
    private readonly string _deleteTopic = new TopicNames(tenant).RawDelete;

    public static string Sentence(Outcome.Leaves held, string currency)
    {
        var what = held.Correction.Kind switch
        {
            CorrectionKind.LateCharge => "late charges of closed periods",
            CorrectionKind.ClosedCorrection => "corrections of closed periods",
            _ => "corrections of open periods",
        };
        var rule = held.Rule;
        return rule.ModeOf(held.Correction.Kind) == HoldMode.HoldAbove
            ? $"Rule {rule.Reference} holds {what} above {Thresholds(rule, currency)}; this one moves {Text(held.Correction.Effect)} {currency}."
            : $"Rule {rule.Reference} holds all {what}; this one moves {Text(held.Correction.Effect)} {currency}.";
    }

    /// <summary>Where a version comes from and what it meets.</summary>
    public IReadOnlyList<string> Chain(PostedCharge charge, ReceivedCharge version, EffectiveEncounter encounter)
    {
        var chain = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"record {(version.Deleted ? _deleteTopic : _rawTopic)}/{version.Partition}/{version.Offset}"),
        };
        if (encounter.Facts.Length > 0)
        {
            chain.AddRange(encounter.Chain.Select(token => $"encounter {token}"));
        }

        if (charge.Standing is { } standing)
        {
            chain.Add(string.Create(CultureInfo.InvariantCulture, $"posting {standing.IdempotencyKey} of version {standing.SourceVersion}"));
        }

        return chain;
    }

    private static string Thresholds(CorrectionRule rule, string currency)
    {
        var amount = rule.HoldAmount is { } most ? $"{Text(most)} {currency}" : null;
        var percent = rule.HoldPercent is { } share ? $"{Text(share)} percent" : null;
        return string.Join(rule.AllThresholds ? " and " : " or ", new[] { amount, percent }.OfType<string>());
    }

    private static string Text(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
