namespace Syntra.Kafka.Embedded.Tests.Registry;

/// <summary>Schemas that the registry tests register.</summary>
internal static class Samples
{
    public const string One = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";

    /// <summary>Reads One, and One reads it.</summary>
    public const string OneMore = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string","default":""}]}""";

    /// <summary>Cannot read One: no default.</summary>
    public const string Demanding = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"c","type":"string"}]}""";

    public const string Item = """{"type":"record","name":"Item","namespace":"shop","fields":[{"name":"sku","type":"string"}]}""";

    public const string Order = """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"items","type":{"type":"array","items":"shop.Item"}}]}""";
}
