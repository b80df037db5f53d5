namespace Syntra.Sandbox.Cerner.Fhir.Control;

/// <summary>A fault of calls: the next so many whose path holds the text are answered with a status instead.</summary>
public sealed record CallFault
{
    /// <summary>Part of path and query; <c>*</c> matches all.</summary>
    public string Match { get; init; } = "*";

    /// <summary>HTTP status; 0 breaks the connection.</summary>
    public int Status { get; init; } = 503;

    /// <summary>Retry-After in seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>How often.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Issue type of the OperationOutcome.</summary>
    public string Code { get; init; } = "transient";

    /// <summary>Severity of it.</summary>
    public string Severity { get; init; } = "error";
}

/// <summary>The faults that are set; in memory, so a restart ends them.</summary>
internal sealed class CallFaults
{
    private readonly Lock _gate = new();
    private readonly List<(CallFault Fault, int Left)> _faults = [];

    internal void Add(IEnumerable<CallFault> faults)
    {
        lock (_gate)
        {
            _faults.AddRange(faults.Select(f => (f, f.Times)));
        }
    }

    internal void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    internal CallFault? Take(string call)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(f => f.Left > 0 && (f.Fault.Match == "*" || call.Contains(f.Fault.Match, StringComparison.Ordinal)));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _faults[index];
            _faults[index] = (fault, left - 1);
            return fault;
        }
    }
}
