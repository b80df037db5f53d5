namespace Syntra.Bench.Avro;

/// <summary>Lengths of a run.</summary>
public sealed record AvroBenchOptions
{
    /// <summary>Rounds whose median counts.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>Time of one round, each way and for each codec.</summary>
    public TimeSpan RoundTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time before the first round in which the just-in-time compilers settle.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Seed of the data.</summary>
    public int Seed { get; init; } = 20260331;
}
