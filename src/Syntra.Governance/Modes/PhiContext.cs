using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Modes;

/// <summary>What a transformation must know of a record besides its text. Resolved by the caller, so that no clock and no lookup is hidden in it.</summary>
public readonly record struct PhiContext()
{
    /// <summary>Date of the event, at which ages are counted. Unknown: birth dates do not pass Safe Harbor.</summary>
    public DateOnly? EventDate { get; init; }

    /// <summary>The patient, for shifted dates. Unknown: records with dates are refused in that mode.</summary>
    public Identifier? Patient { get; init; }

    /// <summary>Country of the addresses, ISO 3166; ZIP codes of others than US do not pass shortened.</summary>
    public string? Country { get; init; } = "US";
}

/// <summary>How many fields met which end.</summary>
/// <param name="Passed">As they were.</param>
/// <param name="Dropped">Gone.</param>
/// <param name="Tokens">Now tokens.</param>
/// <param name="Changed">Generalised or shifted.</param>
/// <param name="Unknown">Undeclared, and gone (only where the policy drops them).</param>
public readonly record struct PhiCounts(int Passed, int Dropped, int Tokens, int Changed, int Unknown);
