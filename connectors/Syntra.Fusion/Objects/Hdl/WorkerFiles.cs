using Syntra.Contracts;

namespace Syntra.Fusion.Objects.Hdl;

/// <summary>
/// HCM Data Loader files of worker objects, for loads in bulk and corrections of long histories: every dated row is a line of its own. Workers and
/// assignments were made by others, so they are referred to by their user keys; credentials carry our source key.
/// </summary>
public static class WorkerFiles
{
    /// <summary>File of dated assignment rows.</summary>
    public const string WorkerFile = "Worker.dat";

    /// <summary>File of certification items.</summary>
    public const string ProfileFile = "EnhancedTalentProfile.dat";

    private const string SectionContext = "PERSON_CERTIFICATION";
    private static readonly DateOnly s_endOfTime = new(4712, 12, 31);

    /// <summary>Worker.dat: instructions of one or many assignments, in order of day and version; the newest version of a day counts.</summary>
    public static string Assignments(IEnumerable<ObjectInstruction> instructions)
    {
        var rows = instructions.Where(i => i is { Assignment: not null, EffectiveDate: not null, Operation: ObjectOperation.Upsert })
            .GroupBy(i => (i.Assignment!.AssignmentNumber, Day: i.EffectiveDate!.Value)).Select(g => g.MaxBy(i => i.SourceVersion)!)
            .OrderBy(i => i.Assignment!.AssignmentNumber, StringComparer.Ordinal).ThenBy(i => i.EffectiveDate).ToList();
        return Assignments(rows, n => n + 1 < rows.Count && rows[n + 1].Assignment!.AssignmentNumber == rows[n].Assignment!.AssignmentNumber ? rows[n + 1].EffectiveDate!.Value.AddDays(-1) : s_endOfTime);
    }

    /// <summary>Worker.dat with one line for each instruction, in their order, each to the end of time.</summary>
    public static string AssignmentLines(IReadOnlyList<ObjectInstruction> instructions) => Assignments(instructions, _ => s_endOfTime);

    /// <summary>EnhancedTalentProfile.dat: credentials by our source key; one that never was is deleted. Discriminator and context are unconfirmed.</summary>
    /// <param name="instructions">Of any number of workers.</param>
    /// <param name="owner">SourceSystemOwner, a code of lookup HRC_SOURCE_SYSTEM_OWNER.</param>
    /// <param name="profileCode">Profile code of a person number, for example PERS_ and the person's id.</param>
    public static string Credentials(IEnumerable<ObjectInstruction> instructions, string owner, Func<string, string> profileCode)
    {
        var file = new HdlFile()
            .Component("EnhancedTalentProfile", "ProfileCode")
            .Component("TalentCertification", "ProfileCode", "SectionContext", "SourceSystemOwner", "SourceSystemId", "CertificationName", "CertificationNumber", "IssuedBy", "StateProvinceCode", "Status", "DateFrom", "DateTo", "RenewalDate");
        var newest = instructions.Where(i => i.Credential is not null).GroupBy(i => i.ObjectKey, StringComparer.Ordinal).Select(g => g.MaxBy(i => i.SourceVersion)!).OrderBy(i => i.ObjectKey, StringComparer.Ordinal).ToList();
        foreach (var code in newest.Select(i => profileCode(i.Credential!.PersonNumber)).Distinct(StringComparer.Ordinal))
        {
            file.Merge("EnhancedTalentProfile", code);
        }

        foreach (var instruction in newest)
        {
            var credential = instruction.Credential!;
            var to = instruction.Operation == ObjectOperation.End ? instruction.EffectiveDate ?? credential.DateTo : credential.DateTo;
            string?[] values =
            [
                profileCode(credential.PersonNumber), SectionContext, owner, instruction.ObjectKey, credential.Name, credential.LicenseNumber, credential.IssuedBy, credential.State,
                credential.Status.ToString().ToUpperInvariant(), HdlFile.Date(credential.DateFrom), HdlFile.Date(to), HdlFile.Date(credential.RenewalDate),
            ];
            _ = instruction.Operation == ObjectOperation.Withdraw ? file.Delete("TalentCertification", values) : file.Merge("TalentCertification", values);
        }

        return file.ToString();
    }

    private static string Assignments(IReadOnlyList<ObjectInstruction> rows, Func<int, DateOnly> lastDay)
    {
        var file = new HdlFile().Component(
            "Assignment", "AssignmentNumber", "EffectiveStartDate", "EffectiveEndDate", "EffectiveSequence", "EffectiveLatestChange", "ActionCode", "ReasonCode",
            "AssignmentStatusTypeCode", "DepartmentName", "JobCode", "LocationCode", "BusinessUnitShortCode");
        for (var n = 0; n < rows.Count; n++)
        {
            var row = rows[n].Assignment!;
            file.Merge(
                "Assignment", row.AssignmentNumber, HdlFile.Date(rows[n].EffectiveDate), HdlFile.Date(lastDay(n)), "1", "Y", row.ActionCode, row.ReasonCode,
                row.StatusCode, row.DepartmentName, row.JobCode, row.LocationCode, row.BusinessUnit);
        }

        return file.ToString();
    }
}
