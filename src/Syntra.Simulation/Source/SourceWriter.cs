using System.Globalization;
using Syntra.Cerner.Millennium;
using Syntra.Contracts;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Source;

/// <summary>
/// What the hospital writes into the source's tables, where the poller finds it; and rows that reach the topics by other ways, late, out
/// of order, or twice.
/// </summary>
internal sealed class SourceWriter(SimHost host, MemoryLog broker, SimClock clock, SourceModel source, SimTables tables, SourcePoller poller, FormCounts counts)
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private long _deletes;

    /// <summary>A charge row changed; its next version is read now or later.</summary>
    public void Changed(SimCharge charge, ChargeVersion row, Dice random)
    {
        charge.Row = row with { Version = charge.Row.Version + 1 };
        Read(charge, random);
    }

    /// <summary>A charge row is new.</summary>
    public void Read(SimCharge charge, Dice random)
    {
        var version = charge.Row with { ReadAt = clock.GetUtcNow() };
        charge.Row = version;
        Soon(new SimRow(Keyset.Charge, Number(version.Id), Now, ToRaw(version), Row: null, () => Send(charge, version)) { Token = version.Id }, random, oneIn: 7);
    }

    /// <summary>Writes a version to the topic, whatever was written before.</summary>
    public void Send(SimCharge charge, ChargeVersion version)
    {
        charge.Sent.Add(version);
        var raw = ToRaw(version);
        broker.Append(host.Topics.RawCharge, version.Id, host.Bytes(host.Serdes.RawCharge, host.Topics.RawCharge, version.Id, raw), raw.UpdatedAt.ToUnixTimeMilliseconds(), version);
    }

    public void Deleted(SimCharge charge, bool purge, Dice random)
    {
        var at = clock.GetUtcNow();
        charge.IsDeleted |= !purge;
        var version = new ChargeVersion(charge.Row.Id, long.MaxValue) { ReadAt = at, Deleted = true };
        var raw = new RawDelete { ChargeItemId = Raw(charge.Row.Id), Purge = purge, DeletedAt = at, ReadAt = at };
        Soon(Row(Keyset.Delete, ++_deletes, MemorySourceHistory.NameOfDelete(charge.Row.Id, at), 0, () => broker.Append(
            host.Topics.RawDelete, charge.Row.Id, host.Bytes(host.Serdes.RawDelete, host.Topics.RawDelete, charge.Row.Id, raw), at.ToUnixTimeMilliseconds(),
            new ChargeFact(ReferenceView.Empty, version, purge))), random, oneIn: 7);
    }

    /// <summary>An encounter row changed, or is new.</summary>
    public void Changed(SimEncounter encounter, Dice random)
    {
        var at = clock.GetUtcNow();
        var raw = new RawEncounter
        {
            EncounterId = Raw(encounter.Id),
            SourceVersion = ++encounter.Version,
            UpdatedAt = at,
            ReadAt = at,
            Active = true,
            Status = encounter.Cancelled ? "CANCELLED" : "ACTIVE",
            OrganizationId = encounter.Organization,
        };
        var fact = new EncounterRowFact(encounter.Id, raw.SourceVersion, encounter.Cancelled, encounter.Organization);
        Soon(Row(Keyset.EncounterRow, Number(encounter.Id), encounter.Id, raw.SourceVersion, () => broker.Append(
            host.Topics.RawEncounter, encounter.Id, host.Bytes(host.Serdes.RawEncounter, host.Topics.RawEncounter, encounter.Id, raw), at.ToUnixTimeMilliseconds(), fact)), random, oneIn: 8);
    }

    /// <summary>A combine row is new, or was taken back.</summary>
    public void Changed(SimCombine combine, Dice random)
    {
        var at = clock.GetUtcNow();
        var raw = new RawEncounterCombine
        {
            CombineId = combine.Id,
            SourceVersion = ++combine.Version,
            UpdatedAt = at,
            ReadAt = at,
            Active = true,
            FromEncounterId = Raw(combine.From),
            ToEncounterId = Raw(combine.To),
            CombinedAt = combine.At,
            UncombinedAt = combine.InForce ? null : at,
        };
        string[] encounters = [combine.From, combine.To];
        for (var i = 0; i < encounters.Length; i++)
        {
            // The product writes both copies in one transaction; here one of them may be late by itself, so each is a row of its own.
            var encounter = encounters[i];
            var fact = new CombineFact(encounter, combine.Id, raw.SourceVersion, combine.From, combine.To, combine.At, combine.InForce);
            Soon(Row(Keyset.EncounterCombine, (Number(combine.Id) * encounters.Length) + i, $"{combine.Id}/{encounter}", raw.SourceVersion, () => broker.Append(
                host.Topics.RawEncounterCombine, encounter, host.Bytes(host.Serdes.RawEncounterCombine, host.Topics.RawEncounterCombine, encounter, raw), at.ToUnixTimeMilliseconds(), fact)), random, oneIn: 8);
        }
    }

    /// <summary>A person combine is new, or was taken back, or was put in force again.</summary>
    public void PersonCombined(string id, Dice random)
    {
        var (at, number) = (clock.GetUtcNow(), source.PersonCombines.GetValueOrDefault(id) + 1);
        source.PersonCombines[id] = number;
        counts.Saw(number % 2 == 1 ? Forms.PersonCombine : Forms.PersonUncombine);
        var raw = new RawPersonCombine { CombineId = id, SourceVersion = number, UpdatedAt = at, ReadAt = at, Active = true, Uncombined = number % 2 == 0 };
        Soon(Row(Keyset.PersonCombine, Number(id), id, number, () => broker.Append(
            host.Topics.RawPersonCombine, id, host.Bytes(host.Serdes.RawPersonCombine, host.Topics.RawPersonCombine, id, raw), at.ToUnixTimeMilliseconds(), raw)), random, oneIn: 8);
    }

    /// <summary>Delivers one of the rows that are late.</summary>
    public void DeliverLate(Dice random)
    {
        if (source.Delayed.Count > 0)
        {
            var which = random.Next(source.Delayed.Count);
            var write = source.Delayed[which];
            source.Delayed.RemoveAt(which);
            write();
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private SimRow Row(Keyset keyset, long id, string name, long version, Action write) =>
        new(keyset, id, Now, Charge: null, new ReadRow(keyset, this, name, MemorySourceHistory.NameOf(keyset, name), version, Now), write);

    // Usually the poller finds it, soon or at a later poll; now and then its transaction is still open when the poller passes by.
    private void Soon(SimRow row, Dice random, int oneIn)
    {
        if (random.Next(oneIn) == 0)
        {
            Late(row.Write);
            return;
        }

        var (twice, open, now) = (random.Next(20) == 0, random.Next(10) == 0, random.Next(4) > 0);
        var found = twice ? row with { Write = () => Twice(row.Write) } : row;
        found.Uncommitted = open ? 1 + random.Next(2) : 0;
        counts.Saw(Forms.RowCommittedLate, open ? 1 : 0);
        tables.Put(found);
        if (now)
        {
            poller.Poll();
        }
    }

    private void Twice(Action write)
    {
        counts.Saw(Forms.RowReadTwice);
        write();
        write();
    }

    private void Late(Action write)
    {
        counts.Saw(Forms.RowReadLate);
        source.Delayed.Add(write);
    }

    private static long Number(string id) => long.Parse(char.IsAsciiDigit(id[0]) ? id : id[1..], CultureInfo.InvariantCulture);

    /// <summary>The source's own id; the history speaks in tokens.</summary>
    private static Phi<string> Raw(string token) => Phi.Of(token[1..]);

    private static RawCharge ToRaw(ChargeVersion version)
    {
        var amount = version.Amount?.ToString("0.00", CultureInfo.InvariantCulture);
        return new RawCharge
        {
            ChargeItemId = Raw(version.Id),
            SourceVersion = version.Version,
            UpdatedAt = version.ReadAt,
            ReadAt = version.ReadAt,
            Active = version.Active,
            ProcessFlag = version.Flag,
            ChargeType = version.Amount < 0 ? "CR" : "DR",
            EncounterId = version.Encounter is { } encounter ? Raw(encounter) : null,
            EncounterFound = version.EncounterFound,
            OrganizationId = version.EncounterFound ? version.Organization : null,
            DepartmentCode = version.Department,
            ChargeCode = version.Code,
            Quantity = "1",
            UnitPrice = amount ?? "0.00",
            ExtendedPrice = amount,
            ServiceAt = version.ServiceAt is { } at ? Phi.Of(at.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)) : null,
            OffsetChargeItemId = version.Offsets is { } offsets ? Raw(offsets) : null,
        };
    }
}
