using Syntra.Fhir.Reading;

namespace Syntra.Fhir.Types;

/// <summary>A person's name.</summary>
public sealed record HumanName : FhirType
{
    /// <summary>usual, official, temp, nickname, anonymous, old or maiden.</summary>
    public string? Use { get; init; }

    /// <summary>The whole name.</summary>
    public string? Text { get; init; }

    /// <summary>Family name.</summary>
    public string? Family { get; init; }

    /// <summary>Given names, first name first.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    /// <summary>Before the name.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>After the name.</summary>
    public IReadOnlyList<string> Suffixes { get; init; } = [];

    /// <summary>When it was in use.</summary>
    public Period? Period { get; init; }

    internal static HumanName Read(FhirNode node) => new()
    {
        Use = node.Text("use"), Text = node.Text("text"), Family = node.Text("family"), Given = node.Texts("given"),
        Prefixes = node.Texts("prefix"), Suffixes = node.Texts("suffix"), Period = node.One("period", Period.Read),
    };
}

/// <summary>A telephone number, an e-mail address or the like.</summary>
public sealed record ContactPoint : FhirType
{
    /// <summary>phone, fax, email, pager, url, sms or other.</summary>
    public string? System { get; init; }

    /// <summary>The number or address.</summary>
    public string? Value { get; init; }

    /// <summary>home, work, temp, old or mobile.</summary>
    public string? Use { get; init; }

    internal static ContactPoint Read(FhirNode node) => new() { System = node.Text("system"), Value = node.Text("value"), Use = node.Text("use") };
}

/// <summary>A postal address.</summary>
public sealed record Address : FhirType
{
    /// <summary>home, work, temp, old or billing.</summary>
    public string? Use { get; init; }

    /// <summary>The whole address.</summary>
    public string? Text { get; init; }

    /// <summary>Street lines.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>County.</summary>
    public string? District { get; init; }

    /// <summary>State.</summary>
    public string? State { get; init; }

    /// <summary>Postal code as written.</summary>
    public string? PostalCode { get; init; }

    /// <summary>Country, as code or name.</summary>
    public string? Country { get; init; }

    internal static Address Read(FhirNode node) => new()
    {
        Use = node.Text("use"), Text = node.Text("text"), Lines = node.Texts("line"), City = node.Text("city"), District = node.Text("district"),
        State = node.Text("state"), PostalCode = node.Text("postalCode"), Country = node.Text("country"),
    };
}
