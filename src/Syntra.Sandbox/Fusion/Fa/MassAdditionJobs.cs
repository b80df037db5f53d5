using Syntra.Sandbox.Fusion.Ess;

namespace Syntra.Sandbox.Fusion.Fa;

/// <summary>PrepareMassAdditions. Arguments: book, empty, NORMAL. Rows that it has not been over are not posted.</summary>
internal sealed class PrepareMassAdditionsJob : IEssJob
{
    public const string Name = "PrepareMassAdditions";
    public const string PackagePath = "/oracle/apps/ess/financials/assets/additions";

    public string Definition => Name;

    public string DisplayName => "Prepare Asset Transaction Data";

    public EssStep Run(EssJobContext context)
    {
        if (!AssetBooks.IsOne(context, context.Request.Argument(1)))
        {
            context.WriteLog("FA_ASSET_BOOK_INVALID: The asset book does not exist.\n");
            return new EssStep.Finish(EssState.Error);
        }

        context.Session.Execute("UPDATE fa_mass_additions SET prepared = 1 WHERE book_type_code = @book AND posting_status = 'POST'", ("@book", context.Request.Argument(1)));
        return new EssStep.Finish(EssState.Succeeded);
    }
}

/// <summary>
/// PostMassAdditions. Argument: book. Takes every prepared row of the book that is ready, whoever loaded it. Where additions of the book need approval, it raises the
/// request, succeeds, and leaves the rows at POST.
/// </summary>
internal sealed class PostMassAdditionsJob : IEssJob
{
    public const string Name = "PostMassAdditions";

    public string Definition => Name;

    public string DisplayName => "Post Mass Additions";

    public EssStep Run(EssJobContext context)
    {
        var book = context.Request.Argument(1);
        if (!AssetBooks.IsOne(context, book))
        {
            context.WriteLog("FA_ASSET_BOOK_INVALID: The asset book does not exist.\n");
            return new EssStep.Finish(EssState.Error);
        }

        if (AssetBooks.NeedsApproval(context, book))
        {
            context.WriteLog("The additions were submitted for approval.\n");
            return new EssStep.Finish(EssState.Succeeded);
        }

        var taken = context.Session.Execute(
            "UPDATE fa_mass_additions SET posting_status = @taken WHERE book_type_code = @book AND posting_status = 'POST' AND queue_name = 'POST' AND prepared = 1",
            ("@taken", MassAdditions.Taken), ("@book", book));
        return new EssStep.Finish(taken == 0 ? EssState.Warning : EssState.Succeeded);
    }
}

/// <summary>The books as the set-up wrote them down.</summary>
internal static class AssetBooks
{
    public static bool IsOne(EssJobContext context, string book) => context.Session.Count("SELECT count(*) FROM fa_book_controls WHERE book_type_code = @book", ("@book", book)) > 0;

    public static bool NeedsApproval(EssJobContext context, string book) =>
        context.Session.Count("SELECT count(*) FROM fa_book_controls WHERE book_type_code = @book AND approval = 1", ("@book", book)) > 0;
}
