using System.Collections.Frozen;

namespace Syntra.Governance.Disclosure;

/// <summary>Class of a route, by 164.528(a)(1): the first ones are exempt from an accounting, the others are accountable.</summary>
public enum DisclosureClass
{
    /// <summary>Treatment.</summary>
    Treatment,

    /// <summary>Payment.</summary>
    Payment,

    /// <summary>Health care operations.</summary>
    Operations,

    /// <summary>To the individual.</summary>
    Individual,

    /// <summary>Incident to a permitted use.</summary>
    Incidental,

    /// <summary>By authorization.</summary>
    Authorization,

    /// <summary>Facility directory or persons involved in care.</summary>
    Directory,

    /// <summary>National security or intelligence.</summary>
    NationalSecurity,

    /// <summary>Correctional institutions and custody.</summary>
    Correctional,

    /// <summary>As part of a limited data set.</summary>
    LimitedDataSet,

    /// <summary>Required by law.</summary>
    RequiredByLaw,

    /// <summary>Public health.</summary>
    PublicHealth,

    /// <summary>Health oversight: auditors, regulators.</summary>
    Oversight,

    /// <summary>Judicial and administrative proceedings.</summary>
    Judicial,

    /// <summary>Law enforcement.</summary>
    LawEnforcement,

    /// <summary>Research without authorization.</summary>
    Research,

    /// <summary>Not permitted: wrong recipient, breach.</summary>
    Impermissible,
}

/// <summary>Which classes an accounting lists.</summary>
public static class DisclosureClasses
{
    private static readonly FrozenSet<DisclosureClass> Exempt = FrozenSet.ToFrozenSet(
    [
        DisclosureClass.Treatment, DisclosureClass.Payment, DisclosureClass.Operations, DisclosureClass.Individual, DisclosureClass.Incidental,
        DisclosureClass.Authorization, DisclosureClass.Directory, DisclosureClass.NationalSecurity, DisclosureClass.Correctional, DisclosureClass.LimitedDataSet,
    ]);

    /// <summary>Whether a disclosure of the class is listed in an accounting.</summary>
    public static bool IsAccountable(DisclosureClass disclosureClass) => !Exempt.Contains(disclosureClass);
}
