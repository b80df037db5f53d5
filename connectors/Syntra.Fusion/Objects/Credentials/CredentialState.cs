using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Credentials;

/// <summary>What is known of a credential. Addresses are Fusion's own, never built.</summary>
internal sealed record CredentialState
{
    public bool ProfileAsked { get; init; }

    /// <summary>Address of the worker's certification items.</summary>
    public string? Items { get; init; }

    public bool ItemAsked { get; init; }

    public PostedCredential? Posted { get; init; }

    /// <summary>The item was deleted by this attempt.</summary>
    public bool Deleted { get; init; }
}

/// <summary>A certification item.</summary>
internal sealed record PostedCredential(string Id, string Address, CredentialFacts Facts, string? ETag)
{
    public static PostedCredential Read(JsonElement item) => new(
        item.Text("CertificationId") ?? throw new FormatException("no CertificationId"),
        Answers.Self(item) ?? throw new FormatException("no self link"),
        new CredentialFacts(
            item.Text("CertificationName") ?? "", item.Text("CertificationNumber"), item.Text("IssuedBy"), item.Text("StateProvinceCode"), item.Text("Status") ?? "",
            Answers.Day(item, "DateFrom"), Answers.Day(item, "DateTo"), Answers.Day(item, "RenewalDate")),
        Answers.ETag(item));
}

/// <summary>What a certification says.</summary>
internal sealed record CredentialFacts(string Name, string? Number, string? IssuedBy, string? State, string Status, DateOnly? From, DateOnly? To, DateOnly? Renewal)
{
    /// <summary>A credential that ends keeps its past; one that never was is deleted, so it says nothing here.</summary>
    public static CredentialFacts Of(ObjectInstruction instruction, CredentialPayload payload) => new(
        payload.Name, payload.LicenseNumber, payload.IssuedBy, payload.State, payload.Status.ToString().ToUpperInvariant(), payload.DateFrom,
        instruction.Operation == ObjectOperation.End ? instruction.EffectiveDate ?? payload.DateTo : payload.DateTo, payload.RenewalDate);
}
