using System.Text.Json.Serialization;

namespace Syntra.Bench.Avro;

/// <summary>Records per second, each way.</summary>
/// <param name="Encode">Objects to bytes.</param>
/// <param name="Decode">Bytes to objects.</param>
public sealed record CodecRate([property: JsonPropertyName("encode")] double Encode, [property: JsonPropertyName("decode")] double Decode);

/// <summary>What was measured; serialised as it stands by <c>bench avro --json</c>.</summary>
public sealed record AvroBenchResult
{
    /// <summary>The generated codec, median of the rounds.</summary>
    [JsonPropertyName("ours")]
    public required CodecRate Ours { get; init; }

    /// <summary>Apache Avro for Java, the faster of its generic and its specific API each way, median of the rounds; null where it is absent.</summary>
    [JsonPropertyName("java")]
    public CodecRate? Java { get; init; }

    /// <summary>Which of Java's APIs was faster at encoding.</summary>
    [JsonPropertyName("javaEncodeVariant")]
    public string? JavaEncodeVariant { get; init; }

    /// <summary>Which of Java's APIs was faster at decoding.</summary>
    [JsonPropertyName("javaDecodeVariant")]
    public string? JavaDecodeVariant { get; init; }

    /// <summary>Why there is no Java side.</summary>
    [JsonPropertyName("javaMissing")]
    public string? JavaMissing { get; init; }

    /// <summary>Mean size of an encoded record.</summary>
    [JsonPropertyName("bytesPerRecord")]
    public required double BytesPerRecord { get; init; }

    /// <summary>Rounds.</summary>
    [JsonPropertyName("rounds")]
    public required int Rounds { get; init; }

    /// <summary>Seconds of a round.</summary>
    [JsonPropertyName("secondsPerRound")]
    public required double SecondsPerRound { get; init; }
}
