using System.Globalization;
using CsvHelper;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>The few columns of the Synthea files that a charge needs; no other column is ever read.</summary>
internal sealed record SyntheaCharge(
    int Line, string Id, string PlaceOfService, string AppointmentId, string FromDate, string DepartmentId, string ProcedureCode,
    string Units, string UnitAmount, string Amount);

internal sealed record SyntheaEncounter(string Organization, string Start);

internal static class SyntheaRows
{
    internal const string Charges = "claims_transactions.csv";
    internal const string Encounters = "encounters.csv";
    internal const string Organizations = "organizations.csv";

    private const string LineNumber = "#";

    internal static List<SyntheaCharge> ReadCharges(string folder) =>
        [.. Read(folder, Charges, csv => csv("TYPE") != "CHARGE" ? null : new SyntheaCharge(
            int.Parse(csv(LineNumber), CultureInfo.InvariantCulture), csv("ID"), csv("PLACEOFSERVICE"), csv("APPOINTMENTID"), csv("FROMDATE"),
            csv("DEPARTMENTID"), csv("PROCEDURECODE"), csv("UNITS"), csv("UNITAMOUNT"), csv("AMOUNT")))];

    internal static Dictionary<string, SyntheaEncounter> ReadEncounters(string folder) =>
        Read(folder, Encounters, csv => new { Id = csv("Id"), Row = new SyntheaEncounter(csv("ORGANIZATION"), csv("START")) })
            .ToDictionary(e => e.Id, e => e.Row, StringComparer.Ordinal);

    internal static List<string> ReadOrganizations(string folder) => [.. Read(folder, Organizations, csv => csv("Id"))];

    private static IEnumerable<T> Read<T>(string folder, string file, Func<Func<string, string>, T?> row)
        where T : class
    {
        // Values stay out of exceptions: other columns of these files describe persons.
        var options = new CsvReaderOptions { Separator = ',', TrackLineNumbers = true, IncludeValuesInExceptions = false };
        using var csv = CsvReader.FromFile(Existing(folder, file), options);
        while (csv.Read())
        {
            if (csv.FieldCount != csv.Headers.Count)
            {
                throw new InvalidDataException($"{file} line {csv.LineNumber}: {csv.FieldCount} columns where the header has {csv.Headers.Count}. Is the file complete?");
            }

            if (row(column => Field(csv, file, column)) is { } value)
            {
                yield return value;
            }
        }
    }

    private static string Existing(string folder, string file) => (Directory.Exists(folder), Path.Combine(folder, file)) switch
    {
        (false, _) => throw new DirectoryNotFoundException($"There is no folder {folder}."),
        (true, var path) when !File.Exists(path) => throw new FileNotFoundException($"{folder} has no {file}: a folder of Synthea CSV files is expected."),
        (true, var path) => path,
    };

    private static string Field(CsvReader csv, string file, string column)
    {
        if (column == LineNumber)
        {
            return csv.LineNumber.ToString(CultureInfo.InvariantCulture);
        }

        return csv.TryGetFieldIndex(column, out var index)
            ? csv.GetString(index)
            : throw new InvalidDataException($"{file}: column {column} is missing.");
    }
}
