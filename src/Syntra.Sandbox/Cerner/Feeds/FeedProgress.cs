namespace Syntra.Sandbox.Cerner.Feeds;

/// <summary>Where a feed stands after a wave.</summary>
/// <param name="Run">1 inserts; every later run saves the same charges again with nothing changed but UPDT_CNT and UPDT_DT_TM.</param>
/// <param name="WavesDone">Waves committed in this run.</param>
/// <param name="WavesTotal">Waves of a run.</param>
/// <param name="ChargesInserted">CHARGE rows that this wave inserted.</param>
/// <param name="ChargesResaved">CHARGE rows that this wave saved again.</param>
public sealed record FeedProgress(int Run, int WavesDone, int WavesTotal, int ChargesInserted, int ChargesResaved)
{
    /// <summary>Whether every wave of the run is in the database.</summary>
    public bool Completed => WavesDone >= WavesTotal;
}
