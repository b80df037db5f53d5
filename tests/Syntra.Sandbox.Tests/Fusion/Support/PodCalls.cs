using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Syntra.Sandbox.Tests.Fusion.Support;

/// <summary>What a client of the pod does, over real HTTP.</summary>
internal static class PodCalls
{
    public const string Erp = "fscmRestApi/resources/11.13.18.05/erpintegrations";
    public const string LoaderPackage = "/oracle/apps/ess/financials/commonModules/shared/common/interfaceLoader";
    public const string JournalPackage = "/oracle/apps/ess/financials/generalLedger/programs/common";
    public const string Account = "fin$/generalLedger$/import$";

    private static readonly TimeSpan s_limit = Hang.Limit;

    public static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    public static async Task<JsonObject> PostAsync(this Pod pod, JsonObject body)
    {
        using var response = await pod.Client.PostAsync(Erp, Json(body));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    public static async Task<JsonNode> GetAsync(this Pod pod, string path)
    {
        using var response = await pod.Client.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> ControlAsync(this Pod pod, string path, JsonNode body)
    {
        using var response = await pod.Client.PostAsync("sandbox/" + path, Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    public static Task FaultAsync(this Pod pod, string match, string kind, JsonObject? settings = null)
    {
        settings ??= [];
        settings["match"] = match;
        settings["kind"] = kind;
        return pod.ControlAsync("faults", settings);
    }

    public static async Task<string> UploadAsync(this Pod pod, byte[] zip, string account = Account) => (string)(await pod.PostAsync(new()
    {
        ["OperationName"] = "uploadFileToUCM", ["DocumentContent"] = Convert.ToBase64String(zip), ["ContentType"] = "zip", ["FileName"] = "Gl.zip", ["DocumentAccount"] = account,
    }))["DocumentId"]!;

    public static async Task<string> SubmitAsync(this Pod pod, string package, string definition, string parameters) => (string)(await pod.PostAsync(new()
    {
        ["OperationName"] = "submitESSJobRequest", ["JobPackageName"] = package, ["JobDefName"] = definition, ["ESSParameters"] = parameters, ["ReqstId"] = "",
    }))["ReqstId"]!;

    public static async Task<string> SubmitLoadAsync(this Pod pod, byte[] zip, string account = Account) =>
        await pod.SubmitAsync(LoaderPackage, "InterfaceLoaderController", $"15,{await pod.UploadAsync(zip, account)},N,N,Gl.zip");

    public static Task<string> SubmitImportAsync(this Pod pod, string group, string ledger = Pod.LedgerId, string source = Pod.SourceKey) =>
        pod.SubmitAsync(JournalPackage, "JournalImportLauncher", $"{(ledger == Pod.LedgerId ? "9001" : "9002")},{source},{ledger},{group},N,N,N");

    /// <summary>Loads lines; the tree when it has ended.</summary>
    public static async Task<Job> LoadAsync(this Pod pod, params IEnumerable<GlLine> lines) => await pod.EndOfAsync(await pod.SubmitLoadAsync(GlFile.Zip(GlFile.Csv(lines))));

    public static async Task<Job> ImportAsync(this Pod pod, string group, string ledger = Pod.LedgerId, string source = Pod.SourceKey) =>
        await pod.EndOfAsync(await pod.SubmitImportAsync(group, ledger, source));

    public static async Task<Job> PostJournalsAsync(this Pod pod, string group, string ledger = Pod.LedgerId) =>
        await pod.EndOfAsync(await pod.SubmitAsync(JournalPackage, "AutomaticPosting", $"{ledger},{group}"));

    public static async Task<string> StatusAsync(this Pod pod, string requestId) =>
        (string)(await pod.GetAsync($"{Erp}?finder=ESSJobStatusRF;requestId={requestId}"))["items"]![0]!["RequestStatus"]!;

    public static async Task<Job> TreeAsync(this Pod pod, string requestId)
    {
        var items = (await pod.GetAsync($"{Erp}?finder=ESSExecutionDetailsRF;requestId={requestId}"))["items"]!;
        return Job.Parse(JsonNode.Parse((string)items[0]!["RequestStatus"]!)!["JOBS"]!);
    }

    public static Task<Job> EndOfAsync(this Pod pod, string requestId) =>
        UntilAsync(() => pod.TreeAsync(requestId), static tree => tree.IsOver);

    /// <summary>Asks again until the answer satisfies, without a fixed wait.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> satisfied)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (satisfied(answer))
            {
                return answer;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_limit, $"Still not after {s_limit}: {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    public static async Task<Dictionary<string, string>> FilesAsync(this Pod pod, string requestId, string type = "ALL")
    {
        var item = (await pod.GetAsync($"{Erp}?finder=ESSJobExecutionDetailsRF;requestId={requestId},fileType={type}"))["items"]![0]!;
        if ((string?)item["DocumentContent"] is not { } content)
        {
            return [];
        }

        using var zip = new ZipArchive(new MemoryStream(Convert.FromBase64String(content)));
        return zip.Entries.ToDictionary(static e => e.Name, static e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        });
    }

    public static async Task<string> LogAsync(this Pod pod, string requestId) => Assert.Single((await pod.FilesAsync(requestId, "LOG")).Values);

    public static async Task<string> ReportAsync(this Pod pod, Job import) => Assert.Single((await pod.FilesAsync(import.Children[0].Id, "OUT")).Values);

    public static async Task<JsonArray> LinesAsync(this Pod pod) => (await pod.GetAsync("sandbox/ledger-lines")).AsArray();

    public static Task<JsonNode> StatsAsync(this Pod pod) => pod.GetAsync("sandbox/stats");

    public static async Task<JsonArray> BatchesAsync(this Pod pod, string reference) =>
        (await pod.GetAsync($"fscmRestApi/resources/11.13.18.05/journalBatches?q={Uri.EscapeDataString($"BatchName LIKE '{reference}%'")}&onlyData=true"))["items"]!.AsArray();
}

/// <summary>A node of the execution tree.</summary>
internal sealed record Job(string Name, string Id, string Status, IReadOnlyList<Job> Children)
{
    public bool IsOver => Status is "SUCCEEDED" or "WARNING" or "ERROR" or "CANCELLED" or "EXPIRED";

    public static Job Parse(JsonNode node) => new(
        (string)node["JOBNAME"]!, (string)node["REQUESTID"]!, (string)node["STATUS"]!,
        node["CHILD"] switch
        {
            null => [],
            JsonArray array => [.. array.Select(static n => Parse(n!))],
            var one => [Parse(one)],
        });

    public override string ToString() => JsonSerializer.Serialize(this);
}
