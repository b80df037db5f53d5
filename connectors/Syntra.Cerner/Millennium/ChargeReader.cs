using System.Data.Common;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>Reads charges by id and puts each together with its encounter, its bill codes and the meaning of its type.</summary>
internal sealed class ChargeReader(Database database, IMillenniumDialect dialect, MillenniumSourceOptions options)
{
    internal async Task<List<ReadCharge>> ReadAsync(IReadOnlyCollection<object> chargeItemIds, CancellationToken ct)
    {
        var charges = new List<ReadCharge>(chargeItemIds.Count);
        foreach (var batch in IdBatches.Of(chargeItemIds).Select(b => b.ToList()))
        {
            var mods = await database.QueryAsync(ChargeSql.Mods, batch, ChargeModRow.Read, ct).ConfigureAwait(false);
            var modsOf = mods.ToLookup(m => m.ChargeItemId, StringComparer.Ordinal);
            charges.AddRange(await database.QueryAsync(ChargeSql.Charges, batch, row => Assemble(row, modsOf), ct).ConfigureAwait(false));
        }

        return charges;
    }

    private ReadCharge Assemble(DbDataReader row, ILookup<string, ChargeModRow> modsOf)
    {
        var id = ExactText.Id(row.GetValue(ChargeSql.ChargeItemId)) ?? "";
        var mods = modsOf[id].ToList();
        var encounterFound = !row.IsDBNull(ChargeSql.FoundEncounterId);
        var joinedUpdates = mods.Sum(m => m.UpdateCount + 1);
        var joinedTimes = mods.Select(m => m.UpdatedAt).ToList();
        if (encounterFound)
        {
            joinedUpdates += ChargeModRow.Number(row.GetValue(ChargeSql.EncounterUpdateCount)) + 1;
            joinedTimes.Add(row.GetValue(ChargeSql.EncounterUpdatedAt));
        }

        var chargeTime = TimeOf(row.GetValue(ChargeSql.UpdatedAt));
        var joinedTime = joinedTimes.Select(TimeOf).DefaultIfEmpty(DateTime.MinValue).Max();
        var raw = new RawCharge
        {
            ChargeItemId = id,
            SourceVersion = SourceVersion.Of(ChargeModRow.Number(row.GetValue(ChargeSql.UpdateCount)), joinedUpdates),
            UpdatedAt = Utc(chargeTime > joinedTime ? chargeTime : joinedTime),
            ReadAt = Utc(database.Now),
            Active = ChargeModRow.IsOne(row.GetValue(ChargeSql.ActiveInd)),
            ProcessFlag = ExactText.Id(row.GetValue(ChargeSql.ProcessFlag)),
            ChargeType = ExactText.Of(row.GetValue(ChargeSql.ChargeTypeMeaning)),
            PersonId = ExactText.Reference(row.GetValue(ChargeSql.PersonId)),
            EncounterId = ExactText.Reference(row.GetValue(ChargeSql.EncounterId)),
            EncounterFound = encounterFound,
            OrganizationId = ExactText.Reference(row.GetValue(ChargeSql.OrganizationId)),
            DepartmentCode = ExactText.Reference(row.GetValue(ChargeSql.DepartmentCode)),
            CostCenterCode = ExactText.Reference(row.GetValue(ChargeSql.CostCenterCode)),
            ChargeCode = ChargeCodeOf(mods),
            Quantity = ExactText.Of(row.GetValue(ChargeSql.Quantity)),
            UnitPrice = ExactText.Of(row.GetValue(ChargeSql.Price)),
            ExtendedPrice = ExactText.Of(row.GetValue(ChargeSql.ExtendedPrice)),
            ServiceAt = ServiceTime.Of(row.GetValue(ChargeSql.ServiceAt), dialect),
            OffsetChargeItemId = ExactText.Reference(row.GetValue(ChargeSql.OffsetId)),
        };
        return new ReadCharge(raw, options.Tokens.Token(TokenSpaces.Charge, id), chargeTime, joinedTime);
    }

    // A charge may carry CPT, revenue and other codes beside the charge master's, and several of one schedule by priority.
    private string? ChargeCodeOf(IEnumerable<ChargeModRow> mods) => mods
        .Where(m => m.Active && Means(m.TypeMeaning, options.BillCodeMeaning) && Means(m.ScheduleMeaning, options.ChargeMasterMeaning))
        .OrderBy(m => m.Priority).ThenBy(m => m.Id)
        .Select(m => m.Code).FirstOrDefault();

    // Sites write the meaning with a blank or with an underscore.
    private static bool Means(string? found, string meaning) =>
        found is not null && found.Trim().Replace('_', ' ').Equals(meaning.Replace('_', ' '), StringComparison.OrdinalIgnoreCase);

    private DateTime TimeOf(object value) => dialect.TryReadUtc(value, out var time) ? time : database.Now;

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
