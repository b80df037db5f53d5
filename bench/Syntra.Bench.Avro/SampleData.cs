using System.Globalization;

namespace Syntra.Bench.Avro;

/// <summary>Records like those of a hospital's day: two lines each, now and then a reversal with four.</summary>
internal static class SampleData
{
    public const int PassSize = 1000;
    private static readonly string[] Facilities = ["St. Anna Nord", "St. Anna Süd", "Klinik am See"];

    public static Instruction[] Create(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => One(random, 1_000_000_000L + i))];
    }

    private static Instruction One(Random random, long id)
    {
        var day = new DateOnly(2026, 3, 1).AddDays(random.Next(31));
        var amount = random.Next(1, 5_000_000) / 100m;
        var facility = random.Next(Facilities.Length);
        var lines = new List<InstructionLine>();
        for (var pair = random.Next(10) == 0 ? 2 : 1; pair > 0; pair--)
        {
            lines.Add(Line(random, day, "RECEIVABLE", facility) with { Debit = amount });
            lines.Add(Line(random, day, "REVENUE", facility) with { Credit = amount });
        }

        return new Instruction
        {
            IdempotencyKey = Hex(random, 32),
            RecordId = id.ToString(CultureInfo.InvariantCulture),
            SourceVersion = random.Next(1, 5) << 24,
            Ledger = "Group Primary Ledger",
            LedgerId = "300000046975971",
            Facility = (1000 + facility).ToString(CultureInfo.InvariantCulture),
            BusinessUnit = Facilities[facility],
            Currency = "USD",
            MappingVersion = Hex(random, 32),
            SourceUpdatedAt = new DateTimeOffset(day.ToDateTime(new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay) / 10_000 * 10_000)), TimeSpan.Zero),
            Lines = lines.ToArray(),
        };
    }

    private static InstructionLine Line(Random random, DateOnly day, string role, int facility) => new()
    {
        Key = Hex(random, 32),
        Role = role,
        AccountingDate = day,
        Period = "Mar-26",
        OriginalPeriod = "Mar-26",
        Segments = [(101 + facility).ToString(CultureInfo.InvariantCulture), random.Next(1000, 9999).ToString(CultureInfo.InvariantCulture), "41000", "0000"],
    };

    private static string Hex(Random random, int bytes)
    {
        var data = new byte[bytes];
        random.NextBytes(data);
        return Convert.ToHexStringLower(data);
    }
}
