using System.Globalization;
using Syntra.Sandbox.Fusion.Gl;

namespace Syntra.Sandbox.Fusion.Ess.Jobs;

/// <summary>AutoPost. Arguments as agreed here: ledger id, and optionally the group id (a pod's argument is the AutoPost criteria set).
/// Only what it posts moves balances. A batch that cannot be posted stays unposted and makes the request end in WARNING.</summary>
internal sealed class AutomaticPostingJob : IEssJob
{
    public const string Name = "AutomaticPosting";

    public string Definition => Name;

    public string DisplayName => "AutoPost Journals";

    public EssStep Run(EssJobContext context)
    {
        var request = context.Request;
        long? group = null;
        if (LedgerStore.Find(context.Session, request.Argument(1)) is not { } ledger)
        {
            context.WriteLog($"Argument 1: there is no ledger with the identifier {request.Argument(1)}.\n");
            return new EssStep.Finish(EssState.Error);
        }

        if (request.Argument(2) is { Length: > 0 } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                context.WriteLog($"Argument 2: {text} is not a group identifier.\n");
                return new EssStep.Finish(EssState.Error);
            }

            group = number;
        }

        var result = JournalPosting.Post(context.Session, ledger, group, context.Now);
        context.WriteLog(string.Create(CultureInfo.InvariantCulture, $"Batches posted: {result.Posted}.\n"));
        foreach (var refusal in result.Refusals)
        {
            context.WriteLog(refusal + "\n");
        }

        return new EssStep.Finish(result.Refusals.Count == 0 ? EssState.Succeeded : EssState.Warning);
    }
}
