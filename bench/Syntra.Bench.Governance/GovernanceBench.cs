namespace Syntra.Bench.Governance;

/// <summary>
/// The governance library on one thread. Measured against the nearest rival's own claims of 820 to 1,340 events a second and core
/// (4.3 KB bundles over HTTP, which costs it more than ours in process), and against the limits of the issue: 25,000 events,
/// 200,000 entries appended, 500,000 verified.
/// </summary>
public static class GovernanceBench
{
    private const int TokensPerEvent = 12;

    /// <summary>Runs the benchmark; about half a minute with the defaults.</summary>
    /// <param name="options">Lengths; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run between rounds.</param>
    public static Task<GovernanceBenchResult> RunAsync(GovernanceBenchOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Run(options ?? new GovernanceBenchOptions(), cancellationToken), cancellationToken);

    private static GovernanceBenchResult Run(GovernanceBenchOptions options, CancellationToken cancellation)
    {
        var folder = options.Folder is null ? Directory.CreateTempSubdirectory("syntra-bench-").FullName : Directory.CreateDirectory(options.Folder).FullName;
        try
        {
            var events = Events(folder, options, cancellation);
            var audit = new List<(Rate Append, Rate Verify, double Bytes)>();
            for (var round = 0; round <= options.Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                var place = Path.Combine(folder, "round");
                audit.Add(AuditWork.Round(place, options.AuditEntries));
                Directory.Delete(place, recursive: true);
            }

            // The first round warms up.
            audit.RemoveAt(0);
            var (append, verify) = (Rate.Median([.. audit.Select(a => a.Append)]), Rate.Median([.. audit.Select(a => a.Verify)]));
            return new GovernanceBenchResult
            {
                EventsPerSecond = events.PerSecond,
                AuditAppendPerSecond = append.PerSecond,
                AuditVerifyPerSecond = verify.PerSecond,
                EventsPerCpuSecond = events.PerCpuSecond,
                AuditAppendPerCpuSecond = append.PerCpuSecond,
                AuditVerifyPerCpuSecond = verify.PerCpuSecond,
                EventBytes = SampleEvents.Size,
                TokensPerEvent = TokensPerEvent,
                AuditEntryBytes = audit[0].Bytes,
                Rounds = options.Rounds,
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Rate Events(string folder, GovernanceBenchOptions options, CancellationToken cancellation)
    {
        using var work = new EventWork(folder, options.Seed);
        Measured(work, options.WarmUp);
        if (work.Tokens != TokensPerEvent)
        {
            throw new InvalidOperationException($"An event of the bench made {work.Tokens} tokens, not {TokensPerEvent}.");
        }

        var rates = new List<Rate>();
        for (var round = 0; round < options.Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            rates.Add(Measured(work, options.RoundTime));
        }

        return Rate.Median(rates);
    }

    private static Rate Measured(EventWork work, TimeSpan time)
    {
        var meter = new Meter();
        long events = 0;
        while (meter.Elapsed < time)
        {
            for (var i = 0; i < 64; i++)
            {
                work.One();
            }

            events += 64;
        }

        return meter.Of(events);
    }
}
