using System.Buffers;
using Syntra.Avro.Compatibility;
using Syntra.Avro.Generic;
using Syntra.Avro.Resolution;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Tests.Resolution;

/// <summary>The plan, which works on bytes, against the rules told once more on values.</summary>
public sealed class EvolutionPropertyTests
{
    [Fact]
    public void Changed_schemas_read_old_data_as_the_rules_say() => Property.ForEverySeed(1500, random =>
    {
        var json = new RandomSchema(random).Record();
        var writer = Schema.Parse(json.ToJsonString());
        var reader = Schema.Parse(new Evolution(random, Evolves.All).Next(json).ToJsonString());
        var value = new RandomData(random).Value(writer);
        var buffer = new ArrayBufferWriter<byte>();

        ResolutionPlan.Compile(writer, reader).Transcode(GenericWriter.Write(writer, value), buffer);

        Assert.Empty(SchemaCompatibility.CanRead(reader, writer));
        Assert.True(Same.Value(Resolve(value, writer, reader), GenericReader.Read(reader, buffer.WrittenSpan)), $"{writer} read as {reader}");
    });

    [Fact]
    public void What_the_checker_accepts_can_be_read_and_most_of_what_it_refuses_cannot()
    {
        var (accepted, refused, failed) = (0, 0, 0);
        Property.ForEverySeed(3000, random =>
        {
            var json = new RandomSchema(random).Record().ToJsonString();
            var writer = Schema.Parse(json);
            var reader = Schema.Parse(Retype(json, random));
            var data = GenericWriter.Write(writer, new RandomData(random).Value(writer));
            if (SchemaCompatibility.CanRead(reader, writer).Count == 0)
            {
                accepted++;
                ReadAccepted(writer, reader, data);
                return;
            }

            refused++;
            try
            {
                Read(writer, reader, data);
            }
            catch (AvroException)
            {
                failed++;
            }
        });

        // The rest holds no value of the branch, item or symbol that is refused.
        Assert.True(accepted > 200 && refused > 500 && failed > refused / 3, $"{accepted} accepted, {refused} refused, {failed} of them failed");
    }

    [Fact]
    public void A_schema_can_read_itself() => Property.ForEverySeed(500, random =>
    {
        var json = new RandomSchema(random).Record().ToJsonString();
        var (one, other) = (Schema.Parse(json), Schema.Parse(json));

        Assert.Empty(SchemaCompatibility.CanRead(one, other));
        Assert.True(ResolutionPlan.Compile(one, other).IsIdentity);
    });

    private static void Read(Schema writer, Schema reader, byte[] data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ResolutionPlan.Compile(writer, reader).Transcode(data, buffer);
        GenericReader.Read(reader, buffer.WrittenSpan);
    }

    // The specification lets bytes be read as a string; whether they are UTF-8 shows only in the data.
    private static void ReadAccepted(Schema writer, Schema reader, byte[] data)
    {
        try
        {
            Read(writer, reader, data);
        }
        catch (AvroException e) when (e.InnerException is System.Text.DecoderFallbackException)
        {
            Assert.Contains("\"bytes\"", writer.ToJson(), StringComparison.Ordinal);
        }
    }

    // One primitive becomes another one, wherever it stands.
    private static string Retype(string json, Random random)
    {
        string[] types = ["\"boolean\"", "\"int\"", "\"long\"", "\"float\"", "\"double\"", "\"bytes\"", "\"string\""];
        var places = types.SelectMany(type => Enumerable.Range(0, json.Length).Where(i => string.CompareOrdinal(json, i, type, 0, type.Length) == 0).Select(i => (i, type))).ToList();
        if (places.Count == 0)
        {
            return json;
        }

        var (at, old) = places[random.Next(places.Count)];
        var changed = json[..at] + types[random.Next(types.Length)] + json[(at + old.Length)..];
        try
        {
            Schema.Parse(changed);
            return changed;
        }
        catch (SchemaParseException)
        {
            // The new type is in that union already.
            return json;
        }
    }

    private static object? Resolve(object? value, Schema writer, Schema reader)
    {
        if (writer is UnionSchema written)
        {
            return Resolve(value, written.Branches.First(branch => GenericTypes.Fits(branch, value)), reader);
        }

        if (reader is UnionSchema union)
        {
            return Resolve(value, writer, union.Branches.FirstOrDefault(branch => Alike(writer, branch)) ?? union.Branches.First(branch => branch.Type != SchemaType.Null));
        }

        return (value, reader) switch
        {
            (GenericRecord record, RecordSchema target) => Resolve(record, (RecordSchema)writer, target),
            (List<object?> items, ArraySchema target) => items.ConvertAll(item => Resolve(item, ((ArraySchema)writer).Items, target.Items)),
            (Dictionary<string, object?> map, MapSchema target) =>
                map.ToDictionary(pair => pair.Key, pair => Resolve(pair.Value, ((MapSchema)writer).Values, target.Values), StringComparer.Ordinal),
            (GenericEnum symbol, EnumSchema target) => new GenericEnum(target, target.Symbols.Contains(symbol.Symbol) ? symbol.Symbol : target.Default!),
            (int number, _) when reader.Type == SchemaType.Long => (long)number,
            (int number, _) when reader.Type == SchemaType.Double => (double)number,
            (long number, _) when reader.Type == SchemaType.Double => (double)number,
            (float number, _) when reader.Type == SchemaType.Double => (double)number,
            (string text, _) when reader.Type == SchemaType.Bytes => System.Text.Encoding.UTF8.GetBytes(text),
            _ => value,
        };
    }

    private static GenericRecord Resolve(GenericRecord value, RecordSchema writer, RecordSchema reader)
    {
        var record = new GenericRecord(reader);
        foreach (var field in reader.Fields)
        {
            var source = writer.Fields.FirstOrDefault(w => w.Name == field.Name) ?? writer.Fields.FirstOrDefault(w => field.Aliases.Contains(w.Name));
            record[field.Position] = source is null
                ? field.Default!.Kind switch
                {
                    SchemaJsonKind.Null => null,
                    SchemaJsonKind.Number => 42L,
                    SchemaJsonKind.Text => "given",
                    _ => new List<object?> { 1, 2 },
                }
                : Resolve(value[source.Position], source.Schema, field.Schema);
        }

        return record;
    }

    private static bool Alike(Schema writer, Schema branch) =>
        writer.Type == branch.Type && (writer is not NamedSchema named || named.Name.FullName == ((NamedSchema)branch).Name.FullName);
}
