using System.Security.Cryptography;
using Syntra.Contracts;
using Syntra.Topology.Posting.Review;
using Syntra.Topology.Workbook;

namespace Syntra.Topology.Tests.Support;

/// <summary>People with keys, and a workbook that names them.</summary>
internal static class Signers
{
    private static readonly Dictionary<string, ECDsa> Keys = new(StringComparer.Ordinal)
    {
        ["ada"] = ECDsa.Create(ECCurve.NamedCurves.nistP256), ["bob"] = ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    /// <summary>The sample workbook with other rules and with ada (controller) and bob (controller, clerk) as approvers.</summary>
    public static CompiledWorkbook Workbook(string rule, string bobUntil = "") => Sample.Compile(
    [
        .. Sample.Files.Select(f => f.Name == "rules.csv" ? f with { Text = f.Text.Replace("POST,POST,POST,NONE,NONE,ANY,NONE,NO", rule, StringComparison.Ordinal) } : f),
        new WorkbookFile("approvers.csv", $"user,roles,public_key,valid_from,valid_to\nada,controller,{Public("ada")},2020-01-01,\nbob,controller;clerk,{Public("bob")},2020-01-01,{bobUntil}\n"),
    ]);

    public static string Public(string who) => Convert.ToBase64String(Keys[who].ExportSubjectPublicKeyInfo());

    /// <summary>A decision about an item, signed with somebody's key.</summary>
    public static ReviewDecision Decision(ReviewItem item, string who, string role = "controller", string? key = null, DecisionKind kind = DecisionKind.Approve) => Signed(
        new ReviewDecision
        {
            RecordId = item.RecordId, SourceVersion = item.SourceVersion, Decision = kind, ItemId = item.ItemId, FactsHash = item.FactsHash,
            Who = who, Role = role, At = Sample.ReadAt, Reason = "by test",
        },
        key ?? who);

    public static ReviewDecision Signed(ReviewDecision decision, string key) => DecisionSignature.Sign(Sample.Tenant, decision, Keys[key]);
}
