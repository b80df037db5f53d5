using System.Globalization;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.Workers;

/// <summary>talentPersonProfiles with certification sections and items. Nothing refuses the same item twice.</summary>
internal sealed class TalentProfiles(FusionObjectSetup setup) : IObjectResource
{
    public const string CertificationItems = "certificationItems";
    private const string ExpandedItems = $"{WorkerRows.Sections}.{CertificationItems}";
    private const int MostExpanded = 25;
    private static readonly string[] s_queryable = ["PersonNumber", "ProfileId"];
    private static readonly string[] s_attributes =
        ["CertificationId", "CertificationName", "CertificationNumber", "IssuedBy", "StateProvinceCode", "Status", "DateFrom", "DateTo", "RenewalDate", "IssueDate", "ExpirationDate", "SourceType", "SourceKey1", "Comments"];

    public string Api => "hcmRestApi";

    public string Name => WorkerRows.Profiles;

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction) => (request.Method, request.Path.Count) switch
    {
        ("GET", 1) => Items.Page(request, Candidates(request, transaction), s_queryable, row => Profile(request, transaction, row)),
        ("GET", 7) => Items.Page(request, Section(request, transaction) is var section ? Rows(request, transaction, section) : [], s_attributes, row => Item(request, row)),
        ("POST", 7) => Post(request, transaction),
        ("PATCH", 8) => Patch(request, transaction),
        ("DELETE", 8) => Delete(request, transaction),
        _ => throw FusionProblem.NotFound(),
    };

    private IEnumerable<ObjectRow> Candidates(ObjectRequest request, ObjectTransaction transaction)
    {
        if (Items.Asked(request, "PersonNumber") is not { Length: > 0 } number)
        {
            return transaction.Tables.Children(WorkerRows.Profiles);
        }

        WorkerRows.Find(transaction, number, setup);
        return transaction.Tables.FindByKey(WorkerRows.Profiles, number) is { } profile ? [profile] : [];
    }

    private static JsonPiece Profile(ObjectRequest request, ObjectTransaction transaction, ObjectRow profile)
    {
        var path = $"{WorkerRows.Profiles}/{WorkerRows.Hash(profile.Id)}";
        if (request.Query.GetValueOrDefault("expand")?.Contains(WorkerRows.Sections, StringComparison.Ordinal) != true)
        {
            return Items.Of(request, profile, path, WorkerRows.Profiles);
        }

        var sections = transaction.Tables.Children(WorkerRows.Sections, profile.Id).Select(s => Section(request, transaction, s, path)).ToList();
        return Items.Of(request, profile, path, WorkerRows.Profiles, json =>
        {
            json.WriteStartObject(WorkerRows.Sections);
            Items.WriteArray(json, "items", sections);
            json.WriteEndObject();
        });
    }

    private static JsonPiece Section(ObjectRequest request, ObjectTransaction transaction, ObjectRow section, string profile)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{profile}/child/{WorkerRows.Sections}/{section.Id}");
        if (!request.Query["expand"].Contains(ExpandedItems, StringComparison.Ordinal))
        {
            return Items.Of(request, section, path, WorkerRows.Sections);
        }

        var rows = transaction.Tables.Children(CertificationItems, section.Id).Take(MostExpanded + 1).ToList();
        var items = rows.Take(MostExpanded).Select(r => Items.Of(request, r, string.Create(CultureInfo.InvariantCulture, $"{path}/child/{CertificationItems}/{r.Id}"), CertificationItems)).ToList();
        return Items.Of(request, section, path, WorkerRows.Sections, json =>
        {
            json.WriteStartObject(CertificationItems);
            Items.WriteArray(json, "items", items);
            json.WriteBoolean("hasMore"u8, rows.Count > MostExpanded);
            json.WriteEndObject();
        });
    }

    private static ObjectRow Section(ObjectRequest request, ObjectTransaction transaction) =>
        request.Path[3] == WorkerRows.Sections && request.Path[6] == CertificationItems && WorkerRows.Unhash(request.Path[1]) is { } profile
            && transaction.Tables.Find(WorkerRows.Sections, request.Id(4)) is { } section && section.ParentId == profile
            ? section
            : throw FusionProblem.NotFound();

    private static IEnumerable<ObjectRow> Rows(ObjectRequest request, ObjectTransaction transaction, ObjectRow section) =>
        transaction.Tables.Children(CertificationItems, section.Id);

    private static ObjectAnswer Post(ObjectRequest request, ObjectTransaction transaction)
    {
        var section = Section(request, transaction);
        Check(request);
        request.Required("CertificationName");
        var row = transaction.Insert(CertificationItems, null, ObjectAttributes.Of(request.Attributes), "CertificationId", section.Id);
        return Items.One(row, Item(request, row), 201);
    }

    private static ObjectAnswer Patch(ObjectRequest request, ObjectTransaction transaction)
    {
        var row = Find(request, transaction);
        Items.Match(request, row);
        Check(request);
        var next = transaction.Update(row, row.With(ObjectAttributes.Of(request.Attributes)));
        return Items.One(next, Item(request, next));
    }

    private static ObjectAnswer Delete(ObjectRequest request, ObjectTransaction transaction)
    {
        transaction.Delete(Find(request, transaction));
        return ObjectAnswer.NoContent;
    }

    private static ObjectRow Find(ObjectRequest request, ObjectTransaction transaction) =>
        Section(request, transaction) is var section && transaction.Tables.Find(CertificationItems, request.Id(7)) is { } row && row.ParentId == section.Id ? row : throw FusionProblem.NotFound();

    private static void Check(ObjectRequest request)
    {
        Items.RefuseUnknown(request.Attributes, s_attributes);
        if (request.Text("CertificationName") is { Length: > 240 })
        {
            throw FusionProblem.BadRequest("The value of the attribute CertificationName exceeds 240 characters.", "CertificationName");
        }

        if (request.Text("DateFrom") is { } from && request.Text("DateTo") is { } to && string.CompareOrdinal(to, from) < 0)
        {
            throw new FusionProblem(400, "HRT-1522012: The end date must be on or after the start date.", "HRT-1522012", "DateTo");
        }
    }

    private static JsonPiece Item(ObjectRequest request, ObjectRow row) => Items.Of(
        request, row, string.Create(CultureInfo.InvariantCulture, $"{WorkerRows.Profiles}/{request.Path[1]}/child/{WorkerRows.Sections}/{row.ParentId}/child/{CertificationItems}/{row.Id}"), CertificationItems);
}
