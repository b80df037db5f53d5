namespace Syntra.Bench.Charges;

/// <summary>What the charge flow costs, beside a bare loop over the same records on the same broker.</summary>
/// <param name="Charges">Charges fed before the clock started.</param>
/// <param name="ChargesPerSecond">From the first poll of the source to the last receipt, Fusion answering at once.</param>
/// <param name="CpuSecondsPerMillion">CPU of source, streams and delivery; broker and sandbox are processes of their own and not counted.</param>
/// <param name="BareLoopPerSecond">Confluent.Kafka consuming the same raw records and producing them again, nothing between.</param>
/// <param name="BareLoopCpuSecondsPerMillion">CPU of that loop.</param>
internal sealed record ChargeBenchResult(int Charges, double ChargesPerSecond, double CpuSecondsPerMillion, double BareLoopPerSecond, double BareLoopCpuSecondsPerMillion);
