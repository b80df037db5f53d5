using System.Collections.Frozen;
using Syntra.Sandbox.Fusion.Ess.Jobs;
using Syntra.Sandbox.Fusion.Fa;
using Syntra.Sandbox.Fusion.Hub;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>The job definitions that the pod has.</summary>
internal static class EssJobs
{
    private static readonly FrozenDictionary<string, IEssJob> s_jobs = new IEssJob[]
    {
        new InterfaceLoaderJob(), new TransferFileJob(), new LoadFileJob(),
        new JournalImportLauncherJob(), new JournalImportJob(), new AutomaticPostingJob(),
        new ProcessInterfaceDataJob(), new PublishHierarchiesJob(),
        new CustomerImportJob(), new PrepareMassAdditionsJob(), new PostMassAdditionsJob(),
    }.ToFrozenDictionary(static job => job.Definition, StringComparer.Ordinal);

    /// <summary>Definitions that a caller may submit, with the package that each lives in.</summary>
    private static readonly FrozenDictionary<string, string> s_submittable = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [InterfaceLoaderJob.Name] = InterfaceLoaderJob.PackagePath,
        [JournalImportLauncherJob.Name] = JournalImportLauncherJob.PackagePath,
        [AutomaticPostingJob.Name] = JournalImportLauncherJob.PackagePath,
        [ProcessInterfaceDataJob.Name] = ProcessInterfaceDataJob.PackagePath,
        [PublishHierarchiesJob.Name] = ProcessInterfaceDataJob.PackagePath,
        [CustomerImportJob.Name] = CustomerImportJob.PackagePath,
        [PrepareMassAdditionsJob.Name] = PrepareMassAdditionsJob.PackagePath,
        [PostMassAdditionsJob.Name] = PrepareMassAdditionsJob.PackagePath,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IEssJob Find(string definition) => s_jobs[definition];

    /// <summary>Whether package and definition name a job; the package's leading slash may be left off.</summary>
    public static bool IsSubmittable(string package, string definition) =>
        s_submittable.TryGetValue(definition, out var expected) && package.Trim('/') == expected.Trim('/');
}
