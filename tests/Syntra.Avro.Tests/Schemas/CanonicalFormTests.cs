namespace Syntra.Avro.Tests.Schemas;

/// <summary>Values of the specification's own implementation: Apache Avro's schema-tests.txt and SchemaNormalization.</summary>
public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("\"null\"", 7195948357588979594L)]
    [InlineData("\"boolean\"", -6970731678124411036L)]
    [InlineData("{\"type\":\"int\"}", 8247732601305521295L)]
    [InlineData("\"long\"", -3434872931120570953L)]
    [InlineData("\"float\"", 5583340709985441680L)]
    [InlineData("\"double\"", -8181574048448539266L)]
    [InlineData("\"bytes\"", 5746618253357095269L)]
    [InlineData("\"string\"", -8142146995180207161L)]
    public void The_crc64_fingerprint_is_that_of_apache_avro(string json, long fingerprint) =>
        Assert.Equal(fingerprint, unchecked((long)Schema.Parse(json).Fingerprint64));

    [Fact]
    public void The_canonical_form_strips_what_does_not_matter_to_parsing()
    {
        var schema = Schema.Parse("""
            { "namespace": "a.b", "type": "record", "doc": "gone", "aliases": ["gone"], "name": "R", "fields": [
              { "default": 1, "name": "x", "type": { "type": "int", "logicalType": "date" }, "doc": "gone" },
              { "name": "e", "type": { "name": "E", "type": "enum", "doc": "gone", "symbols": ["A", "B"], "default": "A" } },
              { "name": "f", "type": { "name": "c.F", "type": "fixed", "size": 16 } },
              { "name": "again", "type": ["null", "E", { "type": "map", "values": { "type": "array", "items": "c.F" } }] } ] }
            """);

        Assert.Equal(
            """{"name":"a.b.R","type":"record","fields":[{"name":"x","type":"int"},{"name":"e","type":{"name":"a.b.E","type":"enum","symbols":["A","B"]}},{"name":"f","type":{"name":"c.F","type":"fixed","size":16}},{"name":"again","type":["null","a.b.E",{"type":"map","values":{"type":"array","items":"c.F"}}]}]}""",
            schema.ToCanonicalForm());
        Assert.Equal("3F2B87A9FE7CC9B13835598C3981CD45E3E355309E5090AA0933D7BECB6FBA45", Convert.ToHexString(Schema.Parse("\"int\"").FingerprintSha256()));
    }
}
