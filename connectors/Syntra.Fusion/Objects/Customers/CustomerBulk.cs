using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>
/// Customers by FBDI: seven files in one zip, the interface loader, CDMAutoBulkImportJob, and then the batch itself, which goes on when the job has SUCCEEDED.
/// A report shows its status and its rows' errors; no REST resource does.
/// </summary>
internal sealed class CustomerBulk(FusionClient client, ObjectSettings settings, IPartyDisclosure parties, TimeProvider time) : IBulkRoute
{
    /// <summary>UCM account of receivables imports; the wrong one loads nothing and says nothing.</summary>
    public const string Account = "fin$/receivables$/import$";

    private const string Interface = "4";
    private const string UploadOperation = "uploadFileToUCM";
    private static readonly EssJob s_import = new("/oracle/apps/ess/cdm/foundation/bulkImport", "CDMAutoBulkImportJob", null);
    private readonly InterfaceLoad loader = new(client, settings, time);

    public ObjectKind Kind => ObjectKind.Customer;

    public bool MayQuote => false;

    /// <summary>The columns behind a party's status are not known to us, so what ends goes by REST.</summary>
    public bool Takes(ObjectInstruction instruction) => instruction is { Customer: null } or { Operation: ObjectOperation.Upsert, Customer.Active: true };

    public async ValueTask<BulkRow> ReadAsync(ObjectInstruction instruction, CancellationToken ct)
    {
        if (instruction.Customer is not { } payload)
        {
            throw new ObjectRefusedException(ObjectErrorClass.Poison, ReasonCodes.NoPayload, null);
        }

        PartyIdentity? identity = null;
        if (payload.SealedParty is not null)
        {
            identity = await parties.OpenAsync(instruction, ct) ?? throw new ObjectRefusedException(ObjectErrorClass.Held, ReasonCodes.PartyNotOpened, null);
        }

        var party = Party.Of(instruction, payload, identity);
        return new BulkRow(instruction, party.Person is { } person ? $"{person.FirstName} {person.LastName}" : party.Organization);
    }

    public async Task<BulkSight> FindAsync(long id, CancellationToken ct)
    {
        var batch = await ReportAsync(id, ct);
        return new BulkSight(batch.Status is not null ? BulkState.Taken : batch.Loaded > 0 ? BulkState.Loaded : BulkState.None);
    }

    public async Task<string> PrepareAsync(long id, IReadOnlyList<BulkRow> rows, CancellationToken ct)
    {
        var standing = await StandingAsync(rows, ct);
        var files = CustomerFiles.Write(rows.Select(r => (r.Instruction, r.Content!)), id, settings.SourceSystem, standing.Contains);
        foreach (var row in rows.Where(r => r.Instruction.Customer!.SealedParty is not null))
        {
            await parties.RecordAsync(row.Instruction, UploadOperation, ct);
        }

        var name = BulkBatchId.Name(id) + ".zip";
        var document = await client.UploadAsync(name, FbdiZip.Pack(files), Account, ct);
        return await loader.LoadAsync(Interface, document, name, rows.Count, ct);
    }

    public Task<long> SubmitAsync(long id, string handle, CancellationToken ct) =>
        client.SubmitAsync(s_import, string.Create(CultureInfo.InvariantCulture, $"{id},{BulkBatchId.Name(id)},CUSTOMER,{settings.SourceSystem}"), ct);

    public async Task<BulkLook> LookAsync(BulkBatch batchUnderWay, CancellationToken ct)
    {
        var (id, requestId) = (BulkBatchId.Of(batchUnderWay), batchUnderWay.RequestId);
        var verdict = requestId is { } request ? (await client.GetTreeAsync(request, ct)).Verdict(null) : EssVerdict.Succeeded;
        if (verdict == EssVerdict.Running)
        {
            return new BulkLook.Running();
        }

        var batch = await ReportAsync(id, ct);
        return batch.Status switch
        {
            // Another request may have taken the batch, so a failed one counts only where none has.
            null => verdict == EssVerdict.Succeeded ? new BulkLook.Running() : new BulkLook.Failed(requestId),
            "COMPLETED" or "COMPL_ERRORS" => new BulkLook.Ended(batch.Results, new ObjectResult.Refused(ObjectErrorClass.Held, ReasonCodes.BulkNoVerdict, null)),
            _ => new BulkLook.Running(),
        };
    }

    private async Task<CustomerBatchReport> ReportAsync(long id, CancellationToken ct) => CustomerBatchReport.Read(
        await client.RunReportAsync(settings.CustomerBatchReport, [("p_batch_id", id.ToString(CultureInfo.InvariantCulture))], ct));

    /// <summary>Which of them a party stands under already.</summary>
    private async Task<HashSet<string>> StandingAsync(IReadOnlyList<BulkRow> rows, CancellationToken ct)
    {
        var answer = await client.RunReportAsync(
            settings.CustomersReport, [("p_orig_system", settings.SourceSystem), ("p_references", string.Join(',', rows.Select(r => r.Instruction.ObjectKey)))], ct);
        return answer.Select(r => r[0]).ToHashSet(StringComparer.Ordinal);
    }
}
