using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Assets by mass additions: loaded, prepared, posted, and read back row by row.</summary>
public sealed class AssetByFileTests() : ConnectorCompliance(ObjectKind.Asset, byFile: true)
{
    private protected override string RefusalCode => "FA_ASSET_BOOK_INVALID";

    private protected override string Maker => "PostMassAdditions";

    [Fact]
    public async Task Many_are_one_file_and_one_run_of_each_job_and_bear_what_the_file_said()
    {
        var results = await DeliverAsync([.. Enumerable.Range(1, 30).Select(n => Of(n))]);
        Assert.All(results, r => Assert.Equal(ObjectOutcome.Created, Assert.IsType<ObjectResult.Done>(r).Outcome));
        Assert.Equal((1, 1, 1), (await Rig.JobsAsync("InterfaceLoaderController"), await Rig.JobsAsync("PrepareMassAdditions"), await Rig.JobsAsync("PostMassAdditions")));
        var asset = (await Rig.Pod.ObjectsAsync("assets")).Single(a => a.GetProperty("key").GetString() == ObjectSamples.Key(ObjectKind.Asset, 7)).GetProperty("attributes");
        Assert.Equal(
            ("HOSPITAL CORP", "Infusion pump 1", "SN7", "15000.50", "2024-02-01"),
            (asset.GetProperty("P_BOOK_TYPE_CODE").GetString(), asset.GetProperty("P_DESCRIPTION").GetString(), asset.GetProperty("P_SERIAL_NUMBER").GetString(), asset.GetProperty("P_COST").GetString(), asset.GetProperty("P_DATE_PLACED_IN_SERVICE").GetString()));
    }

    [Fact]
    public async Task A_row_that_posting_refuses_has_its_own_code_and_the_others_stand()
    {
        var late = Of(2);
        late = late with { Asset = late.Asset! with { InServiceOn = new DateOnly(2150, 1, 1) } };
        var results = await DeliverAsync(Of(1), late, Of(3));
        Assert.Equal((ObjectErrorClass.Held, "FA_PERIOD_NOT_OPEN"), (Assert.IsType<ObjectResult.Refused>(results[1]).Class, ((ObjectResult.Refused)results[1]).Code));
        Assert.All([results[0], results[2]], r => Assert.IsType<ObjectResult.Done>(r));
        Assert.Equal(0, await Rig.StandingAsync(ObjectKind.Asset, 2));
    }

    [Fact]
    public async Task A_record_that_the_loader_refuses_is_named_and_the_others_go_again()
    {
        var wide = Of(2);
        wide = wide with { Asset = wide.Asset! with { Description = new string('x', 200) } };
        var results = await DeliverAsync(Of(1), wide, Of(3));
        Assert.Equal("ORA-12899", Assert.IsType<ObjectResult.Refused>(results[1]).Code);
        Assert.All([results[0], results[2]], r => Assert.IsType<ObjectResult.Done>(r));
        await AssertStandsAsync(1);
        await AssertStandsAsync(3);
    }

    [Fact]
    public async Task What_ends_and_what_stands_already_goes_by_REST()
    {
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        await AssertDoneAsync(Of(1, 2, 2), ObjectOutcome.Updated);
        await AssertDoneAsync(Of(1, 3, operation: ObjectOperation.End), ObjectOutcome.Updated);
        Assert.Equal("asset-retired", Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Asset), Of(1, 4))).Code);
        Assert.Equal(1, await Rig.JobsAsync("PostMassAdditions"));
    }

    [Fact]
    public async Task An_asset_whose_segments_nobody_gave_goes_by_REST()
    {
        var bare = Of(1);
        bare = bare with { Asset = bare.Asset! with { CategorySegments = [] } };
        await AssertDoneAsync(bare, ObjectOutcome.Created);
        Assert.Equal(0, await Rig.JobsAsync("InterfaceLoaderController"));
        await AssertStandsAsync(1);
    }

    [Fact]
    public async Task Rows_that_a_dead_life_left_loaded_are_gone_on_with_and_not_loaded_again()
    {
        await Rig.Pod.FaultAsync("PrepareMassAdditions", "job-fails");
        Assert.IsType<ObjectResult.Again>(await ObjectRig.DeliverAsync(Rig.Connector(ObjectKind.Asset), Of(1)));
        await AssertDoneAsync(Of(1), ObjectOutcome.Created);
        Assert.Equal(1, await Rig.JobsAsync("InterfaceLoaderController"));
        await AssertStandsAsync(1);
    }

    [Fact]
    public async Task A_post_that_fails_is_asked_for_again_and_in_the_end_held()
    {
        await Rig.Pod.FaultAsync("PostMassAdditions", "job-fails", times: 3);
        var connector = Rig.Connector(ObjectKind.Asset);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Assert.IsType<ObjectResult.Again>(await ObjectRig.DeliverAsync(connector, Of(1)));
        }

        Assert.Equal("bulk-job-failed", Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(connector, Of(1))).Code);
    }

    private Task<IReadOnlyList<ObjectResult>> DeliverAsync(params IReadOnlyList<ObjectInstruction> instructions) =>
        Rig.Connector(ObjectKind.Asset).DeliverAsync([.. instructions.Select(i => new ObjectAttempt(i, IsFirst: false))], CancellationToken.None);
}

/// <summary>A book whose additions somebody has to approve.</summary>
public sealed class AssetApprovalTests
{
    [Fact]
    public async Task Rows_that_wait_for_an_approval_are_held_and_say_so()
    {
        await using var rig = new ObjectRig(await Delivery.Pod.StartAsync(o => o with { Objects = o.Objects with { AssetApprovals = ["HOSPITAL CORP"] } }));
        rig.ByFile(ObjectKind.Asset);
        var held = Assert.IsType<ObjectResult.Refused>(await ObjectRig.DeliverAsync(rig.Connector(ObjectKind.Asset), ObjectSamples.Of(ObjectKind.Asset, 1)));
        Assert.Equal((ObjectErrorClass.Held, "asset-awaits-approval"), (held.Class, held.Code));
        Assert.Empty(await rig.Pod.ObjectsAsync("assets"));
    }
}
