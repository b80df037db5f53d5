namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>Publish Account Hierarchies; argument: the tree. The definition's name on a pod is not published, this one is the sandbox's own.</summary>
internal sealed class PublishHierarchiesJob : IEssJob
{
    public const string Name = "PublishAccountHierarchies";

    public string Definition => Name;

    public string DisplayName => "Publish Account Hierarchies";

    public EssStep Run(EssJobContext context)
    {
        var published = context.Session.Execute("UPDATE gl_segment_hierarchy SET published = 1 WHERE tree = @tree", ("@tree", context.Request.Argument(1)));
        return new EssStep.Finish(published > 0 ? EssState.Succeeded : EssState.Warning);
    }
}
