namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>
/// The charges of a folder of Synthea CSV files: each claims_transactions row of TYPE CHARGE is one charge of the facility in
/// PLACEOFSERVICE. Nothing that names or describes a person is read into the database.
/// </summary>
public static class SyntheaFeeder
{
    /// <summary>Takes up the feed where the database has it.</summary>
    /// <exception cref="InvalidOperationException">The database was fed from other files, or by another feed.</exception>
    /// <exception cref="InvalidDataException">A file is missing a column or a row refers to nothing; names file and line.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks one of the files.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static async Task<ICernerFeeder> OpenAsync(CernerSandbox sandbox, SyntheaOptions options, CancellationToken ct = default) =>
        await PlannedFeeder.OpenAsync(sandbox, SyntheaPlanner.Plan(options), ct).ConfigureAwait(false);
}
