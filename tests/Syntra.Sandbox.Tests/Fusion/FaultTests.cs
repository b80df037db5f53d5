using System.Net;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class FaultTests
{
    private static readonly JsonObject s_upload = new()
    {
        ["OperationName"] = "uploadFileToUCM", ["DocumentContent"] = "QUJD", ["ContentType"] = "zip", ["FileName"] = "Gl.zip", ["DocumentAccount"] = PodCalls.Account,
    };

    [Theory]
    [InlineData(429, 7)]
    [InlineData(503, 1)]
    [InlineData(401, null)]
    [InlineData(403, null)]
    public async Task A_status_comes_as_often_as_asked_for_without_the_work_and_then_no_more(int status, int? retryAfter)
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("uploadFileToUCM", "status", new() { ["status"] = status, ["retryAfter"] = retryAfter, ["times"] = 2 });
        for (var i = 0; i < 2; i++)
        {
            using var refused = await UploadAsync(pod);
            Assert.Equal(status, (int)refused.StatusCode);
            Assert.Equal(retryAfter, refused.Headers.RetryAfter?.Delta?.TotalSeconds is { } seconds ? (int)seconds : null);
        }

        Assert.Equal(0, (int)(await pod.StatsAsync())["documents"]!);
        using var taken = await UploadAsync(pod);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        var fault = Assert.Single((await pod.GetAsync("sandbox/faults")).AsArray())!;
        Assert.Equal((2, 0), ((int)fault["hits"]!, (int)fault["remaining"]!));
    }

    [Fact]
    public async Task A_maintenance_page_can_be_put_into_a_503()
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("*", "status", new() { ["status"] = 503, ["body"] = "Down for scheduled maintenance" });
        using var answer = await UploadAsync(pod);
        Assert.Equal("Down for scheduled maintenance", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("garbage", 0)]
    [InlineData("garbage-after-work", 1)]
    public async Task Garbage_looks_like_success_whether_or_not_the_work_was_done(string kind, int documents)
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("uploadFileToUCM", kind);
        using var answer = await UploadAsync(pod);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(text));
        Assert.Equal(documents, (int)(await pod.StatsAsync())["documents"]!);
    }

    [Theory]
    [InlineData("drop-before-work", 0)]
    [InlineData("drop-after-work", 1)]
    public async Task A_cut_connection_does_not_tell_whether_the_work_was_done(string kind, int documents)
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("uploadFileToUCM", kind);
        await Assert.ThrowsAsync<HttpRequestException>(() => UploadAsync(pod));
        Assert.Equal(documents, (int)(await pod.StatsAsync())["documents"]!);
    }

    [Theory]
    [InlineData("status-after-work", 504, 1)]
    [InlineData("no-work-500", 500, 0)]
    public async Task A_server_error_does_not_tell_either(string kind, int status, int documents)
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("uploadFileToUCM", kind, new() { ["status"] = 504 });
        using var answer = await UploadAsync(pod);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(documents, (int)(await pod.StatsAsync())["documents"]!);
    }

    [Fact]
    public async Task A_client_that_gives_up_waiting_has_had_its_work_done()
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("uploadFileToUCM", "hang-after-work", new() { ["seconds"] = 600 });
        using var patience = new CancellationTokenSource();
        var call = pod.Client.PostAsync(PodCalls.Erp, PodCalls.Json(s_upload), patience.Token);
        await PodCalls.UntilAsync(async () => (int)(await pod.StatsAsync())["documents"]!, static documents => documents == 1);
        Assert.False(call.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_delayed_call_is_answered_by_the_pods_clock()
    {
        var clock = new ManualClock();
        await using var pod = await Pod.StartAsync(o => o with { TimeProvider = clock });
        await pod.FaultAsync("uploadFileToUCM", "delay", new() { ["seconds"] = 30 });
        var call = UploadAsync(pod);
        await PodCalls.UntilAsync(async () => (int)(await pod.GetAsync("sandbox/faults"))[0]!["hits"]!, static hits => hits == 1);
        Assert.False(call.IsCompleted);
        await PodCalls.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(30));
                return Task.FromResult(call.IsCompleted);
            },
            static done => done);
        using var answer = await call;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task A_201_may_lack_its_ReqstId_though_the_job_runs()
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("JournalImportLauncher", "missing-reqst-id");
        var answer = await pod.PostAsync(new()
        {
            ["OperationName"] = "submitESSJobRequest", ["JobPackageName"] = PodCalls.JournalPackage, ["JobDefName"] = "JournalImportLauncher", ["ESSParameters"] = "x", ["ReqstId"] = "",
        });
        Assert.False(answer.ContainsKey("ReqstId"));
        Assert.Equal(1, (int)(await pod.StatsAsync())["essRequests"]!);
    }

    [Theory]
    [InlineData("job-waits", "WAIT")]
    [InlineData("job-blocked", "BLOCKED")]
    public async Task A_job_can_be_stuck_and_goes_on_when_its_time_has_come(string kind, string state)
    {
        var clock = new ManualClock();
        await using var pod = await Pod.StartAsync(o => o with { TimeProvider = clock });
        await pod.FaultAsync("AutomaticPosting", kind, new() { ["seconds"] = 600 });
        var id = await pod.SubmitAsync(PodCalls.JournalPackage, "AutomaticPosting", Pod.LedgerId);
        async Task<string> AfterASecondAsync()
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return await pod.StatusAsync(id);
        }

        await PodCalls.UntilAsync(AfterASecondAsync, s => s == state);
        await PodCalls.UntilAsync(async () => (int)(await pod.GetAsync("sandbox/faults"))[0]!["hits"]!, static hits => hits == 1);
        clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(state, await pod.StatusAsync(id));
        clock.Advance(TimeSpan.FromSeconds(300));
        await PodCalls.UntilAsync(AfterASecondAsync, static s => s == "SUCCEEDED");
    }

    [Theory]
    [InlineData("job-expires", "JournalImportLauncher", "EXPIRED", 0)]
    [InlineData("job-fails", "JournalImportLauncher", "ERROR", 0)]
    [InlineData("job-fails", "JournalImport", "ERROR", 0)]
    [InlineData("job-fails-after-work", "JournalImport", "ERROR", 2)]
    [InlineData("job-fails-after-work", "JournalImportLauncher", "ERROR", 2)]
    public async Task A_job_can_end_badly_before_and_after_its_work(string kind, string job, string status, int lines)
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        await pod.FaultAsync(job, kind);
        Assert.Equal(status, (await pod.ImportAsync("1")).Status);
        Assert.Equal(lines, (await pod.LinesAsync()).Count);
    }

    [Fact]
    public async Task A_period_can_close_between_the_look_up_and_the_import()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        await pod.FaultAsync("JournalImportLauncher", "period-closes", new() { ["period"] = "Dec-25" });
        Assert.Equal("O", await StatusOfDecemberAsync(pod));
        var import = await pod.ImportAsync("1");
        Assert.Contains("\n1 a-D EP01 ", await pod.ReportAsync(import), StringComparison.Ordinal);
        Assert.Equal("C", await StatusOfDecemberAsync(pod));
    }

    [Fact]
    public async Task Faults_survive_a_restart_and_can_be_cleared()
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("*", "status", new() { ["times"] = 100 });
        await pod.RestartAsync();
        using (var refused = await UploadAsync(pod))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        using var cleared = await pod.Client.DeleteAsync("sandbox/faults");
        using var taken = await UploadAsync(pod);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    [Theory]
    [InlineData("""{"match":"*","kind":"nonsense"}""")]
    [InlineData("""{"match":"*","kind":"status","times":0}""")]
    [InlineData("nonsense")]
    public async Task A_fault_that_does_not_exist_is_refused(string body)
    {
        await using var pod = await Pod.StartAsync();
        using var answer = await pod.Client.PostAsync("sandbox/faults", new StringContent(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Calls_are_counted_by_operation_and_status()
    {
        await using var pod = await Pod.StartAsync();
        await pod.FaultAsync("uploadFileToUCM", "status");
        (await UploadAsync(pod)).Dispose();
        (await UploadAsync(pod)).Dispose();
        var counts = (await pod.StatsAsync())["requests"]!["uploadFileToUCM"]!;
        Assert.Equal((1, 1), ((int)counts["503"]!, (int)counts["201"]!));
    }

    private static Task<HttpResponseMessage> UploadAsync(Pod pod) => pod.Client.PostAsync(PodCalls.Erp, PodCalls.Json(s_upload));

    private static async Task<string> StatusOfDecemberAsync(Pod pod) =>
        (string)(await pod.GetAsync("fscmRestApi/resources/11.13.18.05/accountingPeriodStatusLOV?q=LedgerId=300000001;ApplicationId=101;PeriodNameId=Dec-25"))["items"]![0]!["ClosingStatus"]!;
}
