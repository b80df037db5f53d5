namespace Syntra.Simulation.Histories;

/// <summary>Delta debugging: leaves out events, many at a time and then fewer, for as long as the history still fails.</summary>
internal static class Shrinker
{
    public static History Shrink(History failing, Func<History, bool> fails)
    {
        var current = failing;
        for (var size = Math.Max(1, current.Events.Count / 2); ; size = Math.Max(1, size / 2))
        {
            var shorter = Pass(current, size, fails);
            if (size == 1 && shorter.Events.Count == current.Events.Count)
            {
                return shorter;
            }

            current = shorter;
        }
    }

    private static History Pass(History history, int size, Func<History, bool> fails)
    {
        var current = history;
        for (var start = 0; start < current.Events.Count;)
        {
            var without = current with { Events = [.. current.Events.Take(start), .. current.Events.Skip(start + size)] };
            if (fails(without))
            {
                current = without;
            }
            else
            {
                start += size;
            }
        }

        return current;
    }
}
