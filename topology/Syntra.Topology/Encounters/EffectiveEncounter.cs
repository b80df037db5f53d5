using Syntra.Contracts;
using Syntra.Topology.Reference;

namespace Syntra.Topology.Encounters;

/// <summary>Where a charge belongs once combines are followed to their end.</summary>
/// <param name="Chain">Tokens from the charge's own encounter to the effective one; a change of any of them concerns the charge.</param>
/// <param name="Facts">What of it the charge was worked on with: empty for an encounter that nothing is exceptional about.</param>
/// <param name="IsVoid">The effective encounter is void.</param>
/// <param name="IsCombined">The charge belongs to another encounter than its row says.</param>
/// <param name="OrganizationId">The effective encounter's facility; of meaning only where combined.</param>
/// <param name="Missing">What the charge waits for where the end of the chain is not known.</param>
/// <param name="ReadAt">The latest moment at which the source read a state of the chain.</param>
internal sealed record EffectiveEncounter(
    IReadOnlyList<string> Chain,
    string Facts,
    bool IsVoid = false,
    bool IsCombined = false,
    string? OrganizationId = null,
    MissingRow? Missing = null,
    DateTimeOffset? ReadAt = null)
{
    private const string VoidFacts = "void";

    /// <summary>For a charge that names no encounter.</summary>
    public static EffectiveEncounter None { get; } = new([], "");

    /// <summary>For an encounter that was not combined.</summary>
    public static EffectiveEncounter Own(string encounter, EncounterState? state) => state is null
        ? new([encounter], "")
        : new([encounter], state.Cancelled ? VoidFacts : "", state.Cancelled, ReadAt: state.ReadAt);

    /// <summary>For an encounter whose combines end at <paramref name="last"/>.</summary>
    /// <remarks>The whole chain is part of the facts, since the charge has to hear of every encounter in it.</remarks>
    public static EffectiveEncounter Combined(IReadOnlyList<string> chain, EncounterState last, DateTimeOffset readAt) => new(
        chain, $"{(last.Cancelled ? VoidFacts : "")}|{last.OrganizationId}|{Text(chain)}", last.Cancelled, IsCombined: true, last.OrganizationId, ReadAt: readAt);

    /// <summary>For an encounter whose chain has no known end.</summary>
    public static EffectiveEncounter Unknown(IReadOnlyList<string> chain, MissingRow missing, DateTimeOffset readAt) =>
        new(chain, $"?{missing}|{Text(chain)}", IsCombined: true, Missing: missing, ReadAt: readAt);

    private static string Text(IReadOnlyList<string> chain) => string.Join('|', chain);
}
