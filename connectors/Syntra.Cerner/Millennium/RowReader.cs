using System.Data.Common;
using System.Globalization;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>Reads rows that are records of their own, by id.</summary>
internal sealed class RowReader(Database database, IMillenniumDialect dialect, MillenniumSourceOptions options)
{
    internal async Task<List<ReadRow>> ReadAsync(Keyset keyset, IReadOnlyCollection<object> ids, CancellationToken ct)
    {
        var (sql, read) = Of(keyset);
        var rows = new List<ReadRow>();
        foreach (var batch in IdBatches.Of(ids))
        {
            foreach (var found in await database.QueryAsync(sql, batch, read, ct).ConfigureAwait(false))
            {
                rows.AddRange(found);
            }
        }

        return rows;
    }

    private (string Sql, Func<DbDataReader, ReadRow[]> Read) Of(Keyset keyset) =>
        keyset == Keyset.EncounterRow ? (RowSql.Encounters, Encounter)
        : keyset == Keyset.EncounterCombine ? (RowSql.EncounterCombines, EncounterCombine)
        : keyset == Keyset.PersonCombine ? (RowSql.PersonCombines, PersonCombine)
        : keyset == Keyset.Delete ? (RowSql.Deletes, Delete)
        : throw new InvalidOperationException($"Rows of {keyset} are no records of their own.");

    private ReadRow[] Encounter(DbDataReader row)
    {
        var id = IdOf(row, RowSql.Id);
        var key = options.Tokens.Token(TokenSpaces.Encounter, id);
        var value = new RawEncounter
        {
            EncounterId = id,
            SourceVersion = VersionOf(row),
            UpdatedAt = Utc(TimeOf(row)),
            ReadAt = Utc(database.Now),
            Active = ChargeModRow.IsOne(row.GetValue(3)),
            Status = ExactText.Of(row.GetValue(4)),
            OrganizationId = ExactText.Reference(row.GetValue(5)),
        };
        return [Row(Keyset.EncounterRow, row, value, key, key)];
    }

    // Under both encounters, since either may be the one whose charges are looked for.
    private ReadRow[] EncounterCombine(DbDataReader row)
    {
        var (id, from, to) = (IdOf(row, RowSql.Id), IdOf(row, 4), IdOf(row, 5));
        var value = new RawEncounterCombine
        {
            CombineId = id,
            SourceVersion = VersionOf(row),
            UpdatedAt = Utc(TimeOf(row)),
            ReadAt = Utc(database.Now),
            Active = ChargeModRow.IsOne(row.GetValue(3)),
            FromEncounterId = from,
            ToEncounterId = to,
            CombinedAt = OptionalTime(row, 6),
            UncombinedAt = OptionalTime(row, 7),
        };
        string[] keys = from == to ? [from] : [from, to];
        return [.. keys.Select(e => Row(Keyset.EncounterCombine, row, value, options.Tokens.Token(TokenSpaces.Encounter, e), id))];
    }

    private ReadRow[] PersonCombine(DbDataReader row)
    {
        var id = IdOf(row, RowSql.Id);
        var value = new RawPersonCombine
        {
            CombineId = id,
            SourceVersion = VersionOf(row),
            UpdatedAt = Utc(TimeOf(row)),
            ReadAt = Utc(database.Now),
            Active = ChargeModRow.IsOne(row.GetValue(3)),
            Uncombined = !row.IsDBNull(4),
        };
        return [Row(Keyset.PersonCombine, row, value, id, id)];
    }

    private ReadRow[] Delete(DbDataReader row)
    {
        var charge = IdOf(row, 3);
        var value = new RawDelete
        {
            ChargeItemId = charge,
            Purge = ChargeModRow.Number(row.GetValue(4)) != 0,
            DeletedAt = Utc(TimeOf(row)),
            ReadAt = Utc(database.Now),
        };
        return [Row(Keyset.Delete, row, value, options.Tokens.Token(TokenSpaces.Charge, charge), IdOf(row, RowSql.Id))];
    }

    private ReadRow Row(Keyset keyset, DbDataReader row, object value, string key, string name) =>
        new(keyset, value, key, string.Create(CultureInfo.InvariantCulture, $"{keyset.Stream}/{name}"), VersionOf(row), TimeOf(row));

    // A key is never empty; what has no id cannot be told from others and is refused further on.
    private static string IdOf(DbDataReader row, int column) => ExactText.Id(row.GetValue(column)) is { Length: > 0 } id ? id : "0";

    private static long VersionOf(DbDataReader row) => ChargeModRow.Number(row.GetValue(RowSql.UpdateCount));

    private DateTime TimeOf(DbDataReader row) => dialect.TryReadUtc(row.GetValue(RowSql.UpdatedAt), out var time) ? time : database.Now;

    private DateTimeOffset? OptionalTime(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : dialect.TryReadUtc(row.GetValue(column), out var time) ? Utc(time) : Utc(database.Now);

    private static DateTimeOffset Utc(DateTime time) => WatermarkCodec.Utc(time);
}
