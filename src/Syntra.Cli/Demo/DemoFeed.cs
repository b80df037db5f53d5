using CsvHelper;
using Syntra.Sandbox.Cerner;
using Syntra.Sandbox.Cerner.Feeds;

namespace Syntra.Cli.Demo;

/// <summary>What the demo feeds: the seeded hospital day, or the folder that was named.</summary>
internal static class DemoFeed
{
    /// <summary>Reads the data and takes up the feed where the database has it.</summary>
    /// <exception cref="CommandException">The data is missing or faulty, or the state folder belongs to other data.</exception>
    internal static async Task<ICernerFeeder> OpenAsync(DemoOptions options, CernerSandbox cerner, CancellationToken cancellation)
    {
        try
        {
            return options.Data is { } folder
                ? await SyntheaFeeder.OpenAsync(cerner, new SyntheaOptions { Folder = folder }, cancellation).ConfigureAwait(false)
                : await HospitalDayFeeder.OpenAsync(cerner, new HospitalDayOptions { Charges = options.Charges }, cancellation).ConfigureAwait(false);
        }
        catch (Exception faulty) when (faulty is IOException or UnauthorizedAccessException or InvalidDataException or CsvFormatException)
        {
            throw new CommandException($"the data of {options.Data ?? "the seeded day"} cannot be fed: {faulty.Message}", faulty);
        }
        catch (InvalidOperationException other)
        {
            throw new CommandException($"{options.Directory}: {other.Message} For --dir that is: name another folder, or give --data and --charges as at the first run.", other);
        }
    }
}
