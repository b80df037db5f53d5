using System.Buffers;
using Syntra.Avro.Compatibility;
using Syntra.Avro.Generic;
using Syntra.Avro.Resolution;

namespace Syntra.Avro.Tests.Resolution;

public sealed class ResolutionTests
{
    [Theory]
    [InlineData("\"int\"", "\"long\"", "7", "7")]
    [InlineData("\"int\"", "\"float\"", "7", "7")]
    [InlineData("\"int\"", "\"double\"", "7", "7")]
    [InlineData("\"long\"", "\"double\"", "7", "7")]
    [InlineData("\"float\"", "\"double\"", "0.5", "0.5")]
    [InlineData("\"string\"", "\"bytes\"", "\"ab\"", "\"YWI=\"")]
    [InlineData("\"bytes\"", "\"string\"", "\"ab\"", "\"ab\"")]
    [InlineData("\"int\"", "[\"null\",\"string\",\"long\"]", "7", "7")]
    [InlineData("[\"int\",\"null\"]", "\"long\"", "7", "7")]
    [InlineData("""{"type":"array","items":"int"}""", """{"type":"array","items":"double"}""", "[1,2]", "[1,2]")]
    [InlineData("""{"type":"map","values":"int"}""", """{"type":"map","values":["null","long"]}""", """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["B","X","A"]}""", "\"B\"", "\"B\"")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["A","X"],"default":"X"}""", "\"B\"", "\"X\"")]
    [InlineData("""{"type":"enum","name":"Old","symbols":["A"]}""", """{"type":"enum","name":"E","aliases":["Old"],"symbols":["A"]}""", "\"A\"", "\"A\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}""", """{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", "\"\\u0001\"", "\"0.01\"")]
    public void A_value_is_read_as_the_readers_type(string writer, string reader, string written, string expected) =>
        Assert.Equal(expected, Read(writer, reader, written));

    [Theory]
    [InlineData("\"long\"", "\"int\"", "7")]
    [InlineData("\"string\"", "\"int\"", "\"a\"")]
    [InlineData("[\"int\",\"null\"]", "\"null\"", "7")]
    [InlineData("\"boolean\"", "[\"null\",\"string\"]", "true")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","B"]}""", """{"type":"enum","name":"E","symbols":["B"]}""", "\"A\"")]
    [InlineData("""{"type":"fixed","name":"F","size":1}""", """{"type":"fixed","name":"F","size":2}""", "\"a\"")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""", """{"type":"record","name":"S","fields":[]}""", "{}")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""", "{}")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", """{"type":"bytes","logicalType":"decimal","precision":9,"scale":4}""", "\"a\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", """{"type":"bytes","logicalType":"decimal","precision":8,"scale":2}""", "\"a\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", """{"type":"long","logicalType":"timestamp-millis"}""", "1")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", """{"type":"long","logicalType":"time-micros"}""", "1")]
    public void What_cannot_be_read_is_refused_by_the_reader_and_by_the_checker(string writer, string reader, string written)
    {
        Assert.Throws<AvroException>(() => Read(writer, reader, written));
        Assert.NotEmpty(SchemaCompatibility.CanRead(Schema.Parse(reader), Schema.Parse(writer)));
    }

    [Fact]
    public void Fields_come_by_name_whatever_their_order_and_unknown_ones_are_skipped()
    {
        const string writer = """
            {"type":"record","name":"R","fields":[
              {"name":"gone","type":{"type":"array","items":{"type":"map","values":"string"}}},
              {"name":"a","type":"int"},{"name":"old","type":"string"},{"name":"b","type":["null","string"]}]}
            """;
        const string reader = """
            {"type":"record","name":"R","fields":[
              {"name":"b","type":["null","string"]},{"name":"fresh","type":{"type":"array","items":"int"},"default":[4,5]},
              {"name":"renamed","aliases":["old"],"type":"string"},{"name":"a","type":"long"},
              {"name":"inner","type":{"type":"record","name":"I","fields":[{"name":"x","type":"int","default":9},{"name":"y","type":"string"}]},"default":{"y":"d"}}]}
            """;

        var read = Read(writer, reader, """{"gone":[{"k":"v"}],"a":1,"old":"o","b":null}""");

        Assert.Equal("""{"b":null,"fresh":[4,5],"renamed":"o","a":1,"inner":{"x":9,"y":"d"}}""", read);
    }

    [Fact]
    public void Recursive_records_are_resolved_at_every_level()
    {
        const string writer = """{"type":"record","name":"Node","fields":[{"name":"v","type":"int"},{"name":"next","type":["null","Node"]}]}""";
        const string reader = """{"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"],"default":null},{"name":"v","type":"long"},{"name":"n","type":"string","default":"-"}]}""";

        var read = Read(writer, reader, """{"v":1,"next":{"v":2,"next":null}}""", unionBranch: 1);

        Assert.Equal("""{"next":{"next":null,"v":2,"n":"-"},"v":1,"n":"-"}""", read);
    }

    [Fact]
    public void A_reader_that_only_adds_documentation_needs_no_rewriting()
    {
        var writer = Schema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""");
        var reader = Schema.Parse("""{"type":"record","name":"R","doc":"d","fields":[{"name":"a","type":"int","default":3,"doc":"x"}]}""");

        Assert.True(ResolutionPlan.Compile(writer, reader).IsIdentity);
        Assert.False(ResolutionPlan.Compile(writer, Schema.Parse("""{"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":"int","default":0}]}""")).IsIdentity);
    }

    /// <summary>Writes a value (given as a default in JSON would be) with one schema, reads it with the other, and gives it as JSON.</summary>
    private static string Read(string writer, string reader, string written, int unionBranch = 0)
    {
        var writerSchema = Schema.Parse(writer);
        var readerSchema = Schema.Parse(reader);
        var data = unionBranch == 0
            ? DefaultEncoder.Encode(writerSchema, Syntra.Avro.Schemas.SchemaJson.Parse(written))
            : Convert.FromHexString("02020400");
        var buffer = new ArrayBufferWriter<byte>();
        ResolutionPlan.Compile(writerSchema, readerSchema).Transcode(data, buffer);
        return GenericJson.Write(GenericReader.Read(readerSchema, buffer.WrittenSpan));
    }
}
