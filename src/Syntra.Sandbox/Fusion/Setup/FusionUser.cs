namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>What a role lets its holder call; without it the answer is 403.</summary>
[Flags]
public enum FusionPrivileges
{
    /// <summary>Signs in, may call nothing.</summary>
    None = 0,

    /// <summary>erpintegrations and the scheduler.</summary>
    Integration = 1,

    /// <summary>journalBatches, ledgerBalances, accountingPeriodStatusLOV.</summary>
    GeneralLedger = 2,

    /// <summary>Customers, assets, workers, value sets, requisitions.</summary>
    Objects = 4,

    /// <summary>Everything.</summary>
    All = Integration | GeneralLedger | Objects,
}

/// <summary>A service user with a password (Basic).</summary>
/// <param name="Name">User name.</param>
/// <param name="Password">Password.</param>
public sealed record FusionUser(string Name, string Password)
{
    /// <summary>Function security.</summary>
    public FusionPrivileges Privileges { get; init; } = FusionPrivileges.All;

    /// <summary>Data security: ledgers whose rows this user sees; null = all. Others come back as empty collections, not as an error.</summary>
    public IReadOnlyList<long>? LedgerIds { get; init; }
}

/// <summary>A confidential application for the client-credentials grant.</summary>
/// <param name="ClientId">Client id, also its user name in Fusion.</param>
/// <param name="Secret">Client secret.</param>
public sealed record FusionClient(string ClientId, string Secret)
{
    /// <summary>Function security.</summary>
    public FusionPrivileges Privileges { get; init; } = FusionPrivileges.All;

    /// <summary>Data security, as <see cref="FusionUser.LedgerIds"/>.</summary>
    public IReadOnlyList<long>? LedgerIds { get; init; }
}
