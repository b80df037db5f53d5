using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Modes;

/// <summary>What happens to a field that nobody declared.</summary>
public enum UnknownFields
{
    /// <summary>The record is refused.</summary>
    Refuse,

    /// <summary>The field goes and is counted.</summary>
    Drop,
}

/// <summary>What a transformer of one domain does and with what.</summary>
public sealed record PhiPolicy
{
    /// <summary>The mode.</summary>
    public required PhiMode Mode { get; init; }

    /// <summary>All fields.</summary>
    public required IReadOnlyList<FieldRule> Fields { get; init; }

    /// <summary>For undeclared fields. Default: refuse.</summary>
    public UnknownFields Unknown { get; init; } = UnknownFields.Refuse;

    /// <summary>Makes tokens; needed where the mode makes some of these fields tokens.</summary>
    public IPseudonymizer? Pseudonymizer { get; init; }

    /// <summary>Shifts dates; needed where the mode shifts some of these fields.</summary>
    public DateShifter? DateShifter { get; init; }

    /// <summary>Restricted ZIP prefixes.</summary>
    public Zip3Table Zip3 { get; init; } = Zip3Table.Default;
}
