using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Http;

/// <summary>Who calls.</summary>
internal sealed record FusionPrincipal(string Name, FusionPrivileges Privileges, IReadOnlyList<long>? LedgerIds)
{
    /// <summary>Data security: rows of other ledgers are silently left out.</summary>
    public bool Sees(long ledgerId) => LedgerIds?.Contains(ledgerId) ?? true;

    public void Require(FusionPrivileges privilege)
    {
        if (!Privileges.HasFlag(privilege))
        {
            throw new FusionProblem(403, "You do not have sufficient privileges to perform this action.");
        }
    }
}
