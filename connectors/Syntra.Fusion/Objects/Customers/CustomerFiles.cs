using System.Text;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>
/// FBDI customers (UCM fin/receivables/import, interface 4, CDMAutoBulkImportJob): seven files, the same source system and reference on every level, so that
/// loading them again finds the same records. Columns behind the leading ones are left empty, which SQL*Loader takes.
/// </summary>
public static class CustomerFiles
{
    /// <summary>The seven files by name.</summary>
    /// <param name="customers">Instructions with the name under which each shall stand: its token, or what the disclosure route opened.</param>
    /// <param name="batch">BATCH_ID.</param>
    /// <param name="system">Registered source system.</param>
    /// <param name="stands">Whether a party stands under a reference: it is changed then (U); none is where it is left out.</param>
    public static IReadOnlyDictionary<string, string> Write(IEnumerable<(ObjectInstruction Instruction, string Name)> customers, long batch, string system, Func<string, bool>? stands = null)
    {
        string[] names = ["HzImpPartiesT", "HzImpLocationsT", "HzImpPartySitesT", "HzImpPartySiteUsesT", "HzImpAccountsT", "HzImpAcctSitesT", "HzImpAcctSiteUsesT"];
        var files = names.ToDictionary(n => n + ".csv", _ => new StringBuilder(), StringComparer.Ordinal);
        var number = batch.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (instruction, name) in customers.Where(c => c.Instruction.Customer is not null))
        {
            var payload = instruction.Customer!;
            var key = instruction.ObjectKey;
            var account = SourceReference.Number(key);
            var flag = stands?.Invoke(key) == true ? "U" : "I";
            string?[] Row(int length, params (int Position, string? Value)[] values)
            {
                var row = new string?[length];
                (row[0], row[1], row[2]) = (number, system, key);
                foreach (var (position, value) in values)
                {
                    row[position - 1] = value;
                }

                return row;
            }

            void Add(string file, string?[] row) => CsvFields.AppendRow(files[file + ".csv"], row);

            Add("HzImpPartiesT", Row(10, (4, flag), (5, payload.PartyType.ToString().ToUpperInvariant()), (10, name)));
            Add("HzImpLocationsT", Row(6, (5, payload.Country), (6, account)));
            Add("HzImpPartySitesT", Row(7, (4, system), (5, key), (6, system), (7, key)));
            Add("HzImpPartySiteUsesT", Row(6, (4, system), (5, key), (6, "BILL_TO")));
            Add("HzImpAccountsT", Row(10, (4, system), (5, key), (6, account), (7, flag), (8, "R"), (10, account)));
            Add("HzImpAcctSitesT", Row(12, (4, system), (5, key), (6, system), (7, key), (9, flag), (12, payload.BusinessUnit)));
            Add("HzImpAcctSiteUsesT", Row(10, (4, system), (5, key), (6, "BILL_TO"), (7, "Y"), (8, flag), (10, payload.BusinessUnit)));
        }

        return files.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
    }
}
