using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Delivery;
using Syntra.Fusion.Objects.Limits;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>What every object connector must do, whatever it delivers.</summary>
public abstract class ConnectorCompliance(ObjectKind kind, bool byFile = false) : IAsyncLifetime
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(400);
    private ObjectRig _rig = null!;

    private protected ObjectRig Rig => _rig;

    public async ValueTask InitializeAsync()
    {
        _rig = new ObjectRig(await Delivery.Pod.StartAsync());
        if (kind == ObjectKind.CostCenterHierarchy)
        {
            await _rig.AddValuesAsync();
        }

        if (byFile)
        {
            // A file names assignments that are there; by REST the pod hires whom it is asked for.
            await (kind == ObjectKind.WorkerAssignment ? _rig.HireAsync() : Task.CompletedTask);
            _rig.ByFile(kind);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_is_made_once_left_alone_and_changed_where_it_differs()
    {
        await AssertDoneAsync(Of(1), MadeOutcome);
        await AssertDoneAsync(Of(1), AgainOutcome);
        await AssertStandsAsync(1);
        if (kind != ObjectKind.Requisition)
        {
            await AssertDoneAsync(Of(1, 2, 2), ObjectOutcome.Updated);
            await AssertDoneAsync(Of(1, 2, 2), AgainOutcome);
            await AssertStandsAsync(1);
        }
    }

    [Fact]
    public async Task Another_process_finds_what_the_first_one_made()
    {
        await AssertDoneAsync(Of(1), MadeOutcome);
        await _rig.Pod.RestartAsync();
        await AssertDoneAsync(Of(1), AgainOutcome);
        await AssertStandsAsync(1);
    }

    [Theory]
    [InlineData("hang-after-work")]
    [InlineData("drop-after-work")]
    [InlineData("status-after-work")]
    [InlineData("garbage-after-work")]
    public async Task A_lost_answer_is_asked_for_and_nothing_is_done_twice(string fault)
    {
        await _rig.Pod.FaultAsync(Maker, fault, more: new { seconds = 5, status = 502 });
        var connector = _rig.Connector(kind, PatienceFor(fault));
        var result = await ObjectRig.DeliverAsync(connector, Of(1));

        // A dated change is read again in any case, so an answer to it that cannot be read costs nothing.
        if (kind != ObjectKind.WorkerAssignment || fault != "garbage-after-work")
        {
            Assert.NotEqual(FusionErrorKind.Poison, Assert.IsType<ObjectResult.Again>(result).Cause.Kind);
        }

        Assert.IsType<ObjectResult.Done>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1)));
        await AssertStandsAsync(1);
    }

    [Theory]
    [InlineData(429, LimitSignalName.Throttled)]
    [InlineData(503, LimitSignalName.Down)]
    [InlineData(500, LimitSignalName.Slow)]
    public async Task Trouble_of_the_pod_is_tried_again_later(int status, string signal)
    {
        await _rig.Pod.FaultAsync(Maker, "status", more: new { status, retryAfter = 7 });
        var result = await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1));
        var again = Assert.IsType<ObjectResult.Again>(result);
        Assert.Equal(TimeSpan.FromSeconds(7), again.Cause.RetryAfter);
        Assert.Equal(Enum.Parse<LimitSignal>(signal), Signals.Of([result]).Signal);
        await AssertDoneAsync(Of(1), MadeOutcome);
        await AssertStandsAsync(1);
    }

    [Fact]
    public async Task What_another_changed_meanwhile_is_read_again()
    {
        await _rig.Pod.FaultAsync(Maker, "status", more: new { status = 412 });
        if (byFile || kind == ObjectKind.CostCenterHierarchy)
        {
            // A load has no version to match; nobody answers 412 there, and if so it is tried again.
            Assert.IsType<ObjectResult.Again>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1)));
            return;
        }

        await AssertDoneAsync(Of(1), MadeOutcome);
        await AssertStandsAsync(1);
    }

    [Fact]
    public async Task What_Fusion_refuses_is_refused_with_its_code_and_stands_nowhere()
    {
        var refused = Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Bad(50)));
        Assert.Equal(RefusalCode, refused.Code);
        Assert.DoesNotContain("Secret", refused.Reason ?? "", StringComparison.Ordinal);
        Assert.Equal(kind == ObjectKind.Asset ? ObjectErrorClass.Held : ObjectErrorClass.Poison, refused.Class);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_bad_object_among_many_steps_aside(bool isFirst)
    {
        var connector = _rig.Connector(kind);
        var works = Enumerable.Range(1, Math.Min(20, connector.MostTogether)).Select(n => new ObjectAttempt(n == 7 ? Bad(7) : Of(n), isFirst)).ToList();
        var results = await connector.DeliverAsync(works, CancellationToken.None);
        Assert.Equal(works.Count, results.Count);
        for (var i = 0; i < works.Count; i++)
        {
            Assert.Equal(i == 6, results[i] is ObjectResult.Refused);
            if (i != 6)
            {
                Assert.IsType<ObjectResult.Done>(results[i]);
                await AssertStandsAsync(i + 1);
            }
        }
    }

    [Fact]
    public async Task What_is_taken_for_new_and_is_not_is_found_and_changed_and_not_made_twice()
    {
        Assert.Equal(MadeOutcome, Assert.IsType<ObjectResult.Done>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1), isFirst: true)).Outcome);
        await AssertStandsAsync(1);
        Assert.IsType<ObjectResult.Done>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1), isFirst: true));
        await AssertStandsAsync(1);
        if (kind != ObjectKind.Requisition)
        {
            Assert.IsType<ObjectResult.Done>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1, 2, 2), isFirst: true));
            await AssertStandsAsync(1);
            await AssertDoneAsync(Of(1, 2, 2), AgainOutcome);
        }
    }

    [Theory]
    [InlineData("hang-after-work")]
    [InlineData("drop-after-work")]
    [InlineData("garbage-after-work")]
    public async Task A_lost_answer_to_a_first_attempt_is_asked_for_by_the_next(string fault)
    {
        await _rig.Pod.FaultAsync(ObjectRig.Maker(kind), fault, more: new { seconds = 5 });
        await ObjectRig.DeliverAsync(_rig.Connector(kind, PatienceFor(fault)), Of(1), isFirst: true);
        Assert.IsType<ObjectResult.Done>(await ObjectRig.DeliverAsync(_rig.Connector(kind), Of(1)));
        await AssertStandsAsync(1);
    }

    [Fact]
    public async Task What_is_missing_inside_is_refused()
    {
        var empty = Of(1) with { Customer = null, Asset = null, Credential = null, Assignment = null, CostCenter = null, Hierarchy = null, Requisition = null };
        Assert.Equal("no-payload", Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(_rig.Connector(kind), empty)).Code);
    }

    // Only an answer that never comes needs a short wait; on a loaded machine the calls before the faulty one could run out of it.
    private static TimeSpan? PatienceFor(string fault) => fault == "hang-after-work" ? s_short : null;

    private protected virtual ObjectOutcome MadeOutcome => ObjectOutcome.Created;

    private protected virtual ObjectOutcome AgainOutcome => ObjectOutcome.Unchanged;

    private protected abstract string RefusalCode { get; }

    private protected virtual string Maker => ObjectRig.Maker(kind);

    private protected ObjectInstruction Of(int n, long version = 1, int variant = 1, ObjectOperation operation = ObjectOperation.Upsert) => ObjectSamples.Of(kind, n, version, variant, operation);

    private protected async Task AssertDoneAsync(ObjectInstruction instruction, ObjectOutcome outcome)
    {
        var result = await ObjectRig.DeliverAsync(_rig.Connector(kind), instruction);
        Assert.Equal(outcome, Assert.IsType<ObjectResult.Done>(result).Outcome);
    }

    private protected async Task AssertStandsAsync(int n) => Assert.Equal(1, await _rig.StandingAsync(kind, n));

    private ObjectInstruction Bad(int n) => ObjectSamples.Of(kind, n, bad: true);

    private static class LimitSignalName
    {
        public const string Throttled = nameof(LimitSignal.Throttled);
        public const string Down = nameof(LimitSignal.Down);
        public const string Slow = nameof(LimitSignal.Slow);
    }
}

