using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Objects.Assets;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Fa;

/// <summary>
/// Makes assets of the rows that PostMassAdditions has taken, before anybody can look at them, which from outside is the same as the job's own work. Each row stands
/// or falls by itself.
/// </summary>
/// <remarks>A kill between the objects' commit and the rows' has the row run again: the asset that it made bears its id.</remarks>
internal sealed class MassAdditions(FusionDatabase database, ObjectStore objects, FusionObjectSetup setup) : IDisposable
{
    /// <summary>Taken by the job and not yet made.</summary>
    public const string Taken = "TAKEN";

    private const string Origin = "MASS_ADDITION_ID";
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Brings the books of the set-up into the database, for the jobs.</summary>
    public void Apply() => database.Write(session => setup.AssetBooks.Keys.Sum(book => session.Execute(
        "INSERT OR REPLACE INTO fa_book_controls VALUES (@book, @approval)", ("@book", book), ("@approval", setup.AssetApprovals.Contains(book) ? 1 : 0))));

    public async Task RunDueAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var due = database.Read(s => s.Query(
                "SELECT mass_addition_id, fields, distributions FROM fa_mass_additions WHERE posting_status = @taken ORDER BY mass_addition_id",
                static r => (Id: r.GetInt64(0), Fields: JsonSerializer.Deserialize<List<string>>(r.GetString(1))!, Places: JsonSerializer.Deserialize<List<List<string>>>(r.GetString(2))!), ("@taken", Taken)));
            if (due.Count == 0)
            {
                return;
            }

            var outcomes = await objects.RunAsync(transaction => due.Select(row => (row.Id, Outcome: Post(transaction, row.Id, row.Fields, row.Places))).ToList());
            database.Write(session => outcomes.Sum(o => session.Execute(
                "UPDATE fa_mass_additions SET posting_status = @status, error_msg = @error, asset_id = @asset WHERE mass_addition_id = @id",
                ("@status", o.Outcome.Error is null ? "POSTED" : "ERROR"), ("@error", o.Outcome.Error), ("@asset", o.Outcome.AssetId), ("@id", o.Id))));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private (long? AssetId, string? Error) Post(ObjectTransaction transaction, long id, List<string> fields, List<List<string>> places)
    {
        var number = fields[3];
        if (number.Length > 0 && transaction.Tables.FindByKey(AssetTransactions.Assets, number) is { } standing)
        {
            return standing.Text(Origin) == id.ToString(CultureInfo.InvariantCulture) ? (standing.Id, null) : (null, "FA_ASSET_NUMBER_EXISTS: The asset number is in use.");
        }

        if (Problem(fields, places) is { } problem)
        {
            return (null, problem);
        }

        var row = transaction.Insert(AssetTransactions.Assets, number.Length > 0 ? number : id.ToString(CultureInfo.InvariantCulture), new JsonObject
        {
            [Origin] = id.ToString(CultureInfo.InvariantCulture), ["P_BOOK_TYPE_CODE"] = fields[1], ["PX_ASSET_NUMBER"] = number, ["P_DESCRIPTION"] = fields[4], ["P_TAG_NUMBER"] = Text(fields[5]),
            ["P_MANUFACTURER_NAME"] = Text(fields[6]), ["P_SERIAL_NUMBER"] = Text(fields[7]), ["P_MODEL_NUMBER"] = Text(fields[8]), ["P_COST"] = fields[10],
            ["P_DATE_PLACED_IN_SERVICE"] = fields[11].Replace('/', '-'), ["P_UNITS_ASSIGNED_TBL"] = string.Join(',', places.Select(static p => p[1])),
        }, "ASSET_ID");
        return (row.Id, null);
    }

    private string? Problem(List<string> fields, List<List<string>> places) =>
        DateOnly.ParseExact(fields[11], "yyyy/MM/dd", CultureInfo.InvariantCulture) > setup.AssetBooks[fields[1]] ? "FA_PERIOD_NOT_OPEN: The date placed in service is after the open period."
        : fields[14].Length == 0 ? "FA_CATEGORY_INVALID: The asset category does not exist or is not in the book."
        : places.Count == 0 || places.Exists(static p => p[3].Length == 0) ? "FA_LOCATION_INVALID: The asset location does not exist."
        : places.Exists(static p => p[10].Length == 0) ? "FA_EXPENSE_INVALID: The depreciation expense account is not valid."
        : places.Sum(static p => decimal.TryParse(p[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) ? units : 0m) != (decimal.TryParse(fields[13], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var all) ? all : -1m)
            ? "FA_UNITS_DIFFER: The units of the distributions are not those of the asset."
        : null;

    private static string? Text(string field) => field.Length > 0 ? field : null;
}
