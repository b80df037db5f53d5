using Syntra.Cli.Configuration;
using Syntra.Cli.Indexing;
using Syntra.Cli.Register;
using Syntra.Cli.Runtime;
using Syntra.Cli.Workbooks;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cli.Demo;

/// <summary>Where one demo keeps its state: log, both sandboxes, tenant folder, program log.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly DirectoryLock held;
    private readonly bool temporary;

    private DemoFolder(string path, bool temporary)
    {
        Root = path;
        this.temporary = temporary;
        held = DirectoryLock.Take(path);
    }

    internal string Root { get; }

    internal string Kafka => Path.Combine(Root, "kafka");

    internal string Streams => Path.Combine(Root, "streams");

    internal string Index => Path.Combine(Root, RecordLookup.Folder);

    internal string CernerDatabase => Path.Combine(Root, "millennium.db");

    internal string FusionDatabase => Path.Combine(Root, "fusion.db");

    internal string Tenant => Path.Combine(Root, "tenant");

    /// <summary>The private keys of the demo's two people.</summary>
    internal string Approvers => Path.Combine(Root, SampleApprovers.Folder);

    internal string Log => Path.Combine(Root, "syntra.log");

    /// <summary>Opens the folder that was named, or a temporary one.</summary>
    internal static DemoFolder Open(string? directory) => directory is null
        ? new DemoFolder(Directory.CreateTempSubdirectory("syntra-demo-").FullName, temporary: true)
        : new DemoFolder(Path.GetFullPath(directory), temporary: false);

    /// <summary>Writes the tenant's folder where there is none; one that is there is the user's and stays as it is.</summary>
    internal void EnsureTenant(FeedCatalogue catalogue, bool ownWorkbook, Action<string> say)
    {
        if (File.Exists(Path.Combine(Tenant, TenantConfigurationReader.FileName)))
        {
            return;
        }
        Directory.CreateDirectory(Tenant);
        foreach (var (name, text) in ownWorkbook ? Sample() : DerivedWorkbook.Derive(catalogue))
        {
            File.WriteAllText(Path.Combine(Tenant, name), text);
        }
        SampleRegister.Sign(SamplePath, Tenant, Path.Combine(Root, "sample-privacy-officer.pem"), TimeProvider.System, say);
        SampleApprovers.GiveKeys(Tenant, Approvers);
        SampleFinance.Sign(Tenant, Path.Combine(Root, "sample-finance.pem"), TimeProvider.System);
        // Last, because it is what the next start looks for.
        File.Copy(Path.Combine(SamplePath, TenantConfigurationReader.FileName), Path.Combine(Tenant, TenantConfigurationReader.FileName), overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held.Dispose();
        if (temporary)
        {
            Directory.Delete(Root, recursive: true);
        }
    }

    private static string SamplePath => Path.Combine(AppContext.BaseDirectory, "workbook");

    private static IEnumerable<KeyValuePair<string, string>> Sample() =>
        TenantFolder.ReadWorkbook(SamplePath).Select(file => KeyValuePair.Create(file.Name, file.Text));
}
