using Syntra.Sandbox.Fusion.Gl;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>"Transfer File": fetches the document from UCM. A document in another account is simply not found, without an error.</summary>
internal sealed class TransferFileJob : IEssJob
{
    public const string Name = "TransferFile";

    public string Definition => Name;

    public string DisplayName => "Transfer File";

    public EssStep Run(EssJobContext context)
    {
        if (UcmStore.Find(context.Session, context.Request.Argument(2)) is not { } document)
        {
            context.WriteLog($"Document {context.Request.Argument(2)} does not exist.\n");
            return new EssStep.Finish(EssState.Error);
        }

        context.WriteLog(document.IsInAccountOf(context.Request.Argument(1)) ? $"Transferred {document.FileName}.\n" : "0 files transferred.\n");
        return new EssStep.Finish(EssState.Succeeded);
    }
}
