using System.Globalization;
using Syntra.Sandbox.Fusion.Ess;

namespace Syntra.Sandbox.Fusion.Hub;

/// <summary>
/// CDMAutoBulkImportJob. Arguments: batch id, batch name, CUSTOMER, source system. SUCCEEDED says that the batch was taken into PROCESSING, not
/// that it is done; what becomes of its rows stands in HZ_IMP_BATCH_SUMMARY and HZ_IMP_ERRORS.
/// </summary>
internal sealed class CustomerImportJob : IEssJob
{
    public const string Name = "CDMAutoBulkImportJob";
    public const string PackagePath = "/oracle/apps/ess/cdm/foundation/bulkImport";
    public const string Processing = "PROCESSING";

    public string Definition => Name;

    public string DisplayName => "Import Bulk Customer Data";

    public EssStep Run(EssJobContext context)
    {
        var request = context.Request;
        if (!long.TryParse(request.Argument(1), NumberStyles.None, CultureInfo.InvariantCulture, out var batch))
        {
            return Refuse(context, "java.lang.NullPointerException: batchId is null");
        }

        if (request.Argument(2) is "" or "#NULL" || request.Argument(3) != "CUSTOMER" || request.Argument(4) is "" or "#NULL")
        {
            return Refuse(context, "The batch name, the object CUSTOMER and the source system are required.");
        }

        if (context.Session.Count("SELECT count(*) FROM hz_imp_batch_summary WHERE batch_id = @batch", ("@batch", batch)) > 0)
        {
            return Refuse(context, $"Batch {batch} is not in a status that can be imported.");
        }

        if (context.Session.Count("SELECT count(*) FROM hz_imp_row WHERE batch_id = @batch AND orig_system = @system", ("@batch", batch), ("@system", request.Argument(4))) == 0)
        {
            context.WriteLog("No rows to import.\n");
            return new EssStep.Finish(EssState.Warning);
        }

        context.Session.Execute(
            "INSERT INTO hz_imp_batch_summary VALUES (@batch, @name, @system, @status, @due)",
            ("@batch", batch), ("@name", request.Argument(2)), ("@system", request.Argument(4)), ("@status", Processing),
            ("@due", context.Now + (long)context.Latencies.HubBatch.TotalMilliseconds));
        return new EssStep.Finish(EssState.Succeeded);
    }

    private static EssStep.Finish Refuse(EssJobContext context, string reason)
    {
        context.WriteLog(reason + "\n");
        return new EssStep.Finish(EssState.Error);
    }
}
