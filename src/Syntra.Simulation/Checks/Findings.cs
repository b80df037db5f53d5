namespace Syntra.Simulation.Checks;

/// <summary>What is wrong at the end of a history.</summary>
internal sealed class Findings
{
    private const int Most = 40;

    private readonly List<string> _all = [];
    private readonly List<string> _checks = [];
    private string _check = "history";

    public IReadOnlyList<string> All => _all;

    /// <summary>Names of the checks that found something.</summary>
    public IReadOnlyList<string> Checks => _checks;

    /// <summary>What is found from here on is found by this check.</summary>
    public void Begin(string check) => _check = check;

    public void Add(string finding)
    {
        if (_all.Count < Most)
        {
            _all.Add(finding);
            if (!_checks.Contains(_check))
            {
                _checks.Add(_check);
            }
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
