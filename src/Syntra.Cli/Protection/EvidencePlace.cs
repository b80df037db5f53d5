using Syntra.Cli.Configuration;

namespace Syntra.Cli.Protection;

/// <summary>Where the verbs find a tenant's evidence: the state folder of a demo or an instance, and what options say otherwise.</summary>
internal sealed record EvidencePlace(string Tenant, ProtectionFolders Folders, string PublicKey)
{
    /// <summary>Finds the chain's tenant and folders.</summary>
    /// <exception cref="CommandException">There is nothing to look at, or more than one tenant's.</exception>
    internal static EvidencePlace Find(string directory, string? tenantFolder, string? tenant, string? checkpoints, string? publicKey)
    {
        var folders = ProtectionFolders.Of(tenantFolder ?? Path.Combine(directory, "tenant"), directory, checkpoints ?? Configured(tenantFolder ?? Path.Combine(directory, "tenant")));
        return new EvidencePlace(tenant ?? OnlyTenant(directory, folders), folders, publicKey ?? folders.CheckpointPublicKey);
    }

    private static string Configured(string tenantFolder)
    {
        string file = Path.Combine(tenantFolder, TenantConfigurationReader.FileName);
        return File.Exists(file) && TenantConfigurationReader.Read(File.ReadAllText(file)).Configuration is { } settings ? settings.Governance.Audit.Checkpoints : "";
    }

    // A chain that was deleted whole is still named by its checkpoints.
    private static string OnlyTenant(string directory, ProtectionFolders folders)
    {
        string[] names = [.. new[] { folders.Audit, folders.Checkpoints }.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Select(d => Path.GetFileName(d)!).Distinct()];
        return names.Length switch
        {
            1 => names[0],
            0 => throw new CommandException($"{directory} holds no audit chain and no checkpoints. Name the state folder with --dir, or the tenant with --tenant."),
            _ => throw new CommandException($"{directory} holds the chains of {string.Join(", ", names.Order(StringComparer.Ordinal))}. Name one with --tenant."),
        };
    }
}
