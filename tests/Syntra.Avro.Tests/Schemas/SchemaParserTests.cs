using Syntra.Avro.Schemas;

namespace Syntra.Avro.Tests.Schemas;

public sealed class SchemaParserTests
{
    [Theory]
    [InlineData("", "ends too early")]
    [InlineData("nonsense", "expected a JSON value")]
    [InlineData("\"nonsense\"", "'nonsense' is no known type")]
    [InlineData("""{"type":"record","name":"R"}""", "'fields' is missing")]
    [InlineData("""{"type":"record","fields":[]}""", "'name' is missing")]
    [InlineData("""{"type":"record","name":"1R","fields":[]}""", "'1R' is no valid name")]
    [InlineData("""{"type":"record","name":"int","fields":[]}""", "no valid name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a b","type":"int"}]}""", "'a b' is no valid field name")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""", "two fields 'a'")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]}""", "expected a whole number of 32 bits")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":["string","null"],"default":null}]}""", "must fit its first branch")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","order":"sideways"}]}""", "'order' must be")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"enum","name":"E","symbols":["A"]},"default":"B"}]}""", "expected a symbol of E")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","A"]}""", "no valid symbol")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"],"default":"B"}""", "none of its symbols")]
    [InlineData("""{"type":"fixed","name":"F","size":-1}""", "'size' must be")]
    [InlineData("""["int","int"]""", "only once")]
    [InlineData("""["int",["null"]]""", "directly hold another union")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"fixed","name":"R","size":1}}]}""", "'R' is defined twice")]
    [InlineData("""{"type":"int","type":"long"}""", "'type' is given twice")]
    [InlineData("\"int\" x", "after the end")]
    public void A_bad_schema_is_refused_with_the_reason(string json, string reason)
    {
        var error = Assert.Throws<SchemaParseException>(() => Schema.Parse(json));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void The_place_of_an_error_is_named()
    {
        var error = Assert.Throws<SchemaParseException>(() => Schema.Parse("{\n  \"type\": \"array\",\n  \"items\": \"nonsense\"\n}"));

        Assert.Equal((3, 12), (error.Line, error.Column));
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_a_crash()
    {
        var json = string.Concat(Enumerable.Repeat("""{"type":"array","items":""", 100_000));

        Assert.Throws<SchemaParseException>(() => Schema.Parse(json));
    }

    [Fact]
    public void Mutated_schema_texts_are_parsed_or_refused() => Property.ForEverySeed(3000, random =>
    {
        var text = new RandomSchema(random).Record().ToJsonString().ToCharArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            text[random.Next(text.Length)] = "{}[]\",:0aN\\ "[random.Next(12)];
        }

        try
        {
            Schema.Parse(new string(text));
        }
        catch (SchemaParseException)
        {
            // Refused, as it should be; any other exception fails the test.
        }
    });

    [Theory]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":0}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":2,"scale":3}""")]
    [InlineData("""{"type":"bytes","logicalType":"decimal"}""")]
    [InlineData("""{"type":"fixed","name":"F","size":1,"logicalType":"decimal","precision":3}""")]
    [InlineData("""{"type":"string","logicalType":"date"}""")]
    [InlineData("""{"type":"int","logicalType":"timestamp-millis"}""")]
    [InlineData("""{"type":"fixed","name":"F","size":8,"logicalType":"uuid"}""")]
    public void A_logical_type_with_wrong_parameters_is_ignored_or_where_asked_for_refused(string json)
    {
        Assert.Null(Schema.Parse(json).LogicalType);
        Assert.Throws<SchemaParseException>(() => new SchemaParser(strictLogicalTypes: true).Parse(json));
    }

    [Fact]
    public void Names_are_found_in_their_namespace_and_across_texts()
    {
        var parser = new SchemaParser();
        parser.Parse("""{"type":"record","name":"Inner","namespace":"a.b","fields":[]}""");

        var outer = (RecordSchema)parser.Parse("""{"type":"record","name":"a.b.Outer","fields":[{"name":"x","type":"Inner"},{"name":"y","type":["null","a.b.Outer"]}]}""");

        Assert.Same(parser.Names["a.b.Inner"], outer.Fields[0].Schema);
        Assert.Same(outer, ((UnionSchema)outer.Fields[1].Schema).Branches[1]);
        Assert.Equal(outer.ToJson(), Schema.Parse(outer.ToJson()).ToJson());
    }

    [Fact]
    public void Docs_aliases_and_foreign_attributes_survive()
    {
        const string json = """{"type":"record","name":"R","namespace":"n","doc":"d \"q\" ü","aliases":["n.Old"],"fields":[{"name":"a","type":{"type":"string","x.y":{"z":[1,2.50,null,true]}},"doc":"f","default":"\u0001","order":"ignore","aliases":["b"],"sensitive":true}],"owner":"us"}""";

        Assert.Equal(json, Schema.Parse(json).ToJson());
    }
}
