using System.Net;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class SchedulerTests
{
    private const string Requests = "ess/rest/scheduler/v1/requests";

    [Fact]
    public async Task A_request_passes_through_COMPLETED_and_is_not_over_there_and_time_is_the_pods_clock()
    {
        var clock = new ManualClock();
        await using var pod = await Pod.StartAsync(o => o with { TimeProvider = clock, Latencies = new FusionLatencies { Step = TimeSpan.FromMinutes(1), Run = TimeSpan.FromMinutes(10) } });
        var id = await pod.SubmitAsync(PodCalls.JournalPackage, "AutomaticPosting", Pod.LedgerId);
        await PodCalls.UntilAsync(() => pod.StatusAsync(id), static s => s == "READY");
        clock.Advance(TimeSpan.FromMinutes(1));
        await PodCalls.UntilAsync(() => pod.StatusAsync(id), static s => s == "RUNNING");
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("RUNNING", await pod.StatusAsync(id));
        clock.Advance(TimeSpan.FromMinutes(1));
        await PodCalls.UntilAsync(() => pod.StatusAsync(id), static s => s == "COMPLETED");
        clock.Advance(TimeSpan.FromMinutes(1));
        await PodCalls.UntilAsync(() => pod.StatusAsync(id), static s => s == "SUCCEEDED");
    }

    [Fact]
    public async Task The_import_child_is_not_there_at_first_and_the_parent_pauses_for_it()
    {
        var clock = new ManualClock();
        await using var pod = await StartWithLateChildrenAsync(clock);
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        var id = await pod.SubmitImportAsync("1");
        var waiting = await PodCalls.UntilAsync(() => pod.TreeAsync(id), static tree => tree.Status == "PAUSED");
        Assert.Empty(waiting.Children);
        Assert.Empty((await pod.GetAsync($"{Requests}?q=absParentRequestId eq {id}"))["items"]!.AsArray());
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Import Journals: Child", Assert.Single((await pod.EndOfAsync(id)).Children).Name);
    }

    [Fact]
    public async Task The_tree_is_a_json_text_whose_CHILD_is_an_object_for_one_and_an_array_for_more()
    {
        await using var pod = await Pod.StartAsync();
        var load = await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        var import = await pod.ImportAsync("1");
        Assert.Contains("\"CHILD\":[{", await TreeTextAsync(pod, load.Id), StringComparison.Ordinal);
        Assert.Contains("\"CHILD\":{", await TreeTextAsync(pod, import.Id), StringComparison.Ordinal);
        Assert.DoesNotContain("CHILD", await TreeTextAsync(pod, import.Children[0].Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scheduler_tells_the_group_of_a_request_and_the_descendants_of_a_parent()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        var import = await pod.ImportAsync("1");
        var request = await pod.GetAsync($"{Requests}/{import.Id}?fields=requestParameters");
        Assert.Equal("1", (string)request["requestParameters"]!.AsArray().Single(static p => (string)p!["name"]! == "submit.argument4")!["value"]!);
        Assert.Null(request["state"]);
        var child = Assert.Single((await pod.GetAsync($"{Requests}?q=absParentRequestId eq {import.Id}"))["items"]!.AsArray())!;
        Assert.Equal((import.Children[0].Id, "SUCCEEDED"), (child["requestId"]!.ToString(), (string)child["state"]!));
        Assert.EndsWith("JournalImport", (string)child["jobDefinitionId"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_imports_that_could_take_the_same_rows_block_each_other()
    {
        var clock = new ManualClock();
        await using var pod = await StartWithLateChildrenAsync(clock);
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        var first = await pod.SubmitImportAsync("1");
        await PodCalls.UntilAsync(() => pod.StatusAsync(first), static s => s == "PAUSED");
        var second = await pod.SubmitImportAsync("ALL");
        await PodCalls.UntilAsync(() => pod.StatusAsync(second), static s => s == "BLOCKED");
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("SUCCEEDED", (await pod.EndOfAsync(first)).Children[0].Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        await PodCalls.UntilAsync(() => pod.StatusAsync(second), static s => s == "PAUSED");
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("WARNING", (await pod.EndOfAsync(second)).Children[0].Status);
    }

    [Fact]
    public async Task ImportBulkData_answers_with_the_load_and_the_import_turns_up_after_the_load_has_ended()
    {
        var clock = new ManualClock();
        await using var pod = await StartWithLateChildrenAsync(clock);
        var load = (string)(await pod.PostAsync(new()
        {
            ["OperationName"] = "importBulkData", ["DocumentContent"] = Convert.ToBase64String(GlFile.Zip(GlFile.Csv(GlLine.Pair("1.00", "a")))), ["ContentType"] = "zip",
            ["FileName"] = "Gl.zip", ["DocumentAccount"] = PodCalls.Account, ["JobName"] = $"{PodCalls.JournalPackage},JournalImportLauncher",
            ["ParameterList"] = $"9001,{Pod.SourceKey},{Pod.LedgerId},1,N,N,N", ["CallbackURL"] = "#NULL", ["NotificationCode"] = "10", ["JobOptions"] = "ExtractFileType=ALL",
        }))["ReqstId"]!;
        var ended = await pod.EndOfAsync(load);
        Assert.Equal(("SUCCEEDED", 2), (ended.Status, ended.Children.Count));
        clock.Advance(TimeSpan.FromHours(1));
        await PodCalls.UntilAsync(() => pod.TreeAsync(load), static t => t.Children.Count == 3 && t.Children[2].Status == "PAUSED");
        clock.Advance(TimeSpan.FromHours(1));
        var whole = await PodCalls.UntilAsync(() => pod.TreeAsync(load), static t => t.Children.Count == 3 && t.Children[2].IsOver);
        Assert.Equal(("Import Journals", "SUCCEEDED"), (whole.Children[2].Name, whole.Children[2].Children[0].Status));
        Assert.Equal(2, (await pod.LinesAsync()).Count);
    }

    [Fact]
    public async Task ImportBulkData_says_SUCCEEDED_for_the_load_of_a_group_whose_import_rejects_everything()
    {
        await using var pod = await Pod.StartAsync();
        var load = (string)(await pod.PostAsync(new()
        {
            ["OperationName"] = "importBulkData", ["DocumentContent"] = Convert.ToBase64String(GlFile.Zip(GlFile.Csv(GlLine.Pair("1.00", "a", facility: "H9")))), ["ContentType"] = "zip",
            ["FileName"] = "Gl.zip", ["DocumentAccount"] = PodCalls.Account, ["JobName"] = $"{PodCalls.JournalPackage},JournalImportLauncher",
            ["ParameterList"] = $"9001,{Pod.SourceKey},{Pod.LedgerId},1,N,N,N",
        }))["ReqstId"]!;
        var whole = await PodCalls.UntilAsync(() => pod.TreeAsync(load), static t => t.Children.Count == 3 && t.Children[2].IsOver);
        Assert.Equal(("SUCCEEDED", "SUCCEEDED", "WARNING"), (whole.Status, whole.Children[2].Status, whole.Children[2].Children[0].Status));
    }

    [Fact]
    public async Task A_cancelled_request_does_no_work()
    {
        await using var pod = await Pod.StartAsync(static o => o with { Latencies = o.Latencies with { Run = TimeSpan.FromMinutes(5) } });
        var id = await pod.SubmitAsync(PodCalls.JournalPackage, "AutomaticPosting", Pod.LedgerId);
        await PodCalls.UntilAsync(() => pod.StatusAsync(id), static s => s == "RUNNING");
        using var response = await pod.Client.PostAsync($"{Requests}/{id}/cancel", PodCalls.Json(new System.Text.Json.Nodes.JsonObject()));
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("CANCELLED", (await pod.EndOfAsync(id)).Status);
        Assert.Empty(await pod.FilesAsync(id));
    }

    [Fact]
    public async Task An_unknown_request_has_no_status_and_no_details()
    {
        await using var pod = await Pod.StartAsync();
        Assert.Empty((await pod.GetAsync($"{PodCalls.Erp}?finder=ESSJobStatusRF;requestId=42"))["items"]!.AsArray());
        using var response = await pod.Client.GetAsync($"{Requests}/42");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    /// <summary>Everything at once but the appearance of the import's request, which takes an hour of a clock that stands still.</summary>
    private static Task<Pod> StartWithLateChildrenAsync(ManualClock clock) =>
        Pod.StartAsync(o => o with { TimeProvider = clock, Latencies = FusionLatencies.None with { ChildAppearance = TimeSpan.FromHours(1) } });

    private static async Task<string> TreeTextAsync(Pod pod, string id) =>
        (string)(await pod.GetAsync($"{PodCalls.Erp}?finder=ESSExecutionDetailsRF;requestId={id}"))["items"]![0]!["RequestStatus"]!;
}
