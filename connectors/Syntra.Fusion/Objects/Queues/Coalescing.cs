using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Queues;

/// <summary>Whether a newer version makes an older one of the same object unnecessary. Pure.</summary>
internal static class Coalescing
{
    /// <summary>
    /// The result in Fusion must be the one that delivering both in order would give. An object without history is what its newest
    /// version says. A dated one keeps what the older version said of other days, so only the same first day with at least the
    /// same members counts.
    /// </summary>
    public static bool Supersedes(ObjectInstruction newer, ObjectInstruction older)
    {
        if (newer.SourceVersion < older.SourceVersion || newer.Kind != older.Kind)
        {
            return false;
        }

        return newer.Kind switch
        {
            ObjectKind.WorkerAssignment => SameDay(newer, older) && SaysAsMuch(newer.Assignment, older.Assignment),

            // What was submitted cannot be changed any more, so a version that could still be bought must not be skipped.
            ObjectKind.Requisition => newer.Operation == older.Operation || older.Operation == ObjectOperation.Upsert,
            _ => true,
        };
    }

    private static bool SameDay(ObjectInstruction newer, ObjectInstruction older) =>
        newer.EffectiveDate == older.EffectiveDate && newer.Operation == older.Operation && newer.LaterChanges == older.LaterChanges;

    private static bool SaysAsMuch(AssignmentPayload? newer, AssignmentPayload? older) =>
        newer is not null && older is not null && newer.AssignmentNumber == older.AssignmentNumber && newer.PersonNumber == older.PersonNumber
        && Covers(newer.StatusCode, older.StatusCode) && Covers(newer.DepartmentName, older.DepartmentName)
        && Covers(newer.JobCode, older.JobCode) && Covers(newer.LocationCode, older.LocationCode)
        && Covers(newer.BusinessUnit, older.BusinessUnit);

    private static bool Covers(string? newer, string? older) => older is null || newer is not null;
}
