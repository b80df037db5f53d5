using Syntra.Contracts;

namespace Syntra.Topology.Encounters;

/// <summary>Counts the versions of a row that moves no money.</summary>
internal static class RowAccounts
{
    public static SourceRowAccount Received(SourceRowAccount? account, long version)
    {
        var known = account ?? new SourceRowAccount();
        var next = known with { Received = known.Received + 1 };
        return version > known.RowVersion ? next with { RowVersion = version, Applied = known.Applied + 1 }
            : version == known.RowVersion ? next with { ZeroDelta = known.ZeroDelta + 1 }
            : next with { Stale = known.Stale + 1 };
    }
}
