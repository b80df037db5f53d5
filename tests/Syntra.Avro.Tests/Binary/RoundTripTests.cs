using Syntra.Avro.Generic;

namespace Syntra.Avro.Tests.Binary;

public sealed class RoundTripTests
{
    [Fact]
    public void What_is_written_with_a_schema_is_read_back_with_it() => Property.ForEverySeed(2000, random =>
    {
        var schema = Schema.Parse(new RandomSchema(random).Record().ToJsonString());
        var value = new RandomData(random).Value(schema);

        var read = GenericReader.Read(schema, GenericWriter.Write(schema, value));

        Assert.True(Same.Value(value, read), schema.ToJson());
    });

    [Fact]
    public void A_schema_survives_its_own_text() => Property.ForEverySeed(1000, random =>
    {
        var schema = Schema.Parse(new RandomSchema(random).Record().ToJsonString());

        var again = Schema.Parse(schema.ToJson());

        Assert.Equal(schema.ToJson(), again.ToJson());
        Assert.Equal(schema.ToCanonicalForm(), again.ToCanonicalForm());
        Assert.Equal(schema.ToCanonicalForm(), Schema.Parse(schema.ToCanonicalForm()).ToCanonicalForm());
    });
}
