using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Http;
using Syntra.Sandbox.Fusion.Objects.Calls;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.DataLoader;

/// <summary>
/// dataLoadDataSets: HCM Data Loader. A data set cannot be seen right after it was made (404), then is in progress, then ends; with one bad line it ends
/// in ORA_IN_ERROR although every other line is in. What is due is done before anybody can look.
/// </summary>
internal sealed class DataSets(FusionObjectSetup setup, FusionLatencies latencies, TimeProvider time) : IObjectResource
{
    private const string Contents = "hdlContents";
    private const string Messages = "hdlMessages";
    private static readonly string[] s_queryable = ["DataSetName", "RequestId", "ContentId"];

    public string Api => "hcmRestApi";

    public string Name => "dataLoadDataSets";

    public ObjectAnswer Handle(ObjectRequest request, ObjectTransaction transaction)
    {
        RunDue(transaction);
        return (request.Method, request.Path.Count) switch
        {
            ("POST", 3) when request.Path[1] == "action" && request.Path[2] == "uploadFile" => Upload(request, transaction),
            ("POST", 3) when request.Path[1] == "action" && request.Path[2] == "createFileDataSet" => Create(request, transaction),
            ("GET", 1) => Items.Page(request, transaction.Tables.Children(Name).Where(IsSeen), s_queryable, row => Item(request, row)),
            ("GET", 2) => Find(request, transaction) is var row ? Items.One(row, Item(request, row)) : throw FusionProblem.NotFound(),
            ("GET", 4) when request.Path[2] == "child" && request.Path[3] == "messages" =>
                Items.Page(request, transaction.Tables.Children(Messages, Find(request, transaction).Id), [], static row => json =>
                {
                    json.WriteStartObject();
                    row.Attributes.WriteMembers(json);
                    json.WriteEndObject();
                }),
            _ => throw FusionProblem.NotFound(),
        };
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private static ObjectAnswer Upload(ObjectRequest request, ObjectTransaction transaction)
    {
        var file = request.Required("fileName");
        if (!file.EndsWith(".zip", StringComparison.Ordinal) || !file[..^4].All(char.IsAsciiLetterOrDigit))
        {
            throw FusionProblem.BadRequest("The file name must hold letters and digits only.", "fileName");
        }

        var row = transaction.Insert(Contents, null, new JsonObject { ["fileName"] = file, ["content"] = request.Required("content") });
        return Result(new JsonObject { ["Status"] = "SUCCESS", ["ContentId"] = ContentId(row) });
    }

    private ObjectAnswer Create(ObjectRequest request, ObjectTransaction transaction)
    {
        var content = transaction.Tables.Children(Contents).FirstOrDefault(c => ContentId(c) == request.Required("contentId")) ?? throw FusionProblem.BadRequest("The content does not exist.", "contentId");
        if (request.Required("fileAction") != "IMPORT_AND_LOAD")
        {
            throw FusionProblem.BadRequest("The file action is not valid.", "fileAction");
        }

        var seen = Now + (long)latencies.ChildAppearance.TotalMilliseconds;
        var row = transaction.Insert(Name, null, new JsonObject
        {
            ["DataSetName"] = request.Text("dataSetName") ?? content.Text("fileName"), ["ContentId"] = ContentId(content), ["DataSetStatusCode"] = "ORA_IN_PROGRESS",
            ["SeenAt"] = seen, ["DueAt"] = seen + (long)latencies.Run.TotalMilliseconds,
        }, "RequestId");
        return Result(new JsonObject { ["Status"] = "SUCCESS", ["RequestId"] = row.Id.ToString(CultureInfo.InvariantCulture) });
    }

    private void RunDue(ObjectTransaction transaction)
    {
        foreach (var set in transaction.Tables.Children(Name).Where(s => s.Text("DataSetStatusCode") == "ORA_IN_PROGRESS" && Number(s, "DueAt") <= Now).ToList())
        {
            var content = transaction.Tables.Children(Contents).First(c => ContentId(c) == set.Text("ContentId"));
            var zip = Convert.FromBase64String(content.Text("content")!);
            var faults = FbdiArchive.Read(zip, WorkerLoad.FileName, out _) is null ? new TalentLoad(transaction, setup).Load(zip) : new WorkerLoad(transaction, setup).Load(zip);
            foreach (var (line, id, text) in faults)
            {
                transaction.Insert(Messages, null, new JsonObject { ["FileLine"] = line, ["SourceSystemId"] = id, ["MessageTypeCode"] = "ERROR", ["MessageText"] = text }, null, set.Id);
            }

            transaction.Update(set, set.With([new("DataSetStatusCode", faults.Count == 0 ? "ORA_COMPLETED" : "ORA_IN_ERROR")]));
        }
    }

    private ObjectRow Find(ObjectRequest request, ObjectTransaction transaction) =>
        transaction.Tables.Find(Name, request.Id(1)) is { } row && IsSeen(row) ? row : throw FusionProblem.NotFound();

    private bool IsSeen(ObjectRow row) => Number(row, "SeenAt") <= Now;

    private JsonPiece Item(ObjectRequest request, ObjectRow row) => Items.Of(request, row, string.Create(CultureInfo.InvariantCulture, $"{Name}/{row.Id}"), Name);

    private static ObjectAnswer Result(JsonObject result) => new(200, json => new JsonObject { ["result"] = result }.WriteTo(json));

    private static string ContentId(ObjectRow content) => string.Create(CultureInfo.InvariantCulture, $"UCMFA{content.Id}");

    private static long Number(ObjectRow row, string name) => long.Parse(row.Text(name)!, CultureInfo.InvariantCulture);
}
