using Syntra.Contracts;

namespace Syntra.Cli.Register;

/// <summary>Which schemas each domain takes in: what its register entry has to cover. A domain that takes in another record lists it here.</summary>
internal static class PhiDomains
{
    /// <summary>Charges, their deletions, and how far they have been read: the only domain with a copy for analytics.</summary>
    internal const string Charge = "charge";

    /// <summary>Encounters and patients: names leave for receivables where its mode is direct, and in no other mode.</summary>
    internal const string Admissions = "admissions";

    private static readonly IReadOnlyList<string> Events = [RawEvent.AvroSchemaJson, BackfillRequest.AvroSchemaJson];

    /// <summary>JSON of the schemas by domain. Events of any resource are one record; each domain that takes them in says its own mode.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Schemas { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        [Charge] = [RawCharge.AvroSchemaJson, RawDelete.AvroSchemaJson, SourceWatermark.AvroSchemaJson],
        [Admissions] = [RawEncounter.AvroSchemaJson, RawEncounterCombine.AvroSchemaJson, RawPersonCombine.AvroSchemaJson, .. Events],
        ["equipment"] = Events,
        ["organisation"] = Events,
        ["staff"] = Events,
        ["supplies"] = Events,
    };
}
