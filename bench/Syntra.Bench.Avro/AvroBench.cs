namespace Syntra.Bench.Avro;

/// <summary>
/// The generated codec beside Apache Avro for Java: the same schema and the same 1,000 records, both warm, in turns, so that whatever
/// else the machine does hits both alike. Records stay in memory; one thread each.
/// </summary>
public static class AvroBench
{
    private const int Records = 1000;

    /// <summary>Runs the benchmark; about a minute with the defaults.</summary>
    /// <param name="options">Lengths; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task<AvroBenchResult> RunAsync(AvroBenchOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AvroBenchOptions();
        var codec = new GeneratedCodec(SampleData.Create(Records, options.Seed));
        var encode = new Race(codec.Encode, options);
        var decode = new Race(codec.Decode, options);
        var (peer, reason) = await JavaPeer.StartAsync(Instruction.AvroSchemaJson, codec.Encoded, cancellationToken).ConfigureAwait(false);
        await using (peer)
        {
            await encode.RunAsync(peer, "encode", cancellationToken).ConfigureAwait(false);
            await decode.RunAsync(peer, "decode", cancellationToken).ConfigureAwait(false);
        }

        return new AvroBenchResult
        {
            Ours = new CodecRate(encode.Ours, decode.Ours),
            Java = peer is null ? null : new CodecRate(encode.Peer, decode.Peer),
            JavaEncodeVariant = encode.PeerVariant,
            JavaDecodeVariant = decode.PeerVariant,
            JavaMissing = reason,
            BytesPerRecord = codec.BytesPerRecord,
            Rounds = options.Rounds,
            SecondsPerRound = options.RoundTime.TotalSeconds,
        };
    }
}
