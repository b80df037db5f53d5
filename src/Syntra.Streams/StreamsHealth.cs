namespace Syntra.Streams;

/// <summary>How an application is doing, for a health endpoint.</summary>
/// <param name="IsHealthy">False when it failed, or when a thread has not come round for longer than a minute.</param>
/// <param name="State">The application's state.</param>
/// <param name="Reason">Why it is not healthy; null when it is.</param>
/// <param name="Threads">Its threads.</param>
public sealed record StreamsHealth(bool IsHealthy, StreamsApplicationState State, string? Reason, IReadOnlyList<StreamsThreadHealth> Threads);

/// <summary>How a stream thread is doing.</summary>
/// <param name="Name">Its name, which is also its client id.</param>
/// <param name="State">Its state.</param>
/// <param name="RunningTasks">The tasks that process.</param>
/// <param name="SinceLastLoop">How long ago it last came round.</param>
/// <param name="RecordsProcessed">Records since the start.</param>
public sealed record StreamsThreadHealth(string Name, string State, IReadOnlyList<string> RunningTasks, TimeSpan SinceLastLoop, long RecordsProcessed);
