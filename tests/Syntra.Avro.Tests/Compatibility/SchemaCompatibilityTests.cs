using Syntra.Avro.Compatibility;

namespace Syntra.Avro.Tests.Compatibility;

public sealed class SchemaCompatibilityTests
{
    private const string Base = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string AddedOptional = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int","default":0}]}""";
    private const string AddedRequired = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"int"}]}""";
    private const string Dropped = """{"type":"record","name":"R","fields":[]}""";
    private const string Widened = """{"type":"record","name":"R","fields":[{"name":"a","type":"long"}]}""";
    private const string Other = """{"type":"record","name":"R","fields":[{"name":"a","type":"string"}]}""";

    [Theory]
    [InlineData(AddedOptional, true, true)]
    [InlineData(AddedRequired, false, true)]
    [InlineData(Dropped, true, false)]
    [InlineData(Widened, true, false)]
    [InlineData(Other, false, false)]
    public void Each_mode_looks_the_right_way(string next, bool backward, bool forward)
    {
        Assert.Equal(backward, Accepts(CompatibilityMode.Backward, next, Base));
        Assert.Equal(forward, Accepts(CompatibilityMode.Forward, next, Base));
        Assert.Equal(backward && forward, Accepts(CompatibilityMode.Full, next, Base));
        Assert.Equal(backward, Accepts(CompatibilityMode.BackwardTransitive, next, Base));
        Assert.Equal(forward, Accepts(CompatibilityMode.ForwardTransitive, next, Base));
        Assert.Equal(backward && forward, Accepts(CompatibilityMode.FullTransitive, next, Base));
        Assert.True(Accepts(CompatibilityMode.None, next, Base));
    }

    [Theory]
    [InlineData(CompatibilityMode.Backward, true)]
    [InlineData(CompatibilityMode.Forward, true)]
    [InlineData(CompatibilityMode.Full, true)]
    [InlineData(CompatibilityMode.BackwardTransitive, false)]
    [InlineData(CompatibilityMode.ForwardTransitive, false)]
    [InlineData(CompatibilityMode.FullTransitive, false)]
    [InlineData(CompatibilityMode.None, true)]
    public void Transitive_modes_look_at_all_versions_and_the_others_at_the_last(CompatibilityMode mode, bool accepted)
    {
        var withDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":0}]}""";
        var textWithDefault = """{"type":"record","name":"R","fields":[{"name":"a","type":"string","default":""}]}""";

        Assert.Equal(accepted, Accepts(mode, withDefault, textWithDefault, Dropped));
    }

    [Fact]
    public void A_conflict_names_the_version_the_path_and_the_reason()
    {
        const string old = """{"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":{"type":"record","name":"I","fields":[{"name":"x","type":["null","string"]}]}}}]}""";
        const string next = """{"type":"record","name":"R","fields":[{"name":"list","type":{"type":"array","items":{"type":"record","name":"I","fields":[{"name":"x","type":["null","int"]}]}}}]}""";

        var conflict = Assert.Single(SchemaCompatibility.Check(CompatibilityMode.Backward, Schema.Parse(next), [Schema.Parse(Base), Schema.Parse(old)]));

        Assert.Equal(1, conflict.Index);
        Assert.Equal(IncompatibilityKind.MissingUnionBranch, conflict.Reason.Kind);
        Assert.Equal("/fields/0/type/items/fields/0/type", conflict.Reason.Path);
        Assert.Equal(
            "the new schema cannot read the old one: MISSING_UNION_BRANCH at /fields/0/type/items/fields/0/type: union [null, int] has no branch for string",
            conflict.ToString());
    }

    [Theory]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", """{"type":"enum","name":"E","symbols":["A","B"]}""", "MISSING_ENUM_SYMBOLS", "/symbols")]
    [InlineData("""{"type":"fixed","name":"F","size":1}""", """{"type":"fixed","name":"F","size":2}""", "FIXED_SIZE_MISMATCH", "/size")]
    [InlineData("""{"type":"fixed","name":"F","size":1}""", """{"type":"fixed","name":"G","size":1}""", "NAME_MISMATCH", "/name")]
    [InlineData("\"int\"", "\"long\"", "TYPE_MISMATCH", "")]
    [InlineData(AddedRequired, Base, "READER_FIELD_MISSING_DEFAULT_VALUE", "/fields/1")]
    [InlineData("""{"type":"int","logicalType":"date"}""", """{"type":"int","logicalType":"time-millis"}""", "LOGICAL_TYPE_MISMATCH", "")]
    public void Every_kind_of_conflict_is_told_apart(string reader, string writer, string code, string path)
    {
        var found = Assert.Single(SchemaCompatibility.CanRead(Schema.Parse(reader), Schema.Parse(writer)));

        Assert.Equal((code, path), (found.Code, found.Path));
    }

    [Fact]
    public void Recursive_schemas_are_checked_once_around()
    {
        var old = Schema.Parse("""{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]},{"name":"v","type":"string"}]}""");
        var next = Schema.Parse("""{"type":"record","name":"N","fields":[{"name":"next","type":["null","N"]},{"name":"v","type":"int"}]}""");

        Assert.Equal("/fields/1/type", Assert.Single(SchemaCompatibility.CanRead(next, old)).Path);
    }

    private static bool Accepts(CompatibilityMode mode, string next, params string[] earlier) =>
        SchemaCompatibility.Check(mode, Schema.Parse(next), [.. earlier.Select(json => Schema.Parse(json))]).Count == 0;
}
