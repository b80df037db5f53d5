using Syntra.Contracts;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Assets;

/// <summary>
/// Assets by FBDI mass additions: two files in one zip, the interface loader, PrepareMassAdditions, and then PostMassAdditions, which takes every row of the book that
/// is ready, ours or not. A report shows what became of each row. The asset number is ours, so a row that is posted twice is refused the second time.
/// </summary>
internal sealed class AssetBulk(FusionClient client, ObjectSettings settings, TimeProvider time) : IBulkRoute
{
    /// <summary>UCM account of asset imports; the wrong one loads nothing and says nothing.</summary>
    public const string Account = "fin$/assets$/import$";

    private const string Interface = "9";
    private const string Additions = "/oracle/apps/ess/financials/assets/additions";
    private const string OfAssets = "FA_";
    private const string Exists = "FA_ASSET_NUMBER_EXISTS";
    private static readonly EssJob s_prepare = new(Additions, "PrepareMassAdditions", null);
    private static readonly EssJob s_post = new(Additions, "PostMassAdditions", null);
    private readonly InterfaceLoad loader = new(client, settings, time);

    public ObjectKind Kind => ObjectKind.Asset;

    public bool MayQuote => true;

    /// <summary>A job posts all that lies in the book: what is loaded is never left behind.</summary>
    public bool KeepsLoaded => true;

    /// <summary>A mass addition adds; what ends goes by REST.</summary>
    public bool Takes(ObjectInstruction instruction) => instruction.Asset is null || instruction.Operation == ObjectOperation.Upsert;

    /// <summary>Both jobs are a book's.</summary>
    public string Group(ObjectInstruction instruction) => instruction.Asset?.Book ?? "";

    public ValueTask<BulkRow> ReadAsync(ObjectInstruction instruction, CancellationToken ct) => instruction.Asset is null
        ? throw new ObjectRefusedException(ObjectErrorClass.Poison, ReasonCodes.NoPayload, null)
        : ValueTask.FromResult(new BulkRow(instruction));

    /// <summary>What stands already, and what is known by ids and not by the segments that a file needs.</summary>
    public async Task<IReadOnlySet<string>> BesideAsync(IReadOnlyList<ObjectInstruction> instructions, CancellationToken ct)
    {
        var assets = instructions.Where(i => i.Asset is not null).ToList();
        if (assets.Count == 0)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var numbers = string.Join(',', assets.Select(i => SourceReference.Number(i.ObjectKey)));
        var standing = (await client.RunReportAsync(settings.AssetsReport, [("p_asset_numbers", numbers)], ct)).Select(r => r[0]).ToHashSet(StringComparer.Ordinal);
        return assets.Where(i => standing.Contains(SourceReference.Number(i.ObjectKey)) || i.Asset is { CategorySegments.Count: 0 } or { LocationSegments.Count: 0 } or { ExpenseSegments.Count: 0 })
            .Select(i => i.IdempotencyKey).ToHashSet(StringComparer.Ordinal);
    }

    public async Task<BulkSight> FindAsync(long id, CancellationToken ct)
    {
        var rows = await ReportAsync(id, ct);
        return new BulkSight(rows.Count == 0 ? BulkState.None : rows.Exists(r => r.IsOpen) ? BulkState.Loaded : BulkState.Taken);
    }

    public async Task<string> PrepareAsync(long id, IReadOnlyList<BulkRow> rows, CancellationToken ct)
    {
        var book = rows[0].Instruction.Asset!.Book;
        if ((await ReportAsync(id, ct)).Count == 0)
        {
            var name = BulkBatchId.Name(id) + ".zip";
            var files = MassAdditionFiles.Write(rows.Select(r => r.Instruction), BulkBatchId.Name(id));
            var document = await client.UploadAsync(name, FbdiZip.Pack(files), Account, ct);
            await loader.LoadAsync(Interface, document, name, rows.Count, ct);
        }

        var request = await client.SubmitAsync(s_prepare, $"{book},,NORMAL", ct);
        if ((await loader.EndAsync(request, s_prepare.Definition, ct)).Verdict(null) == EssVerdict.Succeeded)
        {
            return book;
        }

        var log = string.Concat((await client.GetFilesAsync(request, EssFiles.Log, ct)).Values);
        throw ObjectErrors.CodeOf(log) is var code && code.StartsWith(OfAssets, StringComparison.Ordinal)
            ? new ObjectRefusedException(ObjectErrorClass.Held, code, log.Trim())
            : new FusionException(FusionErrorKind.Retriable, s_prepare.Definition, "the job failed and said nothing");
    }

    public Task<long> SubmitAsync(long id, string handle, CancellationToken ct) => client.SubmitAsync(s_post, handle, ct);

    public async Task<BulkLook> LookAsync(BulkBatch batch, CancellationToken ct)
    {
        EssVerdict? verdict = batch.RequestId is { } request ? (await client.GetTreeAsync(request, ct)).Verdict(null) : null;
        if (verdict == EssVerdict.Running)
        {
            return new BulkLook.Running();
        }

        var rows = await ReportAsync(BulkBatchId.Of(batch), ct);
        if (rows.Exists(r => r.IsOpen) && verdict != EssVerdict.Succeeded)
        {
            // Whose job has taken the others is not known; a job of ours that failed is asked for again and takes what is left.
            return verdict is null ? new BulkLook.Running() : new BulkLook.Failed(batch.RequestId);
        }

        var results = rows.OrderBy(r => r.Status == AssetRow.Posted).GroupBy(r => r.Number, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Result(g.Last()), StringComparer.Ordinal);
        return new BulkLook.Ended(results, new ObjectResult.Refused(ObjectErrorClass.Held, ReasonCodes.BulkNoVerdict, null)) { Reference = SourceReference.Number };
    }

    private static ObjectResult Result(AssetRow row) => row switch
    {
        { Status: AssetRow.Posted } => new ObjectResult.Done(ObjectOutcome.Created, new Dictionary<string, string>(StringComparer.Ordinal) { ["AssetId"] = row.AssetId, ["AssetNumber"] = row.Number }),
        // With approval of additions the job raises a request and leaves the row where it is.
        { IsOpen: true } => new ObjectResult.Refused(ObjectErrorClass.Held, ReasonCodes.AssetAwaitsApproval, null),
        _ when ObjectErrors.CodeOf(row.Message) == Exists => new ObjectResult.Refused(ObjectErrorClass.Parked, ReasonCodes.AssetNumberTaken, null),
        _ => ObjectErrors.Result(new ObjectRefusedException(ObjectErrorClass.Poison, ObjectErrors.CodeOf(row.Message), row.Message), mayQuote: true),
    };

    private async Task<List<AssetRow>> ReportAsync(long id, CancellationToken ct) =>
        [.. (await client.RunReportAsync(settings.AssetBatchReport, [("p_batch_name", BulkBatchId.Name(id))], ct)).Where(r => r.Length >= 4).Select(r => new AssetRow(r[0], r[1], r[2], r[3]))];
}

/// <summary>A row of FA_MASS_ADDITIONS as the report shows it.</summary>
/// <param name="Number">ASSET_NUMBER.</param>
/// <param name="Status">POSTING_STATUS.</param>
/// <param name="Message">ERROR_MSG.</param>
/// <param name="AssetId">ASSET_ID of a posted one.</param>
internal sealed record AssetRow(string Number, string Status, string Message, string AssetId)
{
    public const string Posted = "POSTED";

    /// <summary>Neither posted nor refused.</summary>
    public bool IsOpen => Status is "POST" or "NEW";
}
