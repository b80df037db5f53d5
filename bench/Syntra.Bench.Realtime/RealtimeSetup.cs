namespace Syntra.Bench.Realtime;

/// <summary>What a caller wants otherwise than the bench.</summary>
internal sealed record RealtimeSetup
{
    /// <summary>The verb that the runtime is started with: realtime or run.</summary>
    internal string Verb { get; init; } = "realtime";

    /// <summary>Changes the tenant's folder before anything reads it.</summary>
    internal Action<string> Prepare { get; init; } = static _ => { };

    /// <summary>Variables of the processes beside the usual ones.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
