using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Tests.Fusion.Support;

namespace Syntra.Sandbox.Tests.Fusion;

public sealed class RestTests
{
    private const string Root = "fscmRestApi/resources/11.13.18.05/";
    private const string Periods = Root + "accountingPeriodStatusLOV";

    [Fact]
    public async Task A_body_without_Content_Length_is_dropped_silently()
    {
        await using var pod = await Pod.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, PodCalls.Erp) { Content = JsonContent.Create(new { OperationName = "uploadFileToUCM" }) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await pod.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("The request body is empty.", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("svc", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("nobody", "x", HttpStatusCode.Unauthorized)]
    [InlineData("gl-only", "x", HttpStatusCode.Forbidden)]
    public async Task A_wrong_password_is_401_and_a_missing_role_403(string user, string password, HttpStatusCode expected)
    {
        await using var pod = await Pod.StartAsync();
        using var client = pod.SignedIn(user, password);
        using var response = await client.GetAsync($"{PodCalls.Erp}?finder=ESSJobStatusRF;requestId=1");
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Unauthorized, response.Headers.WwwAuthenticate.Count > 0);
    }

    [Fact]
    public async Task Missing_data_security_is_an_empty_collection_and_no_error()
    {
        await using var pod = await Pod.StartAsync();
        using var client = pod.SignedIn("no-data", "x");
        var page = JsonNode.Parse(await client.GetStringAsync(Periods))!;
        Assert.Equal(0, (int)page["count"]!);
    }

    [Fact]
    public async Task A_token_signs_in_until_it_expires_by_the_pods_clock_also_across_a_restart()
    {
        var clock = new ManualClock();
        await using var pod = await Pod.StartAsync(o => o with { TimeProvider = clock, TokenLife = TimeSpan.FromMinutes(10) });
        var token = await TokenAsync(pod);
        await pod.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(pod, token));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(pod, token));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(pod, "made-up"));
    }

    [Theory]
    [InlineData("client_credentials", "wrong", "s", 401, "invalid_client")]
    [InlineData("password", "client-secret", "s", 400, "unsupported_grant_type")]
    [InlineData("client_credentials", "client-secret", "", 400, "invalid_scope")]
    public async Task A_token_is_refused_with_the_error_of_the_standard(string grant, string secret, string scope, int status, string error)
    {
        await using var pod = await Pod.StartAsync();
        using var response = await AskTokenAsync(pod, grant, secret, scope);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["error"]!);
    }

    [Theory]
    [InlineData("LedgerId=300000001;ApplicationId=101;PeriodNameId=Nov-25", "1", 1)]
    [InlineData("LedgerId=300000001 and ApplicationId=101 and PeriodNameId='Nov-25'", "4", 1)]
    [InlineData("LedgerId=300000001 and ApplicationId=101 and (ClosingStatus='C' or ClosingStatus='F')", "2", 2)]
    [InlineData("LedgerId=300000001;ApplicationId=101;StartDate>='2025-12-01'", null, 4)]
    [InlineData("LedgerId = 300000001; ApplicationId <> 200", "1", 5)]
    [InlineData("LedgerId=300000001;ApplicationId=101", "4", -1)]
    [InlineData("LedgerId=300000001 and ApplicationId=101", "1", -1)]
    [InlineData("Ledger=300000001", "1", -1)]
    [InlineData("LedgerId=", "1", -1)]
    [InlineData("LedgerId~1", "1", -1)]
    [InlineData("PeriodNameId LIKE '%-25'", "9", 12)]
    public async Task Q_is_joined_by_semicolons_in_version_1_and_by_words_later_and_the_wrong_way_is_400(string q, string? version, int expected)
    {
        await using var pod = await Pod.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Periods}?limit=500&q={Uri.EscapeDataString(q)}");
        if (version is not null)
        {
            request.Headers.Add("REST-Framework-Version", version);
        }

        using var response = await pod.Client.SendAsync(request);
        Assert.Equal(expected < 0 ? HttpStatusCode.BadRequest : HttpStatusCode.OK, response.StatusCode);
        if (expected >= 0)
        {
            Assert.Equal(expected, (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["count"]!);
        }
    }

    [Fact]
    public async Task Without_application_id_a_closed_period_also_reads_as_open()
    {
        await using var pod = await Pod.StartAsync();
        var items = (await pod.GetAsync($"{Periods}?q=LedgerId=300000001;PeriodNameId=Nov-25"))["items"]!.AsArray();
        Assert.Equal(["C", "O"], items.Select(static i => (string)i!["ClosingStatus"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Period_rows_carry_dates_and_the_adjustment_flag()
    {
        await using var pod = await Pod.StartAsync();
        var item = (await pod.GetAsync($"{Periods}?q=LedgerId=300000001;ApplicationId=101;PeriodNameId=Adj-25&onlyData=true"))["items"]![0]!;
        Assert.Equal(("2025-12-31", "2025-12-31", true, 13), ((string)item["StartDate"]!, (string)item["EndDate"]!, (bool)item["AdjustmentPeriodFlag"]!, (int)item["PeriodNumber"]!));
    }

    [Fact]
    public async Task Errors_are_plain_text_before_version_4_and_carry_details_from_there()
    {
        await using var pod = await Pod.StartAsync();
        using var plain = await pod.Client.GetAsync($"{Periods}?q=Nope=1");
        Assert.Equal("text/plain", plain.Content.Headers.ContentType!.MediaType);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Periods}?q=Nope=1");
        request.Headers.Add("REST-Framework-Version", "4");
        using var detailed = await pod.Client.SendAsync(request);
        var error = JsonNode.Parse(await detailed.Content.ReadAsStringAsync())!;
        Assert.Contains("Nope", (string)error["o:errorDetails"]![0]!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("400", (string)error["status"]!);
    }

    [Fact]
    public async Task A_page_has_25_items_by_default_and_500_at_most_and_says_whether_there_is_more()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(Enumerable.Range(1, 501).SelectMany(static i => GlLine.Pair("1.00", $"k{i}", $"{i}")));
        await pod.ImportAsync("ALL");
        var first = await pod.GetAsync(Root + "journalBatches");
        Assert.Equal((25, true, 25), ((int)first["count"]!, (bool)first["hasMore"]!, (int)first["limit"]!));
        Assert.Null(first["totalResults"]);
        var big = await pod.GetAsync(Root + "journalBatches?limit=10000&totalResults=true&orderBy=JeBatchId");
        Assert.Equal((500, true, 500, 501), ((int)big["count"]!, (bool)big["hasMore"]!, (int)big["limit"]!, (int)big["totalResults"]!));
        var last = await pod.GetAsync(Root + "journalBatches?limit=500&offset=500&orderBy=JeBatchId");
        Assert.Equal((1, false), ((int)last["count"]!, (bool)last["hasMore"]!));
        Assert.Single(await pod.BatchesAsync("SYN-77 "));
    }

    [Fact]
    public async Task Links_come_unless_onlyData_is_asked_for_and_fields_choose()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        await pod.ImportAsync("1");
        var item = (await pod.GetAsync(Root + "journalBatches"))["items"]![0]!.AsObject();
        var self = (string)item["links"]![0]!["href"]!;
        Assert.Equal((string)item["BatchName"]!, (string)JsonNode.Parse(await pod.Client.GetStringAsync(self))!["BatchName"]!);
        var bare = (await pod.GetAsync(Root + "journalBatches?onlyData=true&fields=JeBatchId,PostingStatus"))["items"]![0]!.AsObject();
        Assert.Equal(["JeBatchId", "PostingStatus"], bare.Select(static p => p.Key));
    }

    [Fact]
    public async Task Journals_and_lines_are_children_and_lines_show_no_reference()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync(GlLine.Pair("1.00", "a"));
        await pod.ImportAsync("1");
        var id = (long)(await pod.BatchesAsync("SYN-1"))[0]!["JeBatchId"]!;
        var header = (await pod.GetAsync($"{Root}journalBatches/{id}/child/journalHeaders"))["items"]![0]!;
        Assert.Equal(("J1", 1.00m), ((string)header["JournalName"]!, (decimal)header["RunningTotalDr"]!));
        var lines = (await pod.GetAsync((string)header["links"]![0]!["href"]! + "/child/journalLines"))["items"]!.AsArray();
        Assert.Equal(2, lines.Count);
        Assert.DoesNotContain("a-D", lines.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unposted_batch_can_be_deleted_a_posted_one_not_and_none_can_be_created()
    {
        await using var pod = await Pod.StartAsync();
        await pod.LoadAsync([.. GlLine.Pair("1.00", "a", "1"), .. GlLine.Pair("1.00", "b", "2")]);
        await pod.ImportAsync("ALL");
        await pod.PostJournalsAsync("2");
        async Task<HttpStatusCode> DeleteAsync(string reference)
        {
            using var answer = await pod.Client.DeleteAsync($"{Root}journalBatches/{(await pod.BatchesAsync(reference))[0]!["JeBatchId"]}");
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.NoContent, await DeleteAsync("SYN-1"));
        Assert.Equal(HttpStatusCode.BadRequest, await DeleteAsync("SYN-2"));
        Assert.Equal(2, (await pod.LinesAsync()).Count);
        using var create = await pod.Client.PostAsync(Root + "journalBatches", PodCalls.Json(new JsonObject()));
        Assert.Equal("Invalid operation create for the specified resource.", await create.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("fscmRestApi/resources/11.13.18.05/ledgerPeriods", HttpStatusCode.NotFound)]
    [InlineData("fscmRestApi/resources/9.9/journalBatches", HttpStatusCode.NotFound)]
    [InlineData("fscmRestApi/resources/latest/journalBatches", HttpStatusCode.OK)]
    [InlineData("fscmRestApi/resources/11.13.18.05/journalBatches?finder=Nope;a=b", HttpStatusCode.BadRequest)]
    [InlineData("fscmRestApi/resources/11.13.18.05/journalBatches?fields=Nope", HttpStatusCode.BadRequest)]
    [InlineData("fscmRestApi/resources/11.13.18.05/erpintegrations?finder=Nope;requestId=1", HttpStatusCode.BadRequest)]
    [InlineData("fscmRestApi/resources/11.13.18.05/erpintegrations?finder=ESSJobStatusRF", HttpStatusCode.BadRequest)]
    [InlineData("fscmRestApi/resources/11.13.18.05/erpintegrations?finder=ESSJobExecutionDetailsRF;requestId=1;fileType=ALL", HttpStatusCode.BadRequest)]
    [InlineData("fscmRestApi/resources/11.13.18.05/erpintegrations", HttpStatusCode.BadRequest)]
    public async Task Paths_versions_and_finders_that_do_not_exist_are_refused(string path, HttpStatusCode expected)
    {
        await using var pod = await Pod.StartAsync();
        using var response = await pod.Client.GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"OperationName":"loadAndImportData"}""", "application/json", 400)]
    [InlineData("""{"OperationName":"uploadFileToUCM","FileName":"a","DocumentAccount":"b"}""", "application/json", 400)]
    [InlineData("""{"OperationName":"uploadFileToUCM","FileName":"a","DocumentAccount":"b","DocumentContent":"QUJD\nREVG"}""", "application/json", 400)]
    [InlineData("""{"OperationName":"submitESSJobRequest","JobPackageName":"/x","JobDefName":"JournalImportLauncher"}""", "application/json", 400)]
    [InlineData("not json", "application/json", 400)]
    [InlineData("""{"OperationName":"uploadFileToUCM"}""", "text/xml", 415)]
    [InlineData("""{"OperationName":"uploadFileToUCM","FileName":"a","DocumentAccount":"b","DocumentContent":"QUJD"}""", "application/vnd.oracle.adf.resourceitem+json", 201)]
    public async Task Operations_with_wrong_attributes_or_media_types_are_refused(string body, string type, int expected)
    {
        await using var pod = await Pod.StartAsync();
        using var response = await pod.Client.PostAsync(PodCalls.Erp, new StringContent(body, Encoding.UTF8, type));
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_package_may_be_written_without_its_leading_slash()
    {
        await using var pod = await Pod.StartAsync();
        var id = await pod.SubmitAsync(PodCalls.JournalPackage.TrimStart('/'), "AutomaticPosting", Pod.LedgerId);
        Assert.Equal("SUCCEEDED", (await pod.EndOfAsync(id)).Status);
    }

    private static Task<HttpResponseMessage> AskTokenAsync(Pod pod, string grant, string secret, string scope)
    {
        var client = new HttpClient { BaseAddress = pod.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"syntra-client:{secret}")));
        return client.PostAsync("oauth2/v1/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = grant, ["scope"] = scope }));
    }

    private static async Task<string> TokenAsync(Pod pod)
    {
        using var response = await AskTokenAsync(pod, "client_credentials", "client-secret", "urn:opc:resource:consumer::all");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!;
    }

    private static async Task<HttpStatusCode> StatusWithAsync(Pod pod, string token)
    {
        using var client = new HttpClient { BaseAddress = pod.BaseUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(Periods);
        return response.StatusCode;
    }
}