public sealed class CustomerTests() : ConnectorCompliance(ObjectKind.Customer)
{
    private protected override string RefusalCode => "ZCA_INVALID_NAME";

    [Fact]
    public async Task A_customer_that_ends_is_inactive_and_stays()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.End), ObjectOutcome.Updated);
        var party = Assert.Single(await Rig.Pod.ObjectsAsync("parties"));
        Assert.Equal("I", party.GetProperty("attributes").GetProperty("Status").GetString());
    }

    [Fact]
    public async Task A_refusal_of_the_account_service_is_no_unknown_outcome()
    {
        await Rig.Pod.FaultAsync("CustomerAccountService", "status", more: new { status = 500, body = "<e><faultstring>HZ_API_INVALID_FK: no</faultstring></e>" });
        var refused = Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Customer), Of(1)));
        Assert.Equal("HZ_API_INVALID_FK", refused.Code);
    }
}

public sealed class CustomerByFileTests() : ConnectorCompliance(ObjectKind.Customer, byFile: true)
{
    private protected override string RefusalCode => "HZ_IMP_INVALID_PARTY_NAME";

    private protected override string Maker => "CDMAutoBulkImportJob";

    [Fact]
    public async Task A_customer_that_ends_goes_by_REST_because_the_file_cannot_say_it()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.End), ObjectOutcome.Updated);
        Assert.Equal("I", Assert.Single(await Rig.Pod.ObjectsAsync("parties")).GetProperty("attributes").GetProperty("Status").GetString());
    }
}

