using FsCheck;
using FsCheck.Fluent;

namespace Syntra.Topology.Tests.Support;

/// <summary>Checks a property over histories; a failing one is shrunk and shown.</summary>
internal static class Property
{
    private const int Longest = 120;

    public static void ForHistories(int runs, Action<int[]> property)
    {
        var histories = Arb.ToArbitrary(Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1)), Shrink);
        Prop.ForAll(histories, property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithEndSize(Longest));
    }

    /// <summary>Leaves out halves, quarters ... single steps.</summary>
    private static IEnumerable<int[]> Shrink(int[] numbers)
    {
        for (var size = numbers.Length / 2; size > 0; size /= 2)
        {
            for (var start = 0; start + size <= numbers.Length; start += size)
            {
                yield return [.. numbers[..start], .. numbers[(start + size)..]];
            }
        }
    }
}
