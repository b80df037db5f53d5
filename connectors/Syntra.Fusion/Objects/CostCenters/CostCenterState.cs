using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.CostCenters;

/// <summary>What is known of a value.</summary>
internal sealed record CostCenterState(bool Asked, CostCenterValue? Posted);

/// <summary>A value as it stands or shall stand.</summary>
internal sealed record CostCenterValue(string Description, bool Enabled, DateOnly? StartsOn, DateOnly? EndsOn)
{
    public string? Id { get; init; }

    public string? ETag { get; init; }

    /// <summary>A value is never deleted, because journals may name it: it is end-dated, or disabled where it never was.</summary>
    public static CostCenterValue Of(ObjectInstruction instruction, CostCenterPayload payload) => instruction.Operation switch
    {
        ObjectOperation.Upsert => new(payload.Description, payload.Enabled, payload.StartsOn, payload.EndsOn),
        ObjectOperation.End => new(payload.Description, payload.Enabled, payload.StartsOn, instruction.EffectiveDate ?? payload.EndsOn),
        _ => new(payload.Description, false, payload.StartsOn, payload.EndsOn),
    };

    public static CostCenterValue Read(JsonElement item) => new(
        item.Text("Description") ?? "", item.Text("EnabledFlag") is "Y" or "true", Answers.Day(item, "StartDateActive"), Answers.Day(item, "EndDateActive"))
    {
        Id = item.Text("ValueId") ?? throw new FormatException("no ValueId"),
        ETag = Answers.ETag(item),
    };

    public bool SaysAs(CostCenterValue other) => this with { Id = other.Id, ETag = other.ETag } == other;
}
