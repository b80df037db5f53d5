using Syntra.Contracts;

namespace Syntra.Cli.Register;

/// <summary>Which schemas each domain takes in: what its register entry has to cover. A domain that takes in another record lists it here.</summary>
internal static class PhiDomains
{
    internal const string Charge = "charge";

    /// <summary>JSON of the schemas by domain.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Schemas { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [Charge] = [RawCharge.AvroSchemaJson, SourceWatermark.AvroSchemaJson],
    };
}