public sealed class AssetTests() : ConnectorCompliance(ObjectKind.Asset)
{
    private protected override string RefusalCode => "FA_ASSET_BOOK_INVALID";

    [Fact]
    public async Task An_asset_that_ends_is_retired_once_and_cannot_come_back()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.End), ObjectOutcome.Updated);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.End), ObjectOutcome.Unchanged);
        Assert.Equal("asset-retired", Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Asset), Of(1, 3))).Code);
    }

    [Fact]
    public async Task Another_cost_is_finances_decision()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        var dearer = Of(1, 2);
        dearer = dearer with { Asset = dearer.Asset! with { Cost = 16000m } };
        var held = Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Asset), dearer));
        Assert.Equal((ObjectErrorClass.Held, "asset-cost-differs"), (held.Class, held.Code));
    }
}

public sealed class CredentialTests() : ConnectorCompliance(ObjectKind.WorkerCredential)
{
    private protected override string RefusalCode => "http-400";

    [Fact]
    public async Task A_credential_entered_in_error_is_taken_out()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.Withdraw), ObjectOutcome.Updated);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.Withdraw), ObjectOutcome.Unchanged);
        Assert.Equal(0, await Rig.StandingAsync(ObjectKind.WorkerCredential, 1));
    }
}

public sealed class CredentialByFileTests() : ConnectorCompliance(ObjectKind.WorkerCredential, byFile: true)
{
    private protected override string RefusalCode => "HRT-1520089";

    private protected override string Maker => "createFileDataSet";

    // A data set does not say whether a line made or changed what it names.
    private protected override ObjectOutcome MadeOutcome => ObjectOutcome.Updated;

    [Fact]
    public async Task What_is_taken_out_goes_by_REST_and_finds_what_the_file_made()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Updated);
        await AssertDoneAsync(Of(1, 2, operation: ObjectOperation.Withdraw), ObjectOutcome.Updated);
        Assert.Equal(0, await Rig.StandingAsync(ObjectKind.WorkerCredential, 1));
    }
}

public sealed class CostCenterTests() : ConnectorCompliance(ObjectKind.CostCenter)
{
    private protected override string RefusalCode => "FND-2825";
}

public sealed class HierarchyTests() : ConnectorCompliance(ObjectKind.CostCenterHierarchy)
{
    private protected override string RefusalCode => "load-refused";

    // A file only says where nodes stand; whether that is new cannot be seen by REST.
    private protected override ObjectOutcome MadeOutcome => ObjectOutcome.Updated;

    private protected override ObjectOutcome AgainOutcome => ObjectOutcome.Updated;
}

public sealed class RequisitionTests() : ConnectorCompliance(ObjectKind.Requisition)
{
    private protected override string RefusalCode => "POR_INVALID_UOM";

    [Fact]
    public async Task A_requisition_ends_submitted_and_cannot_change_then()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        var posted = Assert.Single(await Rig.Pod.ObjectsAsync("purchaseRequisitions"));
        Assert.Equal("PENDING_APPROVAL", posted.GetProperty("attributes").GetProperty("DocumentStatusCode").GetString());
        var refused = Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Requisition), Of(1, 2, 2)));
        Assert.Equal(ObjectErrorClass.Held, refused.Class);
        await AssertDoneAsync(Of(1, 3, operation: ObjectOperation.Withdraw), ObjectOutcome.Updated);
        Assert.Equal(0, await Rig.StandingAsync(ObjectKind.Requisition, 1));
    }

    [Theory]
    [InlineData("calculateTaxAndAccounting")]
    [InlineData("submitRequisition")]
    public async Task What_broke_off_before_it_was_submitted_goes_on_there(string action)
    {
        await Rig.Pod.FaultAsync(action, "drop-before-work");
        Assert.IsType<ObjectResult.Again>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Requisition), Of(1)));
        await AssertDoneAsync(Of(1), ObjectOutcome.Updated);
        await AssertStandsAsync(1);
    }
}
