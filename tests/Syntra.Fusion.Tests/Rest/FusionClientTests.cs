using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Rest;

public sealed class FusionClientTests
{
    private readonly ScriptedHandler _handler = new();

    private FusionClient Client(FusionCredentials? credentials = null, TimeSpan? timeout = null) => new(
        new FusionClientOptions
        {
            BaseUrl = new Uri("http://fusion.test/"),
            Credentials = credentials ?? new FusionCredentials.Basic("svc", "secret"),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MaximumRetryDelay = TimeSpan.FromMilliseconds(2),
            SubmitTimeout = timeout ?? Hang.Limit,
            ReadTimeout = timeout ?? Hang.Limit,
            PageSize = 2,
        },
        TimeProvider.System,
        _handler);

    private static FusionCredentials OAuth { get; } = new FusionCredentials.OAuthClient(new Uri("http://idcs.test/oauth2/v1/token"), "id", "s3cret", "urn:scope");

    [Fact]
    public async Task An_upload_carries_length_version_and_the_zip()
    {
        _handler.Answer(HttpStatusCode.Created, """{"DocumentId":"4711"}""");
        using var client = Client();
        Assert.Equal("4711", await client.UploadAsync("a.zip", [0xfb, 0xff, 3], FusionClient.GeneralLedgerAccount, TestContext.Current.CancellationToken));
        var call = Assert.Single(_handler.Seen);
        Assert.Equal("/fscmRestApi/resources/11.13.18.05/erpintegrations", call.Target);
        Assert.Equal("4", call.Version);
        Assert.Equal(Encoding.UTF8.GetByteCount(call.Body), call.Length);
        Assert.NotEqual(true, call.Chunked);
        Assert.Equal("Basic " + Convert.ToBase64String("svc:secret"u8), call.Authorization);
        using var body = JsonDocument.Parse(call.Body);
        Assert.Equal("uploadFileToUCM", body.RootElement.GetProperty("OperationName").GetString());
        Assert.Equal(new byte[] { 0xfb, 0xff, 3 }, body.RootElement.GetProperty("DocumentContent").GetBytesFromBase64());
    }

