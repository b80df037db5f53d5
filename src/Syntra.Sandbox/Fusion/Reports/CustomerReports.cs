using System.Globalization;
using System.Text;
using Syntra.Sandbox.Fusion.Hub;
using Syntra.Sandbox.Fusion.Objects.Customers;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Reports;

/// <summary>The two customer reports as CSV with a header row.</summary>
internal static class CustomerReports
{
    /// <summary>Status of a batch, rows loaded, rows done and rows in error. No name of anybody.</summary>
    public static string Batch(Session session, long batch)
    {
        var csv = new StringBuilder("KIND,REFERENCE,VALUE1,VALUE2,VALUE3\n");
        var loaded = session.Count("SELECT count(*) FROM hz_imp_row WHERE batch_id = @batch AND file = @file", ("@batch", batch), ("@file", CustomerLoad.Parties));
        csv.Append(CultureInfo.InvariantCulture, $"LOADED,,{loaded},,\n");
        var status = session.Query("SELECT batch_status FROM hz_imp_batch_summary WHERE batch_id = @batch", static r => r.GetString(0), ("@batch", batch));
        if (status is not [var state])
        {
            return csv.ToString();
        }

        csv.Append(CultureInfo.InvariantCulture, $"BATCH,,{state},,\n");
        foreach (var (reference, action, party, account) in session.Query(
            "SELECT orig_system_reference, action, party_id, account_number FROM hz_imp_row WHERE batch_id = @batch AND file = @file AND action IS NOT NULL ORDER BY line",
            static r => (r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3)), ("@batch", batch), ("@file", CustomerLoad.Parties)))
        {
            csv.Append(CultureInfo.InvariantCulture, $"DONE,{reference},{action},{party},{account}\n");
        }

        foreach (var (reference, table, message) in session.Query(
            "SELECT orig_system_reference, interface_table, message_name FROM hz_imp_errors WHERE batch_id = @batch ORDER BY orig_system_reference, interface_table",
            static r => (r.GetString(0), r.GetString(1), r.GetString(2)), ("@batch", batch)))
        {
            csv.Append(CultureInfo.InvariantCulture, $"ERROR,{reference},{message},{table},\n");
        }

        return csv.ToString();
    }

    /// <summary>Which of the references a party stands under.</summary>
    public static string Standing(ObjectStore objects, string system, IReadOnlyList<string> references)
    {
        var csv = new StringBuilder("REFERENCE\n");
        foreach (var reference in references.Where(r => objects.Read(tables => tables.FindByKey(HubParties.References, $"{system}|{r}")) is not null))
        {
            csv.Append(reference).Append('\n');
        }

        return csv.ToString();
    }
}
