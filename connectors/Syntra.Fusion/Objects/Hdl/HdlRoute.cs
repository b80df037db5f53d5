using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Syntra.Contracts;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Objects.Bulk;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Hdl;

/// <summary>
/// One kind by HCM Data Loader: one file, uploadFile, createFileDataSet, and the data set's status until it ends. ORA_IN_ERROR is the usual end of a file with
/// one bad line: every line that no message names is in. The first look at a new data set may find nothing.
/// </summary>
internal abstract class HdlRoute(ObjectCalls calls) : IBulkRoute
{
    private const string Api = "hcmRestApi";
    private const string Resource = "dataLoadDataSets";

    public abstract ObjectKind Kind { get; }

    public bool MayQuote => true;

    public abstract bool Takes(ObjectInstruction instruction);

    public abstract ValueTask<BulkRow> ReadAsync(ObjectInstruction instruction, CancellationToken ct);

    public virtual Task<IReadOnlySet<string>> BesideAsync(IReadOnlyList<ObjectInstruction> instructions, CancellationToken ct) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>(StringComparer.Ordinal));

    public async Task<BulkSight> FindAsync(long id, CancellationToken ct)
    {
        var query = Uri.EscapeDataString($"DataSetName={Answers.Quote(BulkBatchId.Name(id))}");
        var found = await AskAsync($"{Resource}?q={query}&onlyData=true&limit=2", root => Answers.Items(root).EnumerateArray().Select(RequestOf).FirstOrDefault(), ct);
        return found is { } request ? new BulkSight(BulkState.Taken, request) : new BulkSight(BulkState.None);
    }

    public async Task<string> PrepareAsync(long id, IReadOnlyList<BulkRow> rows, CancellationToken ct)
    {
        var (file, text) = Write([.. rows.Select(r => r.Instruction)]);
        var zip = FbdiZip.Pack(file, Encoding.UTF8.GetBytes(text));
        var body = JsonBody.Object(json =>
        {
            json.WriteBase64String("content", zip);
            json.WriteString("fileName", BulkBatchId.Name(id) + ".zip");
        });
        try
        {
            return await ActAsync("uploadFile", body, result => result.Text("ContentId"), ct);
        }
        catch (FusionException unsure) when (unsure.Kind == FusionErrorKind.UnknownOutcome)
        {
            // Another upload is another content; one that nobody loads does nothing.
            throw unsure.AsRetriable();
        }
    }

    public async Task<long> SubmitAsync(long id, string handle, CancellationToken ct)
    {
        var body = JsonBody.Object(json =>
        {
            json.WriteString("contentId", handle);
            json.WriteString("fileAction", "IMPORT_AND_LOAD");
            json.WriteString("dataSetName", BulkBatchId.Name(id));
        });
        return long.Parse(await ActAsync("createFileDataSet", body, result => result.Text("RequestId") is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : null, ct), CultureInfo.InvariantCulture);
    }

    public async Task<BulkLook> LookAsync(BulkBatch batch, CancellationToken ct)
    {
        if ((batch.RequestId ?? (await FindAsync(BulkBatchId.Of(batch), ct)).RequestId) is not { } request)
        {
            return new BulkLook.Running();
        }

        try
        {
            var status = await AskAsync(string.Create(CultureInfo.InvariantCulture, $"{Resource}/{request}?onlyData=true"), root => root.Text("DataSetStatusCode") ?? "", ct);
            return status switch
            {
                "ORA_COMPLETED" or "ORA_SUCCESS" => new BulkLook.Ended(new Dictionary<string, ObjectResult>(StringComparer.Ordinal), Done(request)),
                "ORA_IN_ERROR" => await RefusalsAsync(batch, request, ct),
                "ORA_STOPPED" => new BulkLook.Failed(request),
                _ => new BulkLook.Running(),
            };
        }
        catch (FusionException early) when (early.Status == HttpStatusCode.NotFound)
        {
            return new BulkLook.Running();
        }
    }

    private async Task<BulkLook.Ended> RefusalsAsync(BulkBatch batch, long request, CancellationToken ct)
    {
        const int page = 500;
        var results = new Dictionary<string, ObjectResult>(StringComparer.Ordinal);
        ObjectResult otherwise = Done(request);
        for (var offset = 0; ; offset += page)
        {
            var messages = await AskAsync(
                string.Create(CultureInfo.InvariantCulture, $"{Resource}/{request}/child/messages?onlyData=true&limit={page}&offset={offset}"),
                root => Answers.Items(root).EnumerateArray().Select(m => (Id: m.Text("SourceSystemId"), Line: m.Integer("FileLine"), Text: m.Text("MessageText") ?? "")).ToList(), ct);
            foreach (var (id, line, text) in messages)
            {
                if ((id is { Length: > 0 } ? id : OfLine(batch, line)) is { } key)
                {
                    results.TryAdd(key, Refused(text));
                }
                else
                {
                    // Of the file as a whole: nobody can say what of it is in.
                    otherwise = new ObjectResult.Refused(ObjectErrorClass.Held, ReasonCodes.LoadRefused, text);
                }
            }

            if (messages.Count < page)
            {
                return new BulkLook.Ended(results, otherwise);
            }
        }
    }

    /// <summary>The file: its name, and its text.</summary>
    protected abstract (string File, string Text) Write(IReadOnlyList<ObjectInstruction> instructions);

    /// <summary>The member that a line without a source key is about; null where none can be told.</summary>
    protected virtual string? OfLine(BulkBatch batch, long? line) => null;

    /// <summary>What a message says of its line.</summary>
    protected virtual ObjectResult Refused(string text) => ObjectErrors.Result(new ObjectRefusedException(ObjectErrorClass.Poison, ObjectErrors.CodeOf(text), text), mayQuote: true);

    private static ObjectResult.Done Done(long request) =>
        new(ObjectOutcome.Updated, new Dictionary<string, string>(StringComparer.Ordinal) { ["RequestId"] = request.ToString(CultureInfo.InvariantCulture) });

    private static long? RequestOf(JsonElement item) => item.Integer("RequestId");

    private async Task<T> AskAsync<T>(string pathAndQuery, Func<JsonElement, T> read, CancellationToken ct)
    {
        var request = calls.Get<object>(Resource, Api, pathAndQuery, static (_, _) => throw new InvalidOperationException("The caller reads the answer.")).Request;
        return Answers.Read(request, await calls.SendAsync(request, ct), read);
    }

    private async Task<string> ActAsync(string action, byte[] body, Func<JsonElement, string?> read, CancellationToken ct)
    {
        var call = calls.Post<object>(action, Api, $"{Resource}/action/{action}", body, static (_, _) => throw new InvalidOperationException("The caller reads the answer."));
        var request = call.Request with { MediaType = JsonBody.Action };
        return Answers.Read(request, await calls.SendAsync(request, ct), root => read(root.Member("result") ?? root)) ?? throw FusionErrors.Garbage(request, "no id");
    }
}
