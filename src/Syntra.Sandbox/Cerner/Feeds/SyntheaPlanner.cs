using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>
/// Turns the Synthea rows into a plan. Ids are the first 52 bits of the SHA-256 of the row's UUID: stable when rows are added or moved,
/// exact as a floating number, and checked for collisions.
/// </summary>
internal sealed class SyntheaPlanner
{
    private const long FirstDepartmentCode = 22_100;
    private const int Posted = 999;

    private readonly SyntheaOptions _options;
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, long Id), string> _taken = [];
    private readonly Dictionary<(string Appointment, string Facility), PlannedEncounter> _encounters = [];

    private SyntheaPlanner(SyntheaOptions options) => _options = options;

    internal static FeedPlan Plan(SyntheaOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Waves, 1);
        return new SyntheaPlanner(options).Plan();
    }

    private FeedPlan Plan()
    {
        var rows = SyntheaRows.ReadCharges(_options.Folder);
        if (rows.Count == 0)
        {
            throw new InvalidDataException($"{SyntheaRows.Charges} has no row of TYPE CHARGE.");
        }

        var encounters = SyntheaRows.ReadEncounters(_options.Folder);
        var organizations = SyntheaRows.ReadOrganizations(_options.Folder);
        var known = organizations.ToHashSet(StringComparer.Ordinal);
        var size = (rows.Count + _options.Waves - 1) / _options.Waves;
        var waves = rows.Chunk(size).Select(chunk => ToWave(chunk, encounters, known)).ToList();
        return new FeedPlan("synthea", Fingerprint(rows), Catalogue(rows, organizations), waves);
    }

    private FeedWave ToWave(SyntheaCharge[] rows, Dictionary<string, SyntheaEncounter> encounters, HashSet<string> organizations)
    {
        var added = new List<PlannedEncounter>();
        var charges = rows.Select(row => ToCharge(row, EncounterOf(row, encounters, organizations, added))).ToList();
        return new FeedWave(added, charges, []);
    }

    // The facility of a charge is its place of service. Where the appointment's own organization differs, the charge gets an encounter
    // of its own at the place of service, since Millennium knows a charge's facility only through its encounter.
    private long EncounterOf(
        SyntheaCharge row, Dictionary<string, SyntheaEncounter> encounters, HashSet<string> organizations, List<PlannedEncounter> added)
    {
        if (_encounters.TryGetValue((row.AppointmentId, row.PlaceOfService), out var planned))
        {
            return planned.EncounterId;
        }

        if (!encounters.TryGetValue(row.AppointmentId, out var encounter))
        {
            throw new InvalidDataException($"{SyntheaRows.Charges} line {row.Line}: APPOINTMENTID is not in {SyntheaRows.Encounters}.");
        }

        if (!organizations.Contains(row.PlaceOfService))
        {
            throw new InvalidDataException($"{SyntheaRows.Charges} line {row.Line}: PLACEOFSERVICE is not in {SyntheaRows.Organizations}.");
        }

        var key = encounter.Organization == row.PlaceOfService ? row.AppointmentId : row.AppointmentId + "@" + row.PlaceOfService;
        planned = new PlannedEncounter(
            IdOf("encounter", key), IdOf("organization", row.PlaceOfService), UtcText(encounter.Start, row.Line));
        _encounters.Add((row.AppointmentId, row.PlaceOfService), planned);
        added.Add(planned);
        return planned.EncounterId;
    }

    private PlannedCharge ToCharge(SyntheaCharge row, long encounterId)
    {
        var id = IdOf("charge", row.Id);
        return new PlannedCharge
        {
            ChargeItemId = id,
            CompanionId = id,
            EncounterId = encounterId,
            DepartmentCode = DepartmentOf(row),
            ChargeCode = row.ProcedureCode,
            Quantity = row.Units,
            UnitPrice = row.UnitAmount,
            ExtendedPrice = row.Amount,
            ServiceAt = UtcText(row.FromDate, row.Line),
            ProcessFlag = Posted,
        };
    }

    private FeedCatalogue Catalogue(List<SyntheaCharge> rows, List<string> organizations)
    {
        var used = rows.Select(r => r.PlaceOfService).ToHashSet(StringComparer.Ordinal);
        var dates = rows.Select(r => LocalDateOf(r)).ToList();
        return new FeedCatalogue
        {
            Organizations =
            [
                .. organizations
                    .Select((uuid, i) => (uuid, code: string.Create(CultureInfo.InvariantCulture, $"F{i + 1:000}")))
                    .Where(o => used.Contains(o.uuid))
                    .Select(o => new SandboxOrganization(IdOf("organization", o.uuid), o.code, _options.TimeZone)),
            ],
            Departments =
            [
                .. rows.Select(r => (Code: DepartmentOf(r), r.DepartmentId)).Distinct().OrderBy(d => d.Code)
                    .Select(d => new SandboxDepartment(d.Code, "Department " + d.DepartmentId)),
            ],
            ChargeCodes =
            [
                .. rows.Select(r => r.ProcedureCode).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                    .Select(c => new SandboxChargeCode(c)),
            ],
            EarliestServiceDate = dates.Min(),
            LatestServiceDate = dates.Max(),
        };
    }

    private static long DepartmentOf(SyntheaCharge row) =>
        int.TryParse(row.DepartmentId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? FirstDepartmentCode + number
            : throw new InvalidDataException($"{SyntheaRows.Charges} line {row.Line}: DEPARTMENTID is not a number.");

    private DateOnly LocalDateOf(SyntheaCharge row)
    {
        var zone = DateTimeZoneProviders.Tzdb[_options.TimeZone];
        return Instant.FromDateTimeOffset(ParseUtc(row.FromDate, row.Line)).InZone(zone).Date.ToDateOnly();
    }

    private static string UtcText(string text, int line) =>
        ParseUtc(text, line).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset ParseUtc(string text, int line) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var utc)
            ? utc
            : throw new InvalidDataException($"{SyntheaRows.Charges} line {line}: a date-time is not yyyy-MM-ddTHH:mm:ssZ.");

    private long IdOf(string kind, string uuid)
    {
        var key = kind + ":" + uuid;
        if (_ids.TryGetValue(key, out var id))
        {
            return id;
        }

        id = (long)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key))) >> 12);
        if (id == 0 || !_taken.TryAdd((kind, id), uuid))
        {
            throw new InvalidDataException($"Two {kind} UUIDs of the Synthea files hash to one id; the files need ids of their own.");
        }

        _ids.Add(key, id);
        return id;
    }

    private string Fingerprint(List<SyntheaCharge> rows) =>
        PlanHash.Of(_options.Waves.ToString(CultureInfo.InvariantCulture) + "\n" + string.Join('\n', rows.Select(r => r.ToString())));
}
