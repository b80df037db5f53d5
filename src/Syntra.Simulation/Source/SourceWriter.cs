using System.Globalization;
using Syntra.Contracts;
using Syntra.Simulation.Coverage;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Source;

/// <summary>The connector's work: rows of the source onto the raw topics, some of them late, out of order, or twice.</summary>
internal sealed class SourceWriter(SimHost host, MemoryLog broker, SimClock clock, SourceModel source, FormCounts counts)
{
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

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
        Soon(() => Send(charge, version), random, oneIn: 7);
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
        Soon(() => broker.Append(
            host.Topics.RawDelete, charge.Row.Id, host.Bytes(host.Serdes.RawDelete, host.Topics.RawDelete, charge.Row.Id, raw), at.ToUnixTimeMilliseconds(),
            new ChargeFact(ReferenceView.Empty, version, purge)), random, oneIn: 7);
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
        Soon(() => broker.Append(
            host.Topics.RawEncounter, encounter.Id, host.Bytes(host.Serdes.RawEncounter, host.Topics.RawEncounter, encounter.Id, raw), at.ToUnixTimeMilliseconds(), fact), random, oneIn: 8);
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
        foreach (var encounter in (string[])[combine.From, combine.To])
        {
            var fact = new CombineFact(encounter, combine.Id, raw.SourceVersion, combine.From, combine.To, combine.At, combine.InForce);
            Soon(() => broker.Append(
                host.Topics.RawEncounterCombine, encounter, host.Bytes(host.Serdes.RawEncounterCombine, host.Topics.RawEncounterCombine, encounter, raw), at.ToUnixTimeMilliseconds(), fact), random, oneIn: 8);
        }
    }

    /// <summary>A person combine is new, or was taken back, or was put in force again.</summary>
    public void PersonCombined(string id, Dice random)
    {
        var (at, number) = (clock.GetUtcNow(), source.PersonCombines.GetValueOrDefault(id) + 1);
        source.PersonCombines[id] = number;
        counts.Saw(number % 2 == 1 ? Forms.PersonCombine : Forms.PersonUncombine);
        var raw = new RawPersonCombine { CombineId = id, SourceVersion = number, UpdatedAt = at, ReadAt = at, Active = true, Uncombined = number % 2 == 0 };
        Soon(() => broker.Append(
            host.Topics.RawPersonCombine, id, host.Bytes(host.Serdes.RawPersonCombine, host.Topics.RawPersonCombine, id, raw), at.ToUnixTimeMilliseconds(), raw), random, oneIn: 8);
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

    private void Soon(Action write, Dice random, int oneIn)
    {
        if (random.Next(oneIn) == 0)
        {
            counts.Saw(Forms.RowReadLate);
            source.Delayed.Add(write);
            return;
        }

        write();
        if (random.Next(20) == 0)
        {
            counts.Saw(Forms.RowReadTwice);
            write();
        }
    }

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