    [Theory]
    [InlineData(401, FusionErrorKind.FatalConfiguration)]
    [InlineData(403, FusionErrorKind.FatalConfiguration)]
    [InlineData(400, FusionErrorKind.Poison)]
    [InlineData(422, FusionErrorKind.Poison)]
    [InlineData(429, FusionErrorKind.Retriable)]
    [InlineData(500, FusionErrorKind.UnknownOutcome)]
    [InlineData(502, FusionErrorKind.UnknownOutcome)]
    [InlineData(503, FusionErrorKind.UnknownOutcome)]
    [InlineData(504, FusionErrorKind.UnknownOutcome)]
    public async Task A_write_is_sent_once_and_its_failure_says_whether_it_may_have_been_done(int status, FusionErrorKind kind)
    {
        _handler.Answer((HttpStatusCode)status, """{"title":"t","o:errorDetails":[{"detail":"because","o:errorCode":"x"}]}""", r => r.Headers.Add("Retry-After", "7"));
        using var client = Client();
        var failure = await SubmitFails(client);
        Assert.Equal(kind, failure.Kind);
        Assert.Contains("because", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
        Assert.Single(_handler.Seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>gateway</html>")]
    [InlineData("""{"ReqstId":null}""")]
    [InlineData("""{"ReqstId":"-1"}""")]
    [InlineData("[1,2]")]
    public async Task A_garbage_answer_to_a_write_is_an_unknown_outcome(string body)
    {
        _handler.Answer(HttpStatusCode.Created, body);
        using var client = Client();
        Assert.Equal(FusionErrorKind.UnknownOutcome, (await SubmitFails(client)).Kind);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, FusionErrorKind.Retriable)]
    [InlineData(HttpRequestError.NameResolutionError, FusionErrorKind.Retriable)]
    [InlineData(HttpRequestError.ResponseEnded, FusionErrorKind.UnknownOutcome)]
    [InlineData(HttpRequestError.Unknown, FusionErrorKind.UnknownOutcome)]
    public async Task A_connection_that_never_was_is_retriable_one_that_broke_is_unknown(HttpRequestError error, FusionErrorKind kind)
    {
        _handler.Fail(error);
        using var client = Client();
        Assert.Equal(kind, (await SubmitFails(client)).Kind);
    }

    [Fact]
    public async Task A_connection_reset_in_the_moment_it_stands_is_unknown_to_a_write_and_repeated_by_a_read()
    {
        // The platform's handler lets this exception through as it is when a new connection is gone before it was used.
        _handler.Do((_, _) => throw new SocketException((int)SocketError.NotConnected)).Do((_, _) => throw new SocketException((int)SocketError.NotConnected)).Answer(HttpStatusCode.OK, """{"items":[],"hasMore":false}""");
        using var client = Client();
        Assert.Equal(FusionErrorKind.UnknownOutcome, (await SubmitFails(client)).Kind);
        Assert.Empty(await client.FindJournalBatchesAsync("SYNTRA-1", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_write_without_an_answer_in_time_is_unknown_and_a_cancelled_one_is_cancelled()
    {
        _handler.Hang().Hang();
        using var client = Client(timeout: TimeSpan.FromMilliseconds(30));
        Assert.Equal(FusionErrorKind.UnknownOutcome, (await SubmitFails(client)).Kind);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SubmitAsync(EssJob.ImportJournals, "", cancelled.Token));
    }

    [Fact]
    public async Task A_read_is_repeated_through_throttling_gateway_trouble_garbage_and_a_broken_connection()
    {
        _handler.Answer(HttpStatusCode.TooManyRequests, "", r => r.Headers.Add("Retry-After", "0"))
            .Answer(HttpStatusCode.BadGateway, "")
            .Answer(HttpStatusCode.OK, "not json")
            .Fail(HttpRequestError.ResponseEnded)
            .Answer(HttpStatusCode.OK, """{"items":[],"hasMore":false}""");
        using var client = Client();
        Assert.Empty(await client.FindJournalBatchesAsync("SYNTRA-1", TestContext.Current.CancellationToken));
        Assert.Equal(5, _handler.Seen.Count);
    }

    [Fact]
    public async Task Pages_are_read_to_the_last()
    {
        _handler.Answer(HttpStatusCode.OK, """{"items":[{"BatchName":"a","JeBatchId":1,"PostingStatus":"U"},{"BatchName":"b","JeBatchId":"2","PostingStatus":"P"}],"hasMore":true}""")
            .Answer(HttpStatusCode.OK, """{"items":[{"BatchName":"c","JeBatchId":3}],"hasMore":false}""");
        using var client = Client();
        var batches = await client.FindJournalBatchesAsync("SYNTRA-1", TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "c"], batches.Select(b => b.BatchName));
        Assert.Equal([false, true, false], batches.Select(b => b.IsPosted));
        Assert.Contains("BatchName LIKE 'SYNTRA-1%'", _handler.Seen[0].Target, StringComparison.Ordinal);
        Assert.Contains("offset=2", _handler.Seen[1].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a'b")]
    [InlineData("a%")]
    [InlineData("a_b")]
    public async Task A_batch_name_that_would_change_the_question_is_refused(string name)
    {
        using var client = Client();
        await Assert.ThrowsAsync<ArgumentException>(() => client.FindJournalBatchesAsync(name, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_then_the_configuration_is_to_blame()
    {
        _handler.Answer(HttpStatusCode.OK, """{"access_token":"one","expires_in":3600}""")
            .Answer(HttpStatusCode.Unauthorized, "")
            .Answer(HttpStatusCode.OK, """{"access_token":"two","expires_in":"3600"}""")
            .Answer(HttpStatusCode.Created, """{"ReqstId":"99"}""")
            .Answer(HttpStatusCode.Unauthorized, "")
            .Answer(HttpStatusCode.OK, """{"access_token":"three","expires_in":3600}""")
            .Answer(HttpStatusCode.Unauthorized, "");
        using var client = Client(OAuth);
        Assert.Equal(99, await client.SubmitAsync(EssJob.ImportJournals, "1,2", TestContext.Current.CancellationToken));
        Assert.Equal(FusionErrorKind.FatalConfiguration, (await SubmitFails(client)).Kind);
        Assert.Equal(["Bearer one", "Bearer two", "Bearer two", "Bearer three"], _handler.Seen.Select(c => c.Authorization).Where(a => a!.StartsWith("Bearer", StringComparison.Ordinal)));
        Assert.Equal("grant_type=client_credentials&scope=urn%3Ascope", _handler.Seen[0].Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, FusionErrorKind.Retriable)]
    [InlineData(HttpStatusCode.BadRequest, FusionErrorKind.FatalConfiguration)]
    [InlineData(HttpStatusCode.Unauthorized, FusionErrorKind.FatalConfiguration)]
    public async Task Trouble_with_the_token_means_that_the_write_was_surely_not_done(HttpStatusCode status, FusionErrorKind kind)
    {
        _handler.Answer(status, """{"error":"invalid_client"}""");
        using var client = Client(OAuth);
        Assert.Equal(kind, (await SubmitFails(client)).Kind);
    }

    [Fact]
    public async Task Basic_credentials_are_not_sent_again_after_a_401()
    {
        _handler.Answer(HttpStatusCode.Unauthorized, "");
        using var client = Client();
        Assert.Equal(FusionErrorKind.FatalConfiguration, (await SubmitFails(client)).Kind);
        Assert.Single(_handler.Seen);
    }

    [Fact]
    public async Task Files_of_a_job_come_out_of_their_zip_and_a_broken_zip_is_garbage()
    {
        var zip = Convert.ToBase64String(FbdiZip.Pack("report.txt", "hello"u8));
        _handler.Answer(HttpStatusCode.OK, $$"""{"items":[{"DocumentContent":"{{zip}}"}]}""");
        using var client = Client();
        Assert.Equal("hello", (await client.GetFilesAsync(5, EssFiles.Out, TestContext.Current.CancellationToken))["report.txt"]);
        Assert.Contains("finder=ESSJobExecutionDetailsRF;requestId=5,fileType=OUT", _handler.Seen[0].Target, StringComparison.Ordinal);
        _handler.Answer(HttpStatusCode.OK, """{"items":[{"DocumentContent":"AAAA"}]}""");
        var failure = await Assert.ThrowsAsync<FusionException>(() => client.GetFilesAsync(5, EssFiles.Out, TestContext.Current.CancellationToken));
        Assert.Equal(FusionErrorKind.Retriable, failure.Kind);
    }

    [Fact]
    public async Task Scheduler_arguments_are_read_from_a_list_and_from_an_object()
    {
        _handler.Answer(HttpStatusCode.OK, """{"requestId":7,"state":"RUNNING","requestParameters":[{"name":"submit.argument4","value":"123"}]}""")
            .Answer(HttpStatusCode.OK, """{"requestId":7,"state":"RUNNING","requestParameters":{"submit.argument4":"123"}}""")
            .Answer(HttpStatusCode.NotFound, "");
        using var client = Client();
        Assert.Equal("123", (await client.FindRequestAsync(7, TestContext.Current.CancellationToken))!.Arguments[4]);
        Assert.Equal("123", (await client.FindRequestAsync(7, TestContext.Current.CancellationToken))!.Arguments[4]);
        Assert.Null(await client.FindRequestAsync(7, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Balances_are_exact_although_they_come_as_strings()
    {
        _handler.Answer(HttpStatusCode.OK, """{"items":[{"DetailAccountCombination":"101-4100-12000-0000","PeriodActivity":"9007199254740993.17","BeginningBalance":"0","EndingBalance":"-1.5"}],"hasMore":false}""");
        using var client = Client();
        var row = Assert.Single(await client.GetBalancesAsync("US Ledger", "Jan-24", "USD", "101-%-12000-%", TestContext.Current.CancellationToken));
        Assert.Equal(9007199254740993.17m, row.Activity);
        Assert.Contains("AccountBalanceFinder;accountCombination=101-%-12000-%,accountingPeriod=Jan-24,currency=USD,ledgerName=US Ledger,mode=Detail", _handler.Seen[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Periods_are_asked_for_by_ledger_and_general_ledger_application()
    {
        _handler.Answer(HttpStatusCode.OK, """{"items":[{"PeriodNameId":"Jan-24","StartDate":"2024-01-01","EndDate":"2024-01-31T00:00:00+00:00","AdjustmentPeriodFlag":"N","ClosingStatus":"O"}]}""");
        using var client = Client();
        var period = Assert.Single(await client.GetPeriodsAsync("300000001", TestContext.Current.CancellationToken));
        Assert.Equal(new AccountingPeriod("Jan-24", new DateOnly(2024, 1, 1), new DateOnly(2024, 1, 31), false, "O"), period);
        Assert.Contains("q=LedgerId=300000001;ApplicationId=101", _handler.Seen[0].Target, StringComparison.Ordinal);
        Assert.Equal("1", _handler.Seen[0].Version);
    }

    private static Task<FusionException> SubmitFails(FusionClient client) =>
        Assert.ThrowsAsync<FusionException>(() => client.SubmitAsync(EssJob.ImportJournals, "1,2", TestContext.Current.CancellationToken));
}
