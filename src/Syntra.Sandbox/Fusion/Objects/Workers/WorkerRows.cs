using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Workers;

/// <summary>Workers, their assignments, and the dated rows of an assignment.</summary>
internal static class WorkerRows
{
    public const string Workers = "workers";
    public const string Assignments = "assignments";
    public const string Rows = "assignmentRows";
    public const string Profiles = "talentPersonProfiles";
    public const string Sections = "certificationSections";
    public static readonly DateOnly EndOfTime = new(4712, 12, 31);

    public static ObjectRow Hire(ObjectTransaction transaction, FusionWorker hire)
    {
        var worker = transaction.Insert(Workers, hire.PersonNumber, new JsonObject { ["PersonNumber"] = hire.PersonNumber }, "PersonId");
        var assignment = transaction.Insert(Assignments, hire.AssignmentNumber, new JsonObject { ["AssignmentNumber"] = hire.AssignmentNumber }, "AssignmentId", worker.Id);
        transaction.Insert(Rows, null, Dated(hire.HiredOn, EndOfTime, new JsonObject
        {
            ["AssignmentNumber"] = hire.AssignmentNumber, ["AssignmentStatusTypeCode"] = "ACTIVE_PROCESS", ["DepartmentName"] = hire.Department, ["ActionCode"] = "HIRE",
        }), null, assignment.Id);
        if (hire.HasProfile)
        {
            var profile = transaction.Insert(Profiles, hire.PersonNumber, new JsonObject { ["PersonNumber"] = hire.PersonNumber }, "ProfileId");
            transaction.Insert(Sections, null, new JsonObject { ["SectionName"] = "Licenses and Certifications" }, "ProfileSectionId", profile.Id);
        }

        return worker;
    }

    /// <summary>Who is asked for; where the pod is set up so, an unknown one is hired.</summary>
    public static ObjectRow? Find(ObjectTransaction transaction, string personNumber, FusionObjectSetup setup)
    {
        if (transaction.Tables.FindByKey(Workers, personNumber) is { } worker)
        {
            return worker;
        }

        return setup.HireUnknownWorkersOn is { } day ? Hire(transaction, new FusionWorker(personNumber, "E" + personNumber, day)) : null;
    }

    /// <summary>What an address holds instead of an id: not to be made by a client.</summary>
    public static string Hash(long id) => string.Create(CultureInfo.InvariantCulture, $"00020000{id ^ 0x5A5A_5A5A_5A5A:X16}4AC5");

    public static long? Unhash(string hash) =>
        hash.Length == 28 && hash.StartsWith("00020000", StringComparison.Ordinal) && long.TryParse(hash.AsSpan(8, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? id ^ 0x5A5A_5A5A_5A5A
            : null;

    public static ObjectAttributes Dated(DateOnly from, DateOnly to, ObjectAttributes attributes) =>
        attributes.With(ObjectAttributes.Of([new("EffectiveStartDate", Text(from)), new("EffectiveEndDate", Text(to))]));

    public static DateOnly From(ObjectRow row) => Day(row.Text("EffectiveStartDate"));

    public static DateOnly To(ObjectRow row) => Day(row.Text("EffectiveEndDate"));

    public static List<ObjectRow> Timeline(ObjectTables tables, long assignment) => [.. tables.Children(Rows, assignment).OrderBy(From)];

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(string? text) => DateOnly.ParseExact(text!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
