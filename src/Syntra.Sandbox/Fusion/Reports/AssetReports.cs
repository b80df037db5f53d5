using System.Globalization;
using System.Text;
using Syntra.Sandbox.Fusion.Fa;
using Syntra.Sandbox.Fusion.Objects.Assets;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Reports;

/// <summary>The two asset reports as CSV with a header row.</summary>
internal static class AssetReports
{
    /// <summary>Every mass addition of a batch: asset number, status, error, asset.</summary>
    public static string Batch(Session session, string batch)
    {
        var csv = new StringBuilder("ASSET_NUMBER,POSTING_STATUS,ERROR_MSG,ASSET_ID\n");
        foreach (var (number, status, error, asset) in session.Query(
            "SELECT asset_number, posting_status, error_msg, asset_id FROM fa_mass_additions WHERE batch_name = @batch ORDER BY mass_addition_id",
            static r => (r.GetString(0), r.GetString(1), r.Text(2), r.Number(3)), ("@batch", batch)))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{number},{(status == MassAdditions.Taken ? "POST" : status)},{error?.Replace(',', ';')},{asset}\n");
        }

        return csv.ToString();
    }

    /// <summary>Which of the numbers an asset has.</summary>
    public static string Standing(ObjectTables tables, IReadOnlyList<string> numbers) =>
        "ASSET_NUMBER\n" + string.Concat(numbers.Where(n => tables.FindByKey(AssetTransactions.Assets, n) is not null).Select(static n => n + "\n"));
}
