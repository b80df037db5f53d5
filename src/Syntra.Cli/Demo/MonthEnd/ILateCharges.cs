namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>One of the charges that somebody in the hospital corrects after the close.</summary>
/// <param name="Kind">What is done to it, as the report names it.</param>
/// <param name="Id">The source's id of the charge that shows the correction: the charge itself, or its credit.</param>
/// <param name="Held">Whether people decide about it.</param>
internal sealed record LateCharge(string Kind, long Id, bool Held = false);

/// <summary>
/// Which charges are corrected, and to what. A plan is written down before anything is done and holds no id, so what it means has to follow
/// from it and from the database alone, however much of it is carried out already.
/// </summary>
internal interface ILateCharges
{
    /// <summary>What would be corrected; null where the data have too few charges for it.</summary>
    Task<IReadOnlyDictionary<string, string>?> PlanAsync(CancellationToken cancellation);

    /// <summary>A service date of the period that is closed.</summary>
    DateOnly DayOf(IReadOnlyDictionary<string, string> plan);

    /// <summary>The charges that a plan means.</summary>
    Task<IReadOnlyList<LateCharge>> FindAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation);

    /// <summary>Corrects what is not corrected yet.</summary>
    Task CorrectAsync(IReadOnlyDictionary<string, string> plan, CancellationToken cancellation);
}
