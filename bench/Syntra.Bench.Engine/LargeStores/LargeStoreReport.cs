namespace Syntra.Bench.Engine.LargeStores;

/// <summary>What filling a large SQLite store cost. Megabytes are 1,000,000 bytes.</summary>
/// <param name="Keys">Keys in the store.</param>
/// <param name="RestorePerSecond">Records restored per second, the time to close and open again in the middle left out, what was read twice because of it counted once.</param>
/// <param name="PeakResidentMb">The most that the process ever had resident.</param>
/// <param name="ReadsPerSecond">Reads of random keys afterwards.</param>
/// <param name="CloseMilliseconds">How long closing took in the middle of the restore.</param>
public sealed record LargeStoreReport(int Keys, double RestorePerSecond, double PeakResidentMb, double ReadsPerSecond, double CloseMilliseconds);
