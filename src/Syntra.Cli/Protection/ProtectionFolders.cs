namespace Syntra.Cli.Protection;

/// <summary>Where one instance keeps keys and evidence.</summary>
/// <param name="Keys">Key file, wrapped keys, checkpoint key; belongs to the tenant, shared by its instances.</param>
/// <param name="Audit">The audit chain; this instance's own.</param>
/// <param name="Checkpoints">The second place of the chain's checkpoints.</param>
/// <param name="Spool">Messages that the SIEM has not taken yet.</param>
internal sealed record ProtectionFolders(string Keys, string Audit, string Checkpoints, string Spool)
{
    internal string KeyFile => Path.Combine(Keys, "key-file.json");

    internal string WrappedKeys => Path.Combine(Keys, "wrapped-keys.db");

    internal string Bridge => Path.Combine(Keys, "token-bridge.db");

    internal string AnalyticsVault => Path.Combine(Keys, "analytics-vault.db");

    internal string CheckpointKey => Path.Combine(Keys, "checkpoint-key.pem");

    internal string CheckpointPublicKey => Path.Combine(Keys, "checkpoint-key.pub.pem");

    /// <summary>The folders of an instance.</summary>
    /// <param name="tenantFolder">The tenant's folder.</param>
    /// <param name="state">The instance's state.</param>
    /// <param name="checkpoints">The second place as configured; empty for a folder beside the state.</param>
    internal static ProtectionFolders Of(string tenantFolder, string state, string checkpoints) => new(
        Path.Combine(tenantFolder, "keys"),
        Path.Combine(state, "audit"),
        checkpoints.Length > 0 ? checkpoints : Path.Combine(state, "checkpoints"),
        Path.Combine(state, "spool"));
}
