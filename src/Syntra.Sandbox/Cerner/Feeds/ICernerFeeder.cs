namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>
/// Writes a day's charges into the sandbox, one database transaction per wave. The progress is committed with the rows, so a process
/// killed at any moment goes on with the wave that had not been committed, and no wave is ever inserted twice.
/// </summary>
public interface ICernerFeeder
{
    /// <summary>1 for the run that inserts, above that for runs that save the same charges again.</summary>
    int Run { get; }

    /// <summary>Waves of this run that are in the database.</summary>
    int WavesDone { get; }

    /// <summary>Waves of a run.</summary>
    int WavesTotal { get; }

    /// <summary>Whether every wave of this run is in the database.</summary>
    bool Completed { get; }

    /// <summary>What the charges refer to.</summary>
    FeedCatalogue Catalogue { get; }

    /// <summary>Commits the next wave; does nothing once <see cref="Completed"/>.</summary>
    /// <exception cref="InvalidOperationException">Another feeder has moved the same feed on meanwhile.</exception>
    Task<FeedProgress> FeedNextWaveAsync(CancellationToken ct = default);

    /// <summary>
    /// Closes the run: the next feeder opened on this database starts the next one. A host calls it when everything that hangs on the
    /// run has ended well; without it a restarted process takes up the same run again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The run is not completed.</exception>
    Task FinishRunAsync(CancellationToken ct = default);
}
