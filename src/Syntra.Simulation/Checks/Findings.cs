namespace Syntra.Simulation.Checks;

/// <summary>What is wrong at the end of a history.</summary>
internal sealed class Findings
{
    private const int Most = 40;

    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string finding)
    {
        if (_all.Count < Most)
        {
            _all.Add(finding);
        }
    }

    public void Expect<T>(T expected, T actual, FormattableString what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Add(FormattableString.Invariant($"{what.ToString(System.Globalization.CultureInfo.InvariantCulture)}: by the rules {expected}, but {actual}"));
        }
    }
}
