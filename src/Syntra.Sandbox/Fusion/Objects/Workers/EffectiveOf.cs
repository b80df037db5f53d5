using System.Globalization;
using Syntra.Sandbox.Fusion.Http;

namespace Syntra.Sandbox.Fusion.Objects.Workers;

/// <summary>The Effective-Of header: name=value, joined by semicolons.</summary>
internal sealed record EffectiveOf(string Mode, bool IsLogical, DateOnly? Start, DateOnly? End)
{
    private static readonly string[] s_modes = ["UPDATE", "CORRECTION", "END_DATE", "REPLACE_UPDATE", "REPLACE_CORRECTION"];

    public static EffectiveOf Read(string? header)
    {
        var parts = (header ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static p => p.Split('=', 2)).Where(static p => p.Length == 2).ToDictionary(static p => p[0], static p => p[1], StringComparer.Ordinal);
        if (!parts.TryGetValue("RangeMode", out var mode))
        {
            throw FusionProblem.BadRequest("The parameter RangeMode is required to update a date-effective resource.", "Effective-Of");
        }

        return s_modes.Contains(mode)
            ? new EffectiveOf(mode, parts.GetValueOrDefault("RangeSpan") == "LOGICAL_ROW_END_DATE", Day(parts, "RangeStartDate"), Day(parts, "RangeEndDate"))
            : throw FusionProblem.BadRequest($"The value {mode} of RangeMode is not supported by this pod.", "Effective-Of");
    }

    private static DateOnly? Day(Dictionary<string, string> parts, string name) => !parts.TryGetValue(name, out var text) ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw FusionProblem.BadRequest($"{name} is not a date.", "Effective-Of");
}
