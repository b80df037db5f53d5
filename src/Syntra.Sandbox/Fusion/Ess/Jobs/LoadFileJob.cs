using Syntra.Sandbox.Fusion.Fa;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Hub;
using Syntra.Sandbox.Fusion.Objects.Hierarchies;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>"Load File to Interface": SQL*Loader over GlInterface.csv. One bad record and not one row of the file stays.</summary>
internal sealed class LoadFileJob : IEssJob
{
    public const string Name = "LoadFileToInterface";

    public string Definition => Name;

    public string DisplayName => "Load File to Interface";

    public EssStep Run(EssJobContext context)
    {
        var document = UcmStore.Find(context.Session, context.Request.Argument(2)) ?? throw new InvalidOperationException("The document has gone.");
        if (!document.IsInAccountOf(context.Request.Argument(1)))
        {
            // The wrong UCM account is a silent failure: nothing to load, nothing to complain about.
            context.WriteLog(SqlLoaderLog.Empty());
            return new EssStep.Finish(EssState.Succeeded);
        }

        if (context.Request.Argument(1) == InterfaceLoaderJob.HierarchyInterface)
        {
            return HierarchyLoad.Load(context, document);
        }

        if (context.Request.Argument(1) == InterfaceLoaderJob.CustomerInterface)
        {
            return CustomerLoad.Load(context, document);
        }

        if (context.Request.Argument(1) == InterfaceLoaderJob.AssetInterface)
        {
            return MassAdditionLoad.Load(context, document);
        }

        if (FbdiArchive.ReadGlInterface(document.Content, out var problem) is not { } text)
        {
            context.WriteLog(problem + "\n" + SqlLoaderLog.Empty());
            return new EssStep.Finish(EssState.Error);
        }

        var load = GlInterfaceLoader.Load(context.Session, context.Request.Id, text);
        context.WriteLog(SqlLoaderLog.Write(load));
        return new EssStep.Finish(load.Rejections.Count == 0 ? EssState.Succeeded : EssState.Error);
    }
}
