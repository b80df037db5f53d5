using System.Buffers;
using Syntra.Avro.Generic;
using Syntra.Avro.Registry;
using Syntra.Avro.Resolution;

namespace Syntra.Avro.Tests.Generator;

public sealed class GeneratedTypeTests
{
    [Fact]
    public void A_record_of_every_type_survives_and_is_read_the_same_by_the_generic_reader()
    {
        var value = Sample() with { Child = Sample() };

        var bytes = Encode(value);

        var reader = new AvroReader(bytes);
        Assert.Equal(value, Everything.Decode(ref reader));
        reader.EnsureEnd();
        var generic = (GenericRecord)GenericReader.Read(Everything.AvroSchema, bytes)!;
        Assert.Equal(value.Amount, generic["amount"]);
        Assert.Equal(value.FixedId, generic["fixedId"]);
        Assert.Equal(value.InstantMicros, generic["instantMicros"]);
        Assert.Equal("class", ((GenericEnum)((GenericRecord)generic["child"]!)["color"]!).Symbol);
        Assert.Equal(bytes, GenericWriter.Write(Everything.AvroSchema, generic));
    }

    [Fact]
    public void What_the_generic_writer_makes_up_the_generated_codec_reads_and_writes_alike() => Property.ForEverySeed(500, random =>
    {
        var bytes = GenericWriter.Write(Everything.AvroSchema, new RandomData(random).Value(Everything.AvroSchema));

        var reader = new AvroReader(bytes);
        Assert.Equal(bytes, Encode(Everything.Decode(ref reader)));
    });

    [Fact]
    public void Defaults_of_the_type_are_those_of_the_schema()
    {
        var fromSchema = DefaultEncoder.Encode(Defaults.AvroSchema, Syntra.Avro.Schemas.SchemaJson.Parse("{}"));

        var reader = new AvroReader(fromSchema);

        Assert.Equal(Defaults.Decode(ref reader), new Defaults());
        Assert.Equal(-1.23m, new Defaults().Amount);
        Assert.Equal(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero), new Defaults().Instant);
        Assert.Equal("here", Sample().MaybeText);
    }

    [Fact]
    public void Equality_is_by_content()
    {
        var one = Sample();

        Assert.Equal(one, Sample());
        Assert.Equal(one.GetHashCode(), Sample().GetHashCode());
        Assert.NotEqual(one, one with { Matrix = [[1], [2, 4]] });
        Assert.NotEqual(one, one with { Blobs = [[1], [3]] });
        Assert.NotEqual(one, one with { Raw = [9] });
        Assert.NotEqual(one, one with { Table = new Dictionary<string, IReadOnlyDictionary<string, double?>>() });
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused()
    {
        Assert.Throws<AvroException>(() => Encode(Sample() with { Digest = [1, 2, 3] }));
        Assert.Throws<AvroException>(() => Encode(Sample() with { Amount = 0.00001m }));
        Assert.Throws<AvroException>(() => Encode(Sample() with { FixedAmount = 1_000_000_000_000_000_000m }));
        Assert.Throws<AvroException>(() => Encode(Sample() with { Color = (Color)3 }));
        Assert.Throws<AvroException>(() => Encode(Sample() with { Text = "\uD800" }));
        var deep = Sample();
        for (var i = 0; i < 300; i++)
        {
            deep = Sample() with { Child = deep };
        }

        Assert.Throws<AvroException>(() => Encode(deep));
    }

    [Fact]
    public async Task A_serializer_reads_what_other_versions_of_the_schema_wrote()
    {
        var registry = new InMemorySchemaRegistryClient();
        var old = Schema.Parse("""{"type":"record","name":"Point","namespace":"elsewhere","fields":[{"name":"z","type":"string"},{"name":"x","type":"int"}]}""");
        var id = await registry.RegisterAsync("t-value", old.ToJson(), TestContext.Current.CancellationToken);
        var record = new GenericRecord((Syntra.Avro.Schemas.RecordSchema)old) { ["z"] = "skipped", ["x"] = 8 };
        byte[] message = [0, 0, 0, 0, (byte)id, .. GenericWriter.Write(old, record)];

        Assert.Equal(new Point { X = 8, Y = 5 }, new AvroSerializer<Point>(registry).Deserialize("t", message));
    }

    private static byte[] Encode<T>(T value)
        where T : IAvroRecord<T>
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        value.Encode(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static Everything Sample() => new()
    {
        Flag = true,
        SmallNumber = int.MinValue,
        BigNumber = long.MaxValue,
        Single = float.Epsilon,
        Real = double.MinValue,
        Raw = [0, 255],
        Text = "Zürich \U0001F3E5",
        Digest = [1, 2, 3, 4],
        Color = Color.Class,
        Amount = -123.4567m,
        FixedAmount = 999_999_999_999_999_999.99m,
        Day = new DateOnly(1, 1, 1),
        TimeMillis = new TimeOnly(23, 59, 59, 999),
        TimeMicros = new TimeOnly(23, 59, 59, 999, 999),
        InstantMillis = new DateTimeOffset(9999, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
        InstantMicros = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Id = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        FixedId = new Guid("ffeeddcc-bbaa-9988-7766-554433221100"),
        MaybeNumber = 0,
        MaybeColors = [Color.Red, null, Color.DarkBlue],
        Matrix = [[1], [2, 3], []],
        Blobs = [[1], [2]],
        Table = new Dictionary<string, IReadOnlyDictionary<string, double?>> { ["a"] = new Dictionary<string, double?> { ["b"] = 1.5, ["c"] = null } },
        Event = "e",
        Defaults = new Defaults(),
    };
}
