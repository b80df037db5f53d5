using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>What the report of one customer batch says. Its SQL and columns are in docs/objects/bulk.md.</summary>
/// <param name="Loaded">Parties in the interface table.</param>
/// <param name="Status">BATCH_STATUS; null where no job has taken the batch.</param>
/// <param name="Results">By source reference.</param>
internal sealed record CustomerBatchReport(long Loaded, string? Status, IReadOnlyDictionary<string, ObjectResult> Results)
{
    public static CustomerBatchReport Read(IReadOnlyList<string[]> rows)
    {
        long loaded = 0;
        string? status = null;
        var results = new Dictionary<string, ObjectResult>(StringComparer.Ordinal);
        foreach (var row in rows.Where(r => r.Length >= 3))
        {
            switch (row[0])
            {
                case "LOADED":
                    loaded = long.TryParse(row[2], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
                    break;
                case "BATCH":
                    status = row[2];
                    break;
                case "DONE":
                    results.TryAdd(row[1], Done(row));
                    break;
                case "ERROR":
                    // The first error of a customer is the cause of those of its other levels.
                    results[row[1]] = results.GetValueOrDefault(row[1]) is ObjectResult.Refused first ? first : Refused(row);
                    break;
            }
        }

        return new CustomerBatchReport(loaded, status, results);
    }

    private static ObjectResult.Done Done(string[] row) => new(
        row[2] switch { "I" => ObjectOutcome.Created, "N" => ObjectOutcome.Unchanged, _ => ObjectOutcome.Updated },
        row.Length > 4 ? new Dictionary<string, string>(StringComparer.Ordinal) { ["PartyId"] = row[3], ["PartyNumber"] = row[4], ["AccountNumber"] = row[4] } : []);

    private static ObjectResult Refused(string[] row) => ObjectErrors.Result(
        new ObjectRefusedException(ObjectErrorClass.Poison, ObjectErrors.CodeOf(row[2]), row.Length > 3 ? row[3] : null), mayQuote: true);
}
