using Syntra.Contracts;

namespace Syntra.Topology.Tests.Support;

/// <summary>Histories with everything that can happen to a charge from outside: encounters, deletions, reviews, redrives, closes and reopenings.</summary>
internal static class CorrectionHistory
{
    /// <summary>Holds late charges above 200.00, open corrections above 50 percent and 100.00, and every closed one; two people decide.</summary>
    public const string Strict = "CHG,7,REVERSE_AND_REPOST,HOLD_ABOVE,HOLD_ABOVE,HOLD,200.00,50,BOTH,finance-manager;controller,YES,NEXT_VERSION";

    private static readonly string[] Encounters = ["7001", "7002", "7003", "7004"];
    private static readonly string[] Facilities = ["101", "102", "104", "103"];

    public static World Play(int[] numbers, Action<World>? afterEach = null)
    {
        var world = new World(Strict);
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var random = new Random(number);
            if (random.Next(3) == 0)
            {
                Correct(world, versions, random);
            }
            else
            {
                History.Step(world, random);
            }

            afterEach?.Invoke(world);
        }

        return world;
    }

    /// <summary>Approves and redrives until nothing is held or in flight; what Fusion or intake refuses stays so.</summary>
    public static void Settle(World world)
    {
        world.Drain();
        for (var round = 0; round < 20 && world.States.Values.Any(s => s.Status == ChargeStatus.Held); round++)
        {
            foreach (var item in world.States.Values.Where(s => s.Review is not null).Select(s => s.Review!).ToList())
            {
                world.Decide(item, DecisionKind.Approve, $"person-{round}");
            }

            world.Drain();
        }
    }

    private static void Correct(World world, Dictionary<string, long> versions, Random random)
    {
        var encounter = random.Next(Encounters.Length);
        switch (random.Next(9))
        {
            case 0:
                world.EncounterRow(Encounters[encounter], Version(versions, Encounters[encounter], random), Facilities[encounter], cancelled: true);
                break;
            case 1:
                world.EncounterRow(Encounters[encounter], Version(versions, Encounters[encounter], random), Facilities[encounter]);
                break;
            case 2 or 3:
                var other = random.Next(Encounters.Length);
                var combine = $"{1 + ((encounter * Encounters.Length) + other)}";
                world.Combine(combine, Version(versions, "c" + combine, random), Encounters[encounter], Encounters[other], undone: random.Next(2) == 0);
                break;
            case 4 when world.Source.Count > 0 && random.Next(4) == 0:
                world.Delete($"{5000 + random.Next(6)}", purge: random.Next(2) == 0);
                break;
            case 5 when world.States.Values.Any(s => s.Status == ChargeStatus.DeadLettered):
                world.Redrive(Pick(world, ChargeStatus.DeadLettered, random));
                break;
            case 6:
                world.ReopenInFusion(random.Next(2) == 0 ? "May-26" : "Jan-26");
                break;
            default:
                Decide(world, random);
                break;
        }
    }

    private static void Decide(World world, Random random)
    {
        if (!world.States.Values.Any(s => s.Status == ChargeStatus.Held))
        {
            return;
        }

        var item = world.Open(Pick(world, ChargeStatus.Held, random));
        world.Decide(
            item,
            random.Next(4) == 0 ? DecisionKind.Reject : DecisionKind.Approve,
            who: random.Next(2) == 0 ? "ada" : "bob",
            role: random.Next(6) == 0 ? "clerk" : "controller",
            hash: random.Next(8) == 0 ? "another" : null);
    }

    private static string Pick(World world, ChargeStatus status, Random random)
    {
        var ids = world.States.Where(s => s.Value.Status == status).Select(s => s.Key).Order(StringComparer.Ordinal).ToList();
        return ids[random.Next(ids.Count)];
    }

    // Mostly newer than before, sometimes the same or older.
    private static long Version(Dictionary<string, long> versions, string row, Random random) =>
        versions[row] = Math.Max(0, versions.GetValueOrDefault(row) + random.Next(-1, 4));
}
