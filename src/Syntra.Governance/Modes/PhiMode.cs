using Syntra.Governance.Modes.Fields;

namespace Syntra.Governance.Modes;

/// <summary>What of a person may leave a domain. One per tenant and domain, declared in the signed register.</summary>
public enum PhiMode
{
    /// <summary>Identifiers as they are; treatment, payment, operations inside the entity. Free text still never passes.</summary>
    Direct,

    /// <summary>Limited data set, 164.514(e): the 16 identifiers go, dates and town stay. Still PHI, needs a data use agreement.</summary>
    LimitedDataSet,

    /// <summary>Safe Harbor, 164.514(b)(2): the 18 identifiers go.</summary>
    SafeHarbor,

    /// <summary>Keyed tokens for identifiers, dates shifted per patient. Pseudonymised PHI, still PHI.</summary>
    KmsPseudonymisation,

    /// <summary>No row leaves; only cells of many (see <c>AggregateTable</c>).</summary>
    AggregateOnly,
}

/// <summary>Names of modes as registers write them.</summary>
public static class PhiModes
{
    /// <summary>The name of a mode, for example <c>safe-harbor</c>.</summary>
    public static string NameOf(PhiMode mode) => FieldClassNames.Kebab(mode.ToString());
}
