namespace Syntra.Governance.Keys;

/// <summary>
/// What a data key is for. It is bound into the wrapped key, and a KMS shows it in clear in its log: names of ours only, never of a person.
/// </summary>
/// <param name="Tenant">The tenant, whose key-encryption key wraps.</param>
/// <param name="Domain">The domain, for example <c>charge</c>.</param>
/// <param name="Purpose">What it protects, for example <c>payload</c> or <c>token</c>.</param>
public sealed record KeyContext(string Tenant, string Domain, string Purpose);
