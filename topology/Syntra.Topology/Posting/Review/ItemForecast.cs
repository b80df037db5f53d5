using Syntra.Contracts;

namespace Syntra.Topology.Posting.Review;

/// <summary>What a held version would come to if somebody decided about it now.</summary>
public enum ForecastCourse
{
    /// <summary>The decision counts: the facts are those of the item.</summary>
    AsShown,

    /// <summary>The decision lapses, and the version is held again with a new item.</summary>
    HeldAnew,

    /// <summary>The decision lapses, also one that rejects, and the version leaves for Fusion: no rule holds it any more.</summary>
    Posted,

    /// <summary>The decision lapses, and nothing leaves.</summary>
    NothingDue,

    /// <summary>The decision lapses, and the version waits for a row.</summary>
    Parked,

    /// <summary>The decision lapses, and the version ends in the dead letters.</summary>
    Refused,
}

/// <summary>Which of the facts under an item are no longer those that it shows.</summary>
public enum ChangedFact
{
    /// <summary>A newer version of the charge, or its deletion, was received and is not worked on yet.</summary>
    Version,

    /// <summary>The encounter was voided, combined, uncombined or moved.</summary>
    Encounter,

    /// <summary>The rule in force is another one, or another version of it.</summary>
    Rule,

    /// <summary>The rule's approver roles, or the number of people it takes.</summary>
    Deciders,

    /// <summary>Lines would go to other periods or days: one was closed or reopened.</summary>
    Period,

    /// <summary>Lines would have other accounts or amounts.</summary>
    Account,

    /// <summary>The rows of ledger or facility in the workbook say something else.</summary>
    Ledger,
}

/// <summary>An open item held against the facts of the moment.</summary>
/// <param name="Course">What deciding now would come to.</param>
/// <param name="Changed">Which facts are others; empty exactly where the decision would count.</param>
/// <param name="Detail">The missing row of a version that would park, the reason code of one that would be refused, the rule of one that would leave or be held anew; null where it would go as shown.</param>
public sealed record ItemForecast(ForecastCourse Course, IReadOnlyList<ChangedFact> Changed, string? Detail = null)
{
    /// <summary>Whether a decision would be recorded as LAPSED.</summary>
    public bool Lapses => Course != ForecastCourse.AsShown;
}
