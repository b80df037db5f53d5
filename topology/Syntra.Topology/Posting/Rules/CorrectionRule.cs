using System.Globalization;
using System.Runtime.CompilerServices;
using Syntra.Contracts;
using Syntra.Topology.Reference;
using Column = Syntra.Topology.Reference.CrosswalkTables.Columns;
using Words = Syntra.Topology.Reference.CrosswalkTables.RuleWords;

namespace Syntra.Topology.Posting.Rules;

/// <summary>One row of the rules that finance signed, read.</summary>
/// <param name="Reference">Rule id and version, as every line names it.</param>
/// <param name="HoldAmount">Threshold in the ledger's currency; null for none.</param>
/// <param name="HoldPercent">Threshold in percent of what stands; null for none.</param>
/// <param name="AllThresholds">Held only when above every threshold given, rather than above any.</param>
/// <param name="ApproverRoles">Who may decide; never empty where anything is held.</param>
/// <param name="TwoPersons">Whether two different people have to approve.</param>
internal sealed record CorrectionRule(
    string Reference,
    HoldMode LateCharge,
    HoldMode OpenCorrection,
    HoldMode ClosedCorrection,
    decimal? HoldAmount,
    decimal? HoldPercent,
    bool AllThresholds,
    IReadOnlyList<string> ApproverRoles,
    bool TwoPersons)
{
    /// <summary>The domain of patient charges.</summary>
    public const string ChargeDomain = "charge";

    // Rows live as long as their workbook version, and are read for every posting.
    private static readonly ConditionalWeakTable<CrosswalkRow, CorrectionRule> Read = [];

    /// <summary>Code of a rule's entry in the crosswalk.</summary>
    public static string Code(string ledger, string domain) => $"{ledger}/{domain}";

    /// <summary>The rule in force for a ledger's charges on a day; null where there is none.</summary>
    public static CorrectionRule? Find(IReferenceData reference, string ledger, DateOnly day) =>
        reference.Crosswalk(CrosswalkTables.Rule, Code(ledger, ChargeDomain)).AsOf(day) is { } row ? Read.GetValue(row, Of) : null;

    /// <summary>What the rule says about a kind of posting.</summary>
    public HoldMode ModeOf(CorrectionKind kind) => kind switch
    {
        CorrectionKind.LateCharge => LateCharge,
        CorrectionKind.OpenCorrection => OpenCorrection,
        CorrectionKind.ClosedCorrection => ClosedCorrection,
        _ => HoldMode.Post,
    };

    private static CorrectionRule Of(CrosswalkRow row) => new(
        $"{row.Column(Column.RuleId)}/{row.Column(Column.RuleVersion)}",
        Mode(row.Column(Column.LateCharge)),
        Mode(row.Column(Column.OpenCorrection)),
        Mode(row.Column(Column.ClosedCorrection)),
        Threshold(row.Column(Column.HoldAmount)),
        Threshold(row.Column(Column.HoldPercent)),
        row.Column(Column.HoldWhen) == Words.Both,
        row.Column(Column.ApproverRoles) is var roles && roles == Words.None ? [] : roles.Split(Words.RoleSeparator),
        row.Column(Column.TwoPersons) == Words.Yes);

    // Lint refuses every other word; one that is published all the same must not let money through.
    private static HoldMode Mode(string word) => word switch
    {
        Words.Post => HoldMode.Post,
        Words.HoldAbove => HoldMode.HoldAbove,
        _ => HoldMode.Hold,
    };

    private static decimal? Threshold(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
}
