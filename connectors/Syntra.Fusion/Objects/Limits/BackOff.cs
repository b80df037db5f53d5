using System.Text;

namespace Syntra.Fusion.Objects.Limits;

/// <summary>Exponential back-off. The jitter comes from the instruction's key and the attempt, so that a run can be repeated exactly.</summary>
internal static class BackOff
{
    /// <summary>Before the next attempt: between half of the doubled pause and the whole.</summary>
    /// <param name="first">Pause after the first failure.</param>
    /// <param name="longest">No pause is longer.</param>
    /// <param name="attempts">Attempts that have failed, 1 or more.</param>
    /// <param name="key">Spreads the pauses of different instructions.</param>
    public static TimeSpan Next(TimeSpan first, TimeSpan longest, int attempts, string key) =>
        Longest(first, longest, attempts) * (0.5 + 0.5 * Spread(key, attempts));

    public static TimeSpan Longest(TimeSpan first, TimeSpan longest, int attempts)
    {
        var pause = first * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        return pause < longest ? pause : longest;
    }

    /// <summary>A number from 0 to 1 (FNV-1a with a final mix).</summary>
    private static double Spread(string key, int attempt)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(key))
        {
            hash = (hash ^ b) * 16777619u;
        }

        hash = (hash ^ (uint)attempt) * 2246822519u;
        hash ^= hash >> 15;
        return (hash * 3266489917u) / (double)uint.MaxValue;
    }
}
