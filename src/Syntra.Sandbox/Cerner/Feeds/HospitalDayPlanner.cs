using System.Globalization;
using NodaTime;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Draws the day from its seed: encounters first, their charges in order of service, the special cases spread among them.</summary>
internal sealed class HospitalDayPlanner
{
    private const long FirstChargeId = 5_300_000_001;
    private const long FirstEncounterId = 97_000_001;
    private const int StatisticsOnly = 996;

    private readonly HospitalDayOptions _options;
    private readonly Random _random;
    private readonly List<PlannedEncounter> _encounters = [];
    private readonly List<PlannedCharge> _charges = [];

    private HospitalDayPlanner(HospitalDayOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
    }

    internal static FeedPlan Plan(HospitalDayOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Waves, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Charges, 1);
        return new HospitalDayPlanner(options).Plan();
    }

    private FeedPlan Plan()
    {
        var hospitals = HospitalDayCatalogue.Organizations.Where(o => o.InWorkbook).ToList();
        while (_charges.Count < _options.Charges)
        {
            var encounter = AddEncounter(Pick(hospitals));
            var count = Math.Min(_random.Next(1, 9), _options.Charges - _charges.Count);
            for (var i = 0; i < count; i++)
            {
                _charges.Add(DrawCharge(encounter, Pick(HospitalDayCatalogue.Items)));
            }
        }

        AddWithCode(HospitalDayCatalogue.UnmappedCode, _options.UnmappedCharges);
        AddWithCode(HospitalDayCatalogue.RejectedCode, _options.RejectedCharges);
        AddBadRows();
        return new FeedPlan("hospital-day", PlanHash.Of(_options.ToString()), Catalogue(), ToWaves());
    }

    private FeedCatalogue Catalogue() => new()
    {
        Organizations = HospitalDayCatalogue.Organizations,
        Departments = HospitalDayCatalogue.Departments,
        ChargeCodes = HospitalDayCatalogue.ChargeCodes,
        EarliestServiceDate = _options.ServiceDate,
        LatestServiceDate = _options.ServiceDate,
    };

    private PlannedEncounter AddEncounter(SandboxOrganization organization)
    {
        var encounter = new PlannedEncounter(FirstEncounterId + _encounters.Count, organization.OrganizationId, ServiceTime(organization));
        _encounters.Add(encounter);
        return encounter;
    }

    private PlannedCharge DrawCharge(PlannedEncounter encounter, PricedItem item)
    {
        var quantity = item.Step * _random.Next(1, item.MaxSteps + 1);
        var organization = HospitalDayCatalogue.Organizations.First(o => o.OrganizationId == encounter.OrganizationId);
        return new PlannedCharge
        {
            ChargeItemId = FirstChargeId + _charges.Count,
            CompanionId = FirstChargeId + _charges.Count,
            EncounterId = encounter.EncounterId,
            DepartmentCode = item.DepartmentCode,
            ChargeCode = item.Code,
            Quantity = Text(quantity),
            UnitPrice = Text(item.Price),
            ExtendedPrice = Text(quantity * item.Price),
            ServiceAt = ServiceTime(organization),
            ProcessFlag = _random.Next(100) switch { < 2 => StatisticsOnly, < 30 => 100, _ => 999 },
        };
    }

    private void AddWithCode(string code, int count)
    {
        for (var i = 0; i < count; i++)
        {
            InsertAnywhere(DrawCharge(Pick(_encounters), Pick(HospitalDayCatalogue.Items)) with { ChargeCode = code, ProcessFlag = 999 });
        }
    }

    private void AddBadRows()
    {
        foreach (var kind in Enum.GetValues<BadRows>().Where(k => k is not (BadRows.None or BadRows.All) && _options.BadRows.HasFlag(k)))
        {
            var encounter = kind == BadRows.UnknownFacility
                ? AddEncounter(HospitalDayCatalogue.Organizations.Single(o => !o.InWorkbook))
                : Pick(_encounters.Where(e => e.OrganizationId != HospitalDayCatalogue.UnknownFacilityId).ToList());
            var charge = DrawCharge(encounter, HospitalDayCatalogue.Items[0]) with { ProcessFlag = 999 };
            InsertAnywhere(Spoil(charge, kind));
        }
    }

    private static PlannedCharge Spoil(PlannedCharge charge, BadRows kind) => kind switch
    {
        BadRows.NoEncounter => charge with { EncounterId = 0 },
        BadRows.DanglingEncounter => charge with { EncounterId = 96_999_999 },
        BadRows.UnknownFacility => charge,
        BadRows.NonNumericAmount => charge with { ExtendedPrice = "SEE NOTE" },
        BadRows.NullAmount => charge with { ExtendedPrice = null },
        BadRows.PriceMismatch => charge with { ExtendedPrice = "500" },
        BadRows.FutureServiceDate => charge with { ServiceAt = "2099-01-15 10:30:00" },
        BadRows.IdBeyondExactReal => charge with { ChargeItemId = 18_446_744_073_709_551_616d },
        BadRows.IdBeyondExactInteger => charge with { ChargeItemId = 9_007_199_254_740_993 },
        BadRows.UnknownProcessFlag => charge with { ProcessFlag = 4242 },
        BadRows.PendingProcessFlag => charge with { ProcessFlag = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not one kind of bad row"),
    };

    // The id stays the next one, the place among the others is drawn: special cases turn up all day long.
    private void InsertAnywhere(PlannedCharge charge) => _charges.Insert(_random.Next(_charges.Count + 1), charge);

    private List<FeedWave> ToWaves()
    {
        var size = (_charges.Count + _options.Waves - 1) / _options.Waves;
        var encounters = _encounters.ToDictionary(e => e.EncounterId);
        var waves = _charges.Chunk(size)
            .Select(chunk => new FeedWave(TakeFirstUsed(chunk, encounters), chunk, []))
            .ToList();
        var earlier = waves.SkipLast(1).SelectMany(w => w.Charges).Select(c => c.ChargeItemId).ToArray();
        _random.Shuffle(earlier);
        waves[^1] = waves[^1] with { Resaves = [.. earlier.Take(_options.Duplicates)] };
        return waves;
    }

    private static List<PlannedEncounter> TakeFirstUsed(PlannedCharge[] charges, Dictionary<long, PlannedEncounter> waiting)
    {
        var used = new List<PlannedEncounter>();
        foreach (var charge in charges)
        {
            if (waiting.Remove(charge.EncounterId, out var encounter))
            {
                used.Add(encounter);
            }
        }

        return used;
    }

    // Any minute of the facility's local day; a gap of daylight saving is stepped over, an overlap takes the earlier instant.
    private string ServiceTime(SandboxOrganization organization)
    {
        var date = LocalDate.FromDateOnly(_options.ServiceDate);
        var local = date.AtMidnight().PlusMinutes(_random.Next(24 * 60)).PlusSeconds(_random.Next(60));
        var zone = DateTimeZoneProviders.Tzdb[organization.TimeZone];
        var utc = zone.AtLeniently(local).ToDateTimeUtc();
        return utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
