using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>An exact amount, read from a JSON number or string.</summary>
public sealed record Money : FhirType
{
    /// <summary>The amount in units of the currency.</summary>
    public decimal? Value { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    internal static Money Read(FhirNode node) => new() { Value = node.Number("value"), Currency = node.Text("currency") };
}

/// <summary>An exact measured amount.</summary>
public sealed record Quantity : FhirType
{
    /// <summary>The number.</summary>
    public decimal? Value { get; init; }

    /// <summary>What people see as its unit.</summary>
    public string? Unit { get; init; }

    /// <summary>URI of the unit's code system.</summary>
    public string? System { get; init; }

    /// <summary>The unit's code.</summary>
    public string? Code { get; init; }

    internal static Quantity Read(FhirNode node) => new()
    {
        Value = node.Number("value"), Unit = node.Text("unit"), System = node.Text("system"), Code = node.Text("code"),
    };
}
