namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>A seeded day of a three-hospital group, with the special cases that <see cref="HospitalDayOptions"/> asks for.</summary>
public static class HospitalDayFeeder
{
    /// <summary>Takes up the day where the database has it.</summary>
    /// <exception cref="InvalidOperationException">The database was fed with other options.</exception>
    public static async Task<ICernerFeeder> OpenAsync(CernerSandbox sandbox, HospitalDayOptions options, CancellationToken ct = default) =>
        await PlannedFeeder.OpenAsync(sandbox, HospitalDayPlanner.Plan(options), ct).ConfigureAwait(false);
}
