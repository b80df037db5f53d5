using Syntra.Avro.Generic;
using Syntra.Avro.Resolution;
using Syntra.Avro.Tests.Wire;
using Syntra.Contracts;

namespace Syntra.Avro.Tests.Binary;

/// <summary>Mutated bytes end in a value or in <see cref="AvroException"/>, and allocate within bounds.</summary>
public sealed class MalformedInputTests
{
    private const long AllocationPerByte = 256;
    private const long AllocationBase = 64 * 1024;

    [Fact]
    public void Mutated_data_of_any_schema_is_read_or_refused() => Property.ForEverySeed(1500, random =>
    {
        var schema = Schema.Parse(new RandomSchema(random).Record().ToJsonString());
        var data = GenericWriter.Write(schema, new RandomData(random).Value(schema));
        for (var i = 0; i < 20; i++)
        {
            var mutated = Mutate(data, random);
            Bounded(mutated.Length, () => GenericReader.Read(schema, mutated));
            Bounded(mutated.Length, () => ResolutionPlan.Compile(schema, schema).Transcode(mutated, new System.Buffers.ArrayBufferWriter<byte>()));
        }
    });

    [Fact]
    public void A_generated_decoder_reads_or_refuses_mutated_data()
    {
        var random = new Random(4711);
        var serializer = new AvroSerializer<JournalInstruction>(new Syntra.Avro.Registry.InMemorySchemaRegistryClient());
        var data = serializer.Serialize("t", AvroSerializerTests.Instruction());
        for (var i = 0; i < 200_000; i++)
        {
            var mutated = Mutate(data, random);
            data.AsSpan(0, 5).CopyTo(mutated.Length >= 5 ? mutated : new byte[5]);
            Bounded(mutated.Length, () => serializer.Deserialize("t", mutated));
        }
    }

    [Theory]
    [InlineData("""{"type":"array","items":"null"}""", "FEFFFFFFFFFFFFFFFF01")]
    [InlineData("""{"type":"array","items":"string"}""", "FEFFFFFF0F")]
    [InlineData("""{"type":"map","values":"long"}""", "FEFFFFFF0F")]
    [InlineData("\"string\"", "FEFFFFFF0F61")]
    [InlineData("\"bytes\"", "FFFFFFFF0F")]
    [InlineData("\"long\"", "FFFFFFFFFFFFFFFFFF02")]
    [InlineData("\"long\"", "FFFFFFFFFFFFFFFFFFFF01")]
    [InlineData("\"int\"", "8080808010")]
    [InlineData("\"boolean\"", "02")]
    [InlineData("\"string\"", "04C328")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "02")]
    [InlineData("""["null","int"]""", "04")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":4}""", "00")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", "01")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "FEFFFFFFFFFFFFFFFF01")]
    public void A_lie_about_lengths_or_ranges_is_refused_before_anything_is_allocated(string schema, string hex)
    {
        var parsed = Schema.Parse(schema);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<AvroException>(() => GenericReader.Read(parsed, Convert.FromHexString(hex)));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationBase);
    }

    [Fact]
    public void Endless_recursion_is_refused()
    {
        var schema = Schema.Parse("""{"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}""");
        var data = new byte[1_000_000];
        Array.Fill(data, (byte)2);

        Assert.Throws<AvroException>(() => GenericReader.Read(schema, data));
    }

    private static void Bounded(int size, Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (AvroException)
        {
            // Refused, as it should be; any other exception fails the test.
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= AllocationBase + (AllocationPerByte * size), $"{allocated} bytes for {size} bytes of input");
    }

    private static byte[] Mutate(byte[] data, Random random)
    {
        var bytes = (byte[])data.Clone();
        if (bytes.Length == 0)
        {
            return bytes;
        }

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return random.Next(4) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => [.. bytes, .. bytes.AsSpan(0, random.Next(bytes.Length))],
            _ => bytes,
        };
    }
}
