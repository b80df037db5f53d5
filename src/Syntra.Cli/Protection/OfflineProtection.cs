using Syntra.Cli.Configuration;
using Syntra.Cli.Runtime;

namespace Syntra.Cli.Protection;

/// <summary>Opens a tenant's protection for an operator's verb, while no instance runs on the same state.</summary>
internal static class OfflineProtection
{
    /// <summary>Opens it.</summary>
    /// <exception cref="CommandException">The state is in use, or is none.</exception>
    internal static async Task<TenantProtection> OpenAsync(string directory, string? tenantFolder, CancellationToken cancellation)
    {
        string folder = tenantFolder ?? Path.Combine(directory, "tenant");
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"there is no tenant folder {folder}. Name the state folder with --dir, or the tenant's with --tenant-folder.");
        }
        var (tenant, _) = TenantFolder.Load(folder);
        var folders = ProtectionFolders.Of(folder, directory, tenant.Governance.Audit.Checkpoints);
        try
        {
            return await TenantProtection.OpenAsync(tenant, folders, TimeProvider.System, Console.Error.WriteLine, cancellation).ConfigureAwait(false);
        }
        catch (IOException busy)
        {
            throw new CommandException($"the audit chain in {folders.Audit} is in use by another syntra process. Stop it first.", busy);
        }
    }
}
