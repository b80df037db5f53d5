using System.Buffers;
using Syntra.Avro.Generic;
using Syntra.Avro.Resolution;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Tests.Binary;

/// <summary>Bytes from the specification's own examples and by hand from its rules.</summary>
public sealed class GoldenBytesTests
{
    [Theory]
    [InlineData("\"null\"", "null", "")]
    [InlineData("\"boolean\"", "true", "01")]
    [InlineData("\"int\"", "0", "00")]
    [InlineData("\"int\"", "-1", "01")]
    [InlineData("\"int\"", "1", "02")]
    [InlineData("\"int\"", "-64", "7F")]
    [InlineData("\"int\"", "64", "8001")]
    [InlineData("\"int\"", "2147483647", "FEFFFFFF0F")]
    [InlineData("\"int\"", "-2147483648", "FFFFFFFF0F")]
    [InlineData("\"long\"", "9223372036854775807", "FEFFFFFFFFFFFFFFFF01")]
    [InlineData("\"long\"", "-9223372036854775808", "FFFFFFFFFFFFFFFFFF01")]
    [InlineData("\"float\"", "1.5", "0000C03F")]
    [InlineData("\"double\"", "-2", "00000000000000C0")]
    [InlineData("\"string\"", "\"foo\"", "06666F6F")]
    [InlineData("\"string\"", "\"ü\"", "04C3BC")]
    [InlineData("\"bytes\"", "\"\\u00ff\"", "02FF")]
    [InlineData("""{"type":"array","items":"long"}""", "[3,27]", "04063600")]
    [InlineData("""{"type":"array","items":"long"}""", "[]", "00")]
    [InlineData("""{"type":"map","values":"int"}""", """{"a":1}""", "0202610200")]
    [InlineData("""["null","string"]""", "null", "00")]
    [InlineData("""["string","null"]""", "\"a\"", "000261")]
    [InlineData("""{"type":"enum","name":"Foo","symbols":["A","B","C","D"]}""", "\"D\"", "06")]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", "\"\\u0001\\u0002\"", "0102")]
    [InlineData("""{"type":"record","name":"test","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"}]}""", """{"a":27,"b":"foo"}""", "3606666F6F")]
    public void A_value_has_the_bytes_of_the_specification(string schema, string value, string hex)
    {
        var parsed = Schema.Parse(schema);

        var bytes = DefaultEncoder.Encode(parsed, SchemaJson.Parse(value));

        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(hex, Convert.ToHexString(GenericWriter.Write(parsed, GenericReader.Read(parsed, bytes))));
    }

    [Theory]
    [InlineData("""{"type":"int","logicalType":"date"}""", "FEC002", "\"2026-03-31\"")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", "80BAB703", "\"01:00:00.000000\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "01", "\"1969-12-31T23:59:59.999000Z\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "02", "\"1970-01-01T00:00:00.000001Z\"")]
    [InlineData("""{"type":"fixed","name":"F","size":3,"logicalType":"decimal","precision":6,"scale":2}""", "FFFF85", "\"-1.23\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}""", "08FFFFFF85", "\"-1.23\"")]
    [InlineData("""{"type":"string","logicalType":"uuid"}""", "4830303131323233332D343435352D363637372D383839392D616162626363646465656666", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    [InlineData("""{"type":"fixed","name":"U","size":16,"logicalType":"uuid"}""", "00112233445566778899AABBCCDDEEFF", "\"00112233-4455-6677-8899-aabbccddeeff\"")]
    public void A_logical_type_is_read_from_its_bytes(string schema, string hex, string json) =>
        Assert.Equal(json, GenericJson.Write(GenericReader.Read(Schema.Parse(schema), Convert.FromHexString(hex))));

    [Fact]
    public void Blocks_with_a_byte_size_and_in_pieces_are_read_as_one_array()
    {
        // -1 item in 1 byte; 2 items; end.
        var read = GenericReader.Read(Schema.Parse("""{"type":"array","items":"int"}"""), Convert.FromHexString("010202" + "040406" + "00"));

        Assert.Equal("[1,2,3]", GenericJson.Write(read));
    }

    [Fact]
    public void A_text_of_any_length_fits_whatever_is_left_of_the_buffer()
    {
        var buffer = new ArrayBufferWriter<byte>(1);
        var writer = new AvroWriter(buffer);
        var texts = Enumerable.Range(0, 700).Select(i => new string(i % 3 == 0 ? 'ü' : 'u', i)).ToList();
        foreach (var text in texts)
        {
            writer.WriteString(text);
        }

        writer.Flush();

        var reader = new AvroReader(buffer.WrittenSpan);
        foreach (var text in texts)
        {
            Assert.Equal(text, reader.ReadString());
        }

        reader.EnsureEnd();
    }
}
