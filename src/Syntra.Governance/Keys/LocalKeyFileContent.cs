using System.Text.Json.Serialization;

namespace Syntra.Governance.Keys;

/// <summary>The key file as JSON: per tenant its key-encryption keys by version, or the time they were destroyed.</summary>
internal sealed class LocalKeyFileContent
{
    public const string CurrentFormat = "syntra-keyfile/1";

    public string Format { get; set; } = CurrentFormat;

    public SortedDictionary<string, LocalTenantKeys> Tenants { get; set; } = new(StringComparer.Ordinal);
}

internal sealed class LocalTenantKeys
{
    public List<LocalKek> Keys { get; set; } = [];

    public DateTimeOffset? Destroyed { get; set; }
}

internal sealed class LocalKek
{
    public int Version { get; set; }

    public DateTimeOffset Created { get; set; }

    public byte[] Material { get; set; } = [];
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LocalKeyFileContent))]
internal sealed partial class LocalKeyFileJson : JsonSerializerContext;
