using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Contracts;
using Syntra.Fusion.Delivery;
using Syntra.Fusion.Delivery.Intake;
using Syntra.Fusion.Delivery.Machine;
using Syntra.Fusion.Fbdi;
using Syntra.Fusion.Rest;
using Syntra.Fusion.Tests.Rest;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>Answers that the simulated Fusion never gives.</summary>
public sealed class BatchStepsTests : IDisposable
{
    private const string Warned = """{"items":[{"RequestStatus":"{\"JOBS\":{\"JOBNAME\":\"Import Journals\",\"REQUESTID\":70,\"STATUS\":\"SUCCEEDED\",\"CHILD\":{\"JOBNAME\":\"Import Journals: Child\",\"REQUESTID\":71,\"STATUS\":\"WARNING\"}}}"}]}""";
    private const string Nothing = """{"items":[],"hasMore":false}""";
    private const string NoFile = """{"items":[{"DocumentContent":null}]}""";
    private readonly ScriptedHandler _handler = new();
    private readonly FusionClient _client;
    private readonly BatchSteps _steps;

    public BatchStepsTests()
    {
        var options = new JournalDeliveryOptions { Topics = new TopicNames("t1"), BootstrapServers = "none:1", Ledgers = _ => Pod.Settings };
        _client = new FusionClient(
            new FusionClientOptions { BaseUrl = new Uri("http://fusion.test/"), Credentials = new FusionCredentials.Basic("u", "p"), ReadRetries = 0 }, TimeProvider.System, _handler);
        _steps = new BatchSteps(_client, options, NullLogger.Instance);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task An_import_that_made_journals_and_refused_lines_is_held_for_a_person()
    {
        var work = Importing(submissions: 1);
        _handler.Answer(HttpStatusCode.OK, Warned).Answer(HttpStatusCode.OK, Batch(work)).Answer(HttpStatusCode.OK, NoFile).Answer(HttpStatusCode.OK, Report(work));
        await Assert.ThrowsAsync<BatchHeldException>(() => _steps.NextAsync(work, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_failed_import_without_a_reason_is_not_believed_before_the_ledger_has_settled()
    {
        var work = Importing(submissions: 1);
        for (var look = 0; look < 8; look++)
        {
            _handler.Answer(HttpStatusCode.OK, Warned).Answer(HttpStatusCode.OK, Nothing).Answer(HttpStatusCode.OK, NoFile).Answer(HttpStatusCode.OK, NoFile);
            Assert.IsType<StepResult.Look>(await _steps.NextAsync(work, TestContext.Current.CancellationToken));
        }

        _handler.Answer(HttpStatusCode.OK, Warned).Answer(HttpStatusCode.OK, Batch(work)).Answer(HttpStatusCode.OK, NoFile).Answer(HttpStatusCode.OK, NoFile);
        var move = Assert.IsType<StepResult.Move>(await _steps.NextAsync(work, TestContext.Current.CancellationToken));
        Assert.Equal(DeliveryState.Imported, move.Status.State);
    }

    [Fact]
    public async Task A_rejection_is_not_believed_while_a_lost_import_of_the_same_group_still_runs()
    {
        var work = Importing(submissions: 2);
        var running = """{"items":[{"RequestStatus":"{\"JOBS\":{\"JOBNAME\":\"Import Journals\",\"REQUESTID\":69,\"STATUS\":\"BLOCKED\"}}"}]}""";
        _handler.Answer(HttpStatusCode.OK, Warned).Answer(HttpStatusCode.OK, Nothing)
            .Answer(HttpStatusCode.OK, $$"""{"requestId":68,"requestParameters":[{"name":"submit.argument4","value":"1"}]}""")
            .Answer(HttpStatusCode.OK, $$"""{"requestId":69,"requestParameters":[{"name":"submit.argument4","value":"{{work.Group}}"}]}""")
            .Answer(HttpStatusCode.OK, running);
        Assert.IsType<StepResult.Look>(await _steps.NextAsync(work, TestContext.Current.CancellationToken));
        Assert.Equal(5, _handler.Seen.Count);
    }

    [Fact]
    public async Task A_lost_import_that_ran_after_all_decides_and_its_refusals_are_those_of_its_attempt()
    {
        // Attempt 1 left out nobody, attempt 2 left out the second instruction; the ledger holds attempt 1.
        var work = Importing(submissions: 1);
        var refused = Refusals.Refused(work.Batch.Instructions[1].IdempotencyKey, "EF04", "gone");
        var second = Attempts.Next(work.Status with { Refused = [refused] });
        var restored = new BatchWork(work.Batch, second, unsure: true);
        _handler.Answer(HttpStatusCode.OK, Batch(work));
        var move = Assert.IsType<StepResult.Move>(await _steps.NextAsync(restored, TestContext.Current.CancellationToken));
        restored.Status = move.Status;
        Assert.All(Receipts.For(restored, DateTimeOffset.UnixEpoch), r => Assert.Equal(ReceiptOutcome.Accepted, r.Outcome));
    }

    [Fact]
    public void Every_state_leads_to_an_end()
    {
        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            var reached = new HashSet<DeliveryState> { state };
            for (var before = 0; before < reached.Count;)
            {
                before = reached.Count;
                reached.UnionWith(Enum.GetValues<DeliveryState>().Where(t => reached.Any(s => DeliveryTransitions.Allows(s, t))).ToList());
            }

            Assert.Contains(reached, DeliveryTransitions.IsEnd);
        }

        Assert.Throws<DeliveryStateException>(() => DeliveryTransitions.Assert("b", DeliveryState.Done, DeliveryState.Sealed));
    }

    private static BatchWork Importing(int submissions)
    {
        var items = new[] { Instructions.Of(1, 5m), Instructions.Of(2, 6m) }.Select((i, n) => new BufferedInstruction(i, 0, n, 100)).ToList();
        var options = new JournalDeliveryOptions { Topics = new TopicNames("t1"), BootstrapServers = "none:1", Ledgers = _ => Pod.Settings };
        var work = BatchSealer.Seal(items, options, DateTimeOffset.UnixEpoch)[0];
        var status = work.Status with { State = DeliveryState.Importing, LoadRequestId = 67, ImportRequestId = 70, ImportSubmissions = submissions };
        return new BatchWork(work.Batch, status, unsure: false);
    }

    private static string Batch(BatchWork work) =>
        $$"""{"items":[{"BatchName":"{{work.Batch.BatchName}} Cerner Millennium A {{work.Group}} 71 1","JeBatchId":9,"PostingStatus":"U"}],"hasMore":false}""";

    private static string Report(BatchWork work)
    {
        var text = $"Error Lines\n-----------\n1 {work.Batch.Instructions[0].Lines[0].Key} EF04 no such value\n";
        return $$"""{"items":[{"DocumentContent":"{{Convert.ToBase64String(FbdiZip.Pack("r.txt", Encoding.UTF8.GetBytes(text)))}}"}]}""";
    }
}
