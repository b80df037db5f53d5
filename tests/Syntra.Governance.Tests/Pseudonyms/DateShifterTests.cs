using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Pseudonyms;

public sealed class DateShifterTests
{
    private static readonly Identifier Patient = new("mrn", "123");

    [Fact]
    public void All_dates_of_a_patient_move_by_the_same_days_so_that_intervals_stay()
    {
        using var shifter = Make();
        var admitted = new DateTimeOffset(2026, 2, 27, 23, 50, 0, TimeSpan.FromHours(-5));
        var born = new DateOnly(1950, 1, 31);
        var offset = shifter.OffsetOf(Patient);
        Assert.Equal(admitted.AddDays(offset), shifter.Shift(admitted, Patient));
        Assert.Equal(admitted.TimeOfDay, shifter.Shift(admitted, Patient).TimeOfDay);
        Assert.Equal(born.AddDays(offset), shifter.Shift(born, Patient));
        Assert.Equal(offset, shifter.OffsetOf(new Identifier("mrn", " 00123")));
    }

    [Fact]
    public void An_unknown_patient_is_refused()
    {
        using var shifter = Make();
        Assert.Equal(PseudonymFault.UnknownPatient, Assert.Throws<PseudonymException>(() => shifter.OffsetOf(null)).Fault);
        Assert.Equal(PseudonymFault.UnknownPatient, Assert.Throws<PseudonymException>(() => shifter.Shift(new DateOnly(2026, 1, 1), new Identifier("mrn", " "))).Fault);
        Assert.Equal(PseudonymFault.OutOfRange, Assert.Throws<PseudonymException>(() => _ = Enumerable.Range(0, 50).Select(i =>
            shifter.Shift(DateOnly.MaxValue, new Identifier("mrn", $"A{i}"))).ToList()).Fault);
    }

    [Theory]
    [InlineData(50, false, 100)]
    [InlineData(30, true, 8)]
    public void Offsets_are_spread_evenly_and_never_zero(int range, bool weeks, int values)
    {
        using var shifter = Make(new DateShiftOptions { Range = range, WholeWeeks = weeks });
        var counts = Enumerable.Range(0, 20_000).Select(i => shifter.OffsetOf(new Identifier("mrn", $"A{i}"))).CountBy(o => o).ToDictionary();
        Assert.Equal(values, counts.Count);
        Assert.DoesNotContain(0, counts.Keys);
        Assert.All(counts.Keys, o => Assert.InRange(Math.Abs(o), 1, range));
        Assert.All(counts.Keys, o => Assert.True(!weeks || o % 7 == 0));

        // Chi-square against even odds; the bound is six standard deviations above its mean.
        var expected = 20_000.0 / values;
        var chi = counts.Values.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.InRange(chi, 0, values + (6 * Math.Sqrt(2 * values)));
    }

    [Fact]
    public void Another_tenant_or_key_moves_by_other_days()
    {
        using var north = Make();
        using var south = new DateShifter(Rings.DateShift("south"), Rings.Rules, new DateShiftOptions());
        using var rekeyed = new DateShifter(Rings.DateShift(seed: 2), Rings.Rules, new DateShiftOptions());
        var patients = Enumerable.Range(0, 1000).Select(i => new Identifier("mrn", $"A{i}")).ToList();
        Assert.InRange(patients.Count(p => north.OffsetOf(p) == south.OffsetOf(p)), 0, 40);
        Assert.InRange(patients.Count(p => north.OffsetOf(p) == rekeyed.OffsetOf(p)), 0, 40);
    }

    internal static DateShifter Make(DateShiftOptions? options = null) => new(Rings.DateShift(), Rings.Rules, options ?? new DateShiftOptions());
}
