using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Tests.Pseudonyms;

/// <summary>
/// The attack of the market's tools: their offset is a polynomial hash (factor 131, modulo 101) of id and key, which is linear, so that
/// a few known offsets give away everyone's. Run against their formula it must succeed, or the test shows nothing; against ours it must not.
/// </summary>
public sealed class DateShiftAttackTests
{
    private const int Modulus = 101;
    private const int Patients = 10_000;
    private const int Known = 3;

    private static readonly string[] Ids = [.. Enumerable.Range(0, Patients + Known).Select(i => $"PAT{(i * 7919) % 1_000_003:D7}")];

    [Fact]
    public void Three_known_offsets_break_the_linear_formula_for_every_other_patient()
    {
        const string Key = "k7Qz0bX9vT2mLw4RyH8sJd6FgNc1PaUeZiOxCvBnMqWrTyUiOpAsDfGhJkLzXcVb";
        Assert.Equal(Patients, Predicted(id => (Hash(id + Key) - 50 + Modulus) % Modulus));
    }

    [Fact]
    public void They_say_nothing_of_ours()
    {
        using var shifter = DateShifterTests.Make();
        var right = Predicted(id => (shifter.OffsetOf(new Identifier("mrn", id)) + Modulus) % Modulus);

        // Chance is 1 in 100: 100 of 10,000, and 160 is six standard deviations above it.
        Assert.InRange(right, 0, 160);
    }

    [Fact]
    public void Nor_does_the_offset_of_the_nearest_known_id_or_the_commonest_offset()
    {
        using var shifter = DateShifterTests.Make();
        var offsets = Ids.Order(StringComparer.Ordinal).Select(id => shifter.OffsetOf(new Identifier("mrn", id))).ToList();
        Assert.InRange(offsets.Zip(offsets.Skip(1)).Count(p => p.First == p.Second), 0, 160);
        Assert.InRange(offsets.CountBy(o => o).Max(c => c.Value), 0, 160);
    }

    // Finds all (a, b) with offset = a * hash(id) + b that fit the known patients, and predicts the rest with the first one.
    private static int Predicted(Func<string, int> offsetOf)
    {
        var known = Ids.Take(Known).Select(id => (Hash: Hash(id), Offset: offsetOf(id))).ToList();
        var fits = from a in Enumerable.Range(0, Modulus)
                   from b in Enumerable.Range(0, Modulus)
                   let misses = known.Count(k => ((a * k.Hash) + b) % Modulus != k.Offset)
                   orderby misses
                   select (a, b);
        var (factor, shift) = fits.First();
        return Ids.Skip(Known).Count(id => ((factor * Hash(id)) + shift) % Modulus == offsetOf(id));
    }

    private static int Hash(string text) => text.Aggregate(0, (h, c) => ((h * 131) + c) % Modulus);
}
