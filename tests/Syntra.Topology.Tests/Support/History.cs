using System.Globalization;
using Syntra.Contracts;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Tests.Support;

/// <summary>Plays a list of numbers as a history: each number is one thing that happens, so that a failing list shrinks.</summary>
internal static class History
{
    private static readonly string[] Months = ["Jan-26", "Feb-26", "Mar-26", "Apr-26", "May-26", "Jun-26"];

    public static void Play(World world, int[] numbers, Action? afterEach = null)
    {
        foreach (var number in numbers)
        {
            Step(world, new Random(number));
            afterEach?.Invoke();
        }
    }

    /// <summary>Only what the source sends, in order.</summary>
    public static IReadOnlyList<RawCharge> Versions(int[] numbers)
    {
        var world = new World();
        var versions = new List<RawCharge>();
        foreach (var number in numbers)
        {
            var raw = NextVersion(world, new Random(number));
            world.Source[raw.ChargeItemId.Value()] = raw;
            versions.Add(raw);
        }

        return versions;
    }

    internal static void Step(World world, Random random)
    {
        var kind = random.Next(20);
        switch (kind)
        {
            case < 9:
                world.Receive(NextVersion(world, random));
                break;
            case 9 when world.Source.Count > 0:
                world.Receive(Latest(world, random));
                break;
            case 10 when world.Source.Count > 0:
                var latest = Latest(world, random);
                world.Receive(Change(latest, random) with { SourceVersion = latest.SourceVersion - 1 });
                break;
            case < 15 when world.InFlight.Count > 0:
                world.Answer(random.Next(world.InFlight.Count));
                break;
            case 15:
                world.RepeatLastReceipt();
                break;
            case 16:
                world.CloseInFusion(Months[random.Next(Months.Length)]);
                break;
            case 17:
                world.RefreshCalendar();
                break;
            case 18:
                PublishLate(world, random);
                break;
            default:
                world.Look();
                break;
        }
    }

    private static RawCharge NextVersion(World world, Random random)
    {
        var id = $"{5000 + random.Next(6)}";
        return world.Source.TryGetValue(id, out var latest)
            ? Change(latest, random) with { SourceVersion = latest.SourceVersion + 1 + random.Next(2) }
            : Change(Sample.Raw(id), random);
    }

    private static RawCharge Latest(World world, Random random) =>
        world.Source.Values.OrderBy(r => r.ChargeItemId.Value(), StringComparer.Ordinal).ElementAt(random.Next(world.Source.Count));

    private static RawCharge Change(RawCharge raw, Random random) => random.Next(14) switch
    {
        0 => raw with { ChargeCode = Pick(random, "C1001", "C1017", "C1040", "C9999", null) },
        1 => raw with { DepartmentCode = Pick(random, "2001", "2007", "2999") },
        2 => raw with { OrganizationId = Pick(random, "101", "102", "103", "104", "105"), EncounterFound = true },
        3 => raw with { ServiceAt = Pick(random, "2026-01-31T23:30:00Z", "2026-02-01T05:30:00Z", "2026-03-15T10:00:00Z", "2026-06-19T10:00:00Z") },
        4 => raw with { ServiceAt = Pick(random, null, "yesterday", "2026-07-19T10:00:00Z") },
        5 => raw with { ProcessFlag = Pick(random, "999", "100", "10", "0", "13", null) },
        6 => raw with { Active = !raw.Active },
        7 => raw with { ExtendedPrice = Pick(random, null, "x", "119.99", "10.005") },
        8 => raw with { EncounterId = Pick(random, "7001", null) },
        9 => raw with { EncounterFound = false, OrganizationId = null },
        10 => raw.WithAmount(0m),
        _ => raw.WithAmount(random.Next(-20_000, 80_000) / 100m) with
        {
            Active = true, ProcessFlag = "999", EncounterId = "7001", ServiceAt = raw.ServiceAt ?? "2026-05-10T15:30:00Z",
        },
    };

    private static void PublishLate(World world, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                world.Publish(CrosswalkTables.ChargeCode, "C9999", ("natural_account", "44010"));
                break;
            case 1:
                world.Publish(CrosswalkTables.Department, "2999", ("cost_center", "3099"));
                break;
            case 2:
                world.Publish(CrosswalkTables.ProcessFlag, "13", ("treatment", "MONEY"));
                break;
            default:
                world.Publish(
                    CrosswalkTables.Facility, "105", ("ledger", Sample.Ledger), ("business_unit", "BU 105"), ("balancing_segment", "105"),
                    ("time_zone", "America/Los_Angeles"));
                break;
        }
    }

    private static string? Pick(Random random, params string?[] values) => values[random.Next(values.Length)];

    public static string Text(int[] numbers) => string.Join(", ", numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));
}
