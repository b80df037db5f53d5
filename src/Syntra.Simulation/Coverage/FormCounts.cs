using System.Collections.Immutable;

namespace Syntra.Simulation.Coverage;

/// <summary>How often each form occurred. One thread's.</summary>
internal sealed class FormCounts
{
    private readonly Dictionary<string, long> _counts = Forms.All.ToDictionary(form => form, _ => 0L, StringComparer.Ordinal);

    /// <summary>Every form with its count, by name.</summary>
    public IReadOnlyDictionary<string, long> All => _counts.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public void Saw(string form, long times = 1) => _counts[form] += times;

    public void Add(FormCounts other)
    {
        foreach (var (form, times) in other._counts)
        {
            Saw(form, times);
        }
    }
}
