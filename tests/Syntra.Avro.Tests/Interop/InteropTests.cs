using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Syntra.Avro.Generic;
using Syntra.Avro.Resolution;

namespace Syntra.Avro.Tests.Interop;

/// <summary>Apache Avro for Python and avsc read what we write and we read what they write: every contract, random schemas, evolution.</summary>
public sealed class InteropTests
{
    private const int ContractRounds = 40;
    private const int RandomSchemas = 250;
    private const int Evolutions = 250;

    [Fact]
    public async Task Python_and_we_read_each_other_for_every_contract() => await Contracts(InteropPeer.Python());

    [Fact]
    public async Task Avsc_and_we_read_each_other_for_every_contract() => await Contracts(InteropPeer.Avsc());

    [Fact]
    public async Task Python_and_we_read_each_other_for_random_schemas() => await Random(InteropPeer.Python(), uuids: false);

    [Fact]
    public async Task Avsc_and_we_read_each_other_for_random_schemas() => await Random(InteropPeer.Avsc(), uuids: true);

    [Fact]
    public async Task Python_resolves_changed_schemas_as_we_do() => await Evolve(InteropPeer.Python(), Evolves.LongToDouble, uuids: false);

    [Fact]
    public async Task Avsc_resolves_changed_schemas_as_we_do() => await Evolve(InteropPeer.Avsc(), Evolves.All & ~Evolves.LongToDouble, uuids: true);

    private static async Task Contracts(InteropPeer peer)
    {
        await using (peer)
        {
            var random = new Random(1);
            foreach (var (_, schema) in Support.Contracts.All)
            {
                for (var i = 0; i < ContractRounds; i++)
                {
                    await Exchange(peer, schema, schema, new RandomData(random));
                }
            }
        }
    }

    private static async Task Random(InteropPeer peer, bool uuids)
    {
        await using (peer)
        {
            for (var seed = 0; seed < RandomSchemas; seed++)
            {
                var random = new Random(seed);
                var schema = Schema.Parse(new RandomSchema(random, plainUnions: true, uuids).Record().ToJsonString());
                await Exchange(peer, schema, schema, new RandomData(random));
            }
        }
    }

    private static async Task Evolve(InteropPeer peer, Evolves supported, bool uuids)
    {
        await using (peer)
        {
            for (var seed = 0; seed < Evolutions; seed++)
            {
                var random = new Random(seed);
                var written = new RandomSchema(random, plainUnions: true, uuids).Record();
                var read = new Evolution(random, supported).Next(written);
                await Exchange(peer, Schema.Parse(written.ToJsonString()), Schema.Parse(read.ToJsonString()), new RandomData(random));
            }
        }
    }

    private static async Task Exchange(InteropPeer peer, Schema writer, Schema reader, RandomData data)
    {
        var bytes = GenericWriter.Write(writer, data.Value(writer));
        var buffer = new ArrayBufferWriter<byte>();
        ResolutionPlan.Compile(writer, reader).Transcode(bytes, buffer);
        var ours = GenericReader.Read(reader, buffer.WrittenSpan);

        var answer = await peer.AskAsync(writer, reader, bytes);

        var about = $"{answer["error"]} for {writer.ToJson()} read as {reader.ToJson()}";
        Assert.True(answer["error"] is null, about);
        var theirs = GenericReader.Read(reader, Convert.FromHexString((string)answer["data"]!));
        Assert.True(Same.Value(ours, theirs), about);
        Assert.True(SameJson(JsonNode.Parse(GenericJson.Write(ours)), answer["value"]), $"{GenericJson.Write(ours)} is {answer["value"]} there; {about}");
    }

    private static bool SameJson(JsonNode? ours, JsonNode? theirs) => (ours, theirs) switch
    {
        (null, null) => true,
        (JsonObject l, JsonObject r) => l.Count == r.Count && l.All(member => r.ContainsKey(member.Key) && SameJson(member.Value, r[member.Key])),
        (JsonArray l, JsonArray r) => l.Count == r.Count && l.Zip(r).All(pair => SameJson(pair.First, pair.Second)),
        (JsonValue l, JsonValue r) when l.GetValueKind() == JsonValueKind.Number && r.GetValueKind() == JsonValueKind.Number => SameNumber(l.ToJsonString(), r.ToJsonString()),
        (JsonValue l, JsonValue r) => l.ToJsonString() == r.ToJsonString(),
        _ => false,
    };

    // A float has more digits in a language that only has doubles; the bytes were compared exactly before.
    private static bool SameNumber(string ours, string theirs) =>
        ours == theirs || (float)double.Parse(ours, CultureInfo.InvariantCulture) == (float)double.Parse(theirs, CultureInfo.InvariantCulture);
}
