using System.Collections.Frozen;
using System.Security.Cryptography;
using Syntra.Contracts;
using Syntra.Topology.Posting.Review;

namespace Syntra.Simulation.Setup;

/// <summary>The people who decide, with their roles and, where decisions are signed, their keys. Keys are new in every process; nothing in a history depends on them.</summary>
internal sealed class Reviewers : IDisposable
{
    private const string Operator = "ops";

    private static readonly FrozenDictionary<string, string[]> Roles = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["ann"] = ["controller", "cfo"], ["bob"] = ["controller", "clerk"], ["carol"] = ["controller"], [Operator] = ["operator"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ECDsa> _keys =
        Roles.Keys.ToFrozenDictionary(user => user, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256), StringComparer.Ordinal);

    /// <summary>Their rows of the workbook.</summary>
    public IEnumerable<CrosswalkEntry> Entries => Roles.Select(r => Hospital.Entry("approver", r.Key, Hospital.Row(
        new DateOnly(2000, 1, 1), null, ("roles", string.Join(';', r.Value)), ("public_key", Convert.ToBase64String(_keys[r.Key].ExportSubjectPublicKeyInfo())))));

    /// <summary>A decision signed by the person that it names, or by somebody else in that name.</summary>
    /// <returns>The decision, and whether it is that person's, in a role of theirs.</returns>
    public (ReviewDecision Decision, bool IsTaken) Sign(string tenant, ReviewDecision decision, bool isForged)
    {
        var user = decision.Who.Trim().ToLowerInvariant();
        var signed = DecisionSignature.Sign(tenant, decision, _keys[isForged ? Roles.Keys.First(k => k != user) : user]);
        return (signed, !isForged && Roles[user].Contains(decision.Role));
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }
}
