using System.Globalization;
using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Objects.Assets;

/// <summary>
/// FBDI mass additions (UCM fin/assets/import, interface 9): FaMassAdditions.csv with 422 fields and END, FaMassaddDistributions.csv with 66 and END,
/// joined by the mass addition id. For additions in bulk; both jobs behind the load, PrepareMassAdditions and PostMassAdditions, must run.
/// </summary>
public static class MassAdditionFiles
{
    /// <summary>Name of the additions file.</summary>
    public const string AdditionsFile = "FaMassAdditions.csv";

    /// <summary>Name of the distributions file.</summary>
    public const string DistributionsFile = "FaMassaddDistributions.csv";

    private const int AdditionFields = 422;
    private const int DistributionFields = 66;

    /// <summary>Both files by name.</summary>
    /// <param name="instructions">What is to be added; others are left out.</param>
    /// <param name="batchName">BATCH_NAME, by which the rows are asked for.</param>
    public static IReadOnlyDictionary<string, string> Write(IEnumerable<ObjectInstruction> instructions, string? batchName = null)
    {
        var (additions, distributions) = (new StringBuilder(), new StringBuilder());
        var id = 0;
        foreach (var instruction in instructions.Where(i => i is { Asset: not null, Operation: ObjectOperation.Upsert }))
        {
            var key = (++id).ToString(CultureInfo.InvariantCulture);
            CsvFields.AppendRow(additions, Addition(key, instruction, instruction.Asset!, batchName));
            CsvFields.AppendRow(distributions, Distribution(key, instruction.Asset!));
        }

        return new Dictionary<string, string>(StringComparer.Ordinal) { [AdditionsFile] = additions.ToString(), [DistributionsFile] = distributions.ToString() };
    }

    /// <summary>Positions count from one, as the control file does.</summary>
    private static string?[] Addition(string key, ObjectInstruction instruction, AssetPayload asset, string? batchName)
    {
        var row = new string?[AdditionFields + 1];
        void Set(int position, string? value) => row[position - 1] = value;

        Set(1, key);
        Set(2, asset.Book);
        Set(4, SourceReference.Number(instruction.ObjectKey));
        Set(5, asset.Description);
        Set(6, asset.TagNumber);
        Set(7, asset.Manufacturer);
        Set(8, asset.SerialNumber);
        Set(9, asset.Model);
        Set(10, "CAPITALIZED");
        Set(11, asset.Cost.ToString("0.00##", CultureInfo.InvariantCulture));
        Set(12, asset.InServiceOn.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));
        Set(14, asset.Units.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < Math.Min(7, asset.CategorySegments.Count); i++)
        {
            Set(15 + i, asset.CategorySegments[i]);
        }

        Set(22, "POST");
        Set(23, "POST");
        Set(48, "YES");
        Set(419, batchName);
        Set(AdditionFields + 1, "END");
        return row;
    }

    private static string?[] Distribution(string key, AssetPayload asset)
    {
        var row = new string?[DistributionFields + 1];
        row[0] = key;
        row[1] = asset.Units.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < Math.Min(7, asset.LocationSegments.Count); i++)
        {
            row[3 + i] = asset.LocationSegments[i];
        }

        for (var i = 0; i < Math.Min(30, asset.ExpenseSegments.Count); i++)
        {
            row[10 + i] = asset.ExpenseSegments[i];
        }

        row[DistributionFields] = "END";
        return row;
    }
}
