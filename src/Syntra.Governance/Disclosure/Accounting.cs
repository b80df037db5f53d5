using Syntra.Governance.Audit;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Disclosure;

/// <summary>An agency's or law enforcement's request not to account for disclosures to it for a time, 164.528(a)(2).</summary>
/// <param name="Recipient">The agency.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day asked for.</param>
/// <param name="IsOral">An oral request counts for 30 days at most.</param>
public sealed record Suspension(string Recipient, DateOnly From, DateOnly Until, bool IsOral)
{
    private const int OralDays = 30;

    /// <summary>Whether disclosures to the agency are withheld on a day.</summary>
    public bool Holds(DateOnly day) => day >= From && day <= Until && (!IsOral || day < From.AddDays(OralDays));
}

/// <summary>One line of an accounting: a disclosure, or several to one recipient for one purpose, by the first in full.</summary>
/// <param name="Date">Date of the (first) disclosure.</param>
/// <param name="Recipient">Who received it.</param>
/// <param name="Description">What.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Count">How many in the period.</param>
/// <param name="LastDate">Date of the last one.</param>
public sealed record AccountingLine(DateOnly Date, Recipient Recipient, string Description, string Purpose, long Count, DateOnly LastDate);

/// <summary>The answer to a request under 164.528.</summary>
/// <param name="From">First day of the period: six years before the request.</param>
/// <param name="To">Day of the request.</param>
/// <param name="Lines">What is told, by date.</param>
/// <param name="Withheld">Disclosures not told now because of a suspension; for the privacy officer, not for the answer.</param>
public sealed record Accounting(DateOnly From, DateOnly To, IReadOnlyList<AccountingLine> Lines, int Withheld)
{
    private const int Years = 6;

    /// <summary>Collects a patient's accountable disclosures of six years.</summary>
    /// <param name="events">The tenant's audit, in order.</param>
    /// <param name="patient">All pseudonyms of the patient: those of older key versions as well.</param>
    /// <param name="requestedOn">Day of the request, UTC.</param>
    /// <param name="suspensions">Requests of agencies.</param>
    public static Accounting Of(
        IEnumerable<AuditEvent> events, IReadOnlySet<Pseudonym> patient, DateOnly requestedOn, IReadOnlyList<Suspension> suspensions)
    {
        var from = requestedOn.AddYears(-Years);
        var told = new List<DisclosureEntry>();
        var withheld = 0;
        foreach (var entry in events.Select(DisclosureLog.Read).OfType<DisclosureEntry>())
        {
            var day = DayOf(entry);
            if (!patient.Contains(entry.Patient) || !DisclosureClasses.IsAccountable(entry.Class) || day < from || day > requestedOn)
            {
                continue;
            }

            if (suspensions.Any(s => s.Recipient == entry.Recipient.Name && s.Holds(requestedOn)))
            {
                withheld++;
            }
            else
            {
                told.Add(entry);
            }
        }

        var lines = from entry in told
                    orderby entry.At
                    group entry by (entry.Recipient.Name, entry.Purpose) into same
                    let first = same.First()
                    select new AccountingLine(DayOf(first), first.Recipient, first.Scope, first.Purpose, same.Sum(e => e.Count), same.Max(LastDayOf));
        return new Accounting(from, requestedOn, [.. lines.OrderBy(l => l.Date).ThenBy(l => l.Recipient.Name, StringComparer.Ordinal)], withheld);
    }

    private static DateOnly LastDayOf(DisclosureEntry entry) => DateOnly.FromDateTime((entry.Until ?? entry.At).UtcDateTime);

    private static DateOnly DayOf(DisclosureEntry entry) => DateOnly.FromDateTime(entry.At.UtcDateTime);
}
