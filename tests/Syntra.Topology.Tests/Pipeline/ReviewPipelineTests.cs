using Syntra.Contracts;
using Syntra.Streams.Testing;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Pipeline;

/// <summary>Held corrections and signed decisions, through the topology: only the right person's own decision about today's facts lets money move, and once.</summary>
public sealed class ReviewPipelineTests : IDisposable
{
    private const string HoldAll = "POST,HOLD,HOLD,NONE,NONE,ANY,controller,YES";

    private readonly List<(string Who, DecisionOutcome Outcome)> _told = [];
    private readonly PipelineDriver _pipeline;

    public ReviewPipelineTests() => _pipeline = new PipelineDriver(Signers.Workbook(HoldAll), new ChargePipelineOptions
    {
        Tenant = Sample.Tenant, Tokens = Guard.Tokens, Decided = (decision, outcome) => _told.Add((decision.Who, outcome)),
    });

    public void Dispose() => _pipeline.Dispose();

    [Fact]
    public void Two_signed_approvals_let_the_lines_leave_once_whatever_is_repeated()
    {
        var item = Held();
        ReviewDecision[] decisions = [Signers.Decision(item, "ada"), Signers.Decision(item, "bob")];
        foreach (var decision in decisions.Concat(decisions))
        {
            Decide(decision);
        }

        Assert.Single(_pipeline.Journal.ReadAll());
        Assert.Equal(ReviewStatus.Approved, Last().Status);
        Assert.Equal([("ada", DecisionOutcome.Counted), ("bob", DecisionOutcome.Acted)], _told);
    }

    [Fact]
    public void A_decision_that_its_person_did_not_sign_is_refused_and_nothing_moves()
    {
        var item = Held();
        var right = Signers.Decision(item, "ada");
        ReviewDecision[] wrong =
        [
            right with { Signature = "" }, right with { Signature = "not base64!" }, Signers.Decision(item, "ada", key: "bob"), Signers.Decision(item, "nobody", key: "bob"),
            right with { Role = "clerk" }, right with { Decision = DecisionKind.Reject }, right with { Who = "bob" }, right with { At = right.At.AddSeconds(1) },
            right with { FactsHash = new string('0', 64) }, right with { Reason = "another" }, right with { SourceVersion = 9 },
        ];
        foreach (var decision in wrong)
        {
            Decide(decision);
        }

        Assert.True(_pipeline.Journal.IsEmpty);
        Assert.Equal(wrong.Length, _told.Count);
        Assert.All(_told, t => Assert.Equal(DecisionOutcome.SignatureRefused, t.Outcome));
        Assert.Equal((ReviewStatus.Open, wrong.Length), (Last().Status, _pipeline.Posted.Get(item.RecordId)!.Review!.Decisions.Count));
        Decide(right);
        Assert.Equal(("ada", DecisionOutcome.Counted), _told[^1]);
    }

    [Fact]
    public void Refusals_do_not_let_an_item_grow_for_ever()
    {
        var item = Held();
        for (var i = 0; i < 50; i++)
        {
            Decide(Signers.Decision(item, "ada", key: "bob"));
        }

        Assert.Equal((50, 20), (_told.Count, _pipeline.Posted.Get(item.RecordId)!.Review!.Decisions.Count));
    }

    [Fact]
    public void A_role_that_the_workbook_does_not_give_the_person_or_the_rule_does_not_take_is_refused()
    {
        var item = Held();
        Decide(Signers.Decision(item, "ada", role: "clerk"));
        Decide(Signers.Decision(item, "bob", role: "clerk"));

        Assert.True(_pipeline.Journal.IsEmpty);
        Assert.Equal([("ada", DecisionOutcome.RoleRefused), ("bob", DecisionOutcome.RoleRefused)], _told);
    }

    [Fact]
    public void A_person_whose_row_has_ended_or_was_taken_out_can_no_longer_decide()
    {
        var item = Held();
        _pipeline.Publish(Signers.Workbook(HoldAll, bobUntil: "2020-12-31"));
        Decide(Signers.Decision(item, "bob"));

        Assert.Equal([("bob", DecisionOutcome.SignatureRefused)], _told);
    }

    [Fact]
    public void An_approval_of_one_charge_is_none_of_another_charges()
    {
        var item = Held();
        _pipeline.Decisions.PipeInput(Guard.Charge("5002"), Signers.Decision(item, "ada"));

        Assert.Empty(_told);
    }

    [Fact]
    public void A_redrive_needs_a_signature_too()
    {
        var item = Held();
        Decide(Signers.Decision(item, "ada", kind: DecisionKind.Reject));
        Assert.Equal(ChargeStatus.DeadLettered, _pipeline.Posted.Get(item.RecordId)!.Status);
        var redrive = new ReviewDecision { RecordId = item.RecordId, SourceVersion = 2, Decision = DecisionKind.Redrive, Who = "bob", Role = "clerk", At = Sample.ReadAt };

        Decide(redrive);
        Assert.Equal(ChargeStatus.DeadLettered, _pipeline.Posted.Get(item.RecordId)!.Status);
        Decide(Signers.Signed(redrive, "bob"));
        Assert.Equal(ChargeStatus.Held, _pipeline.Posted.Get(item.RecordId)!.Status);
    }

    [Theory]
    [InlineData("POST,HOLD,HOLD,NONE,NONE,ANY,controller,NO")]
    [InlineData("POST,HOLD,HOLD,NONE,NONE,ANY,controller;cfo,YES")]
    public void A_workbook_that_changes_who_decides_lapses_the_first_approval_even_where_the_rule_kept_its_version(string rule)
    {
        var item = Held();
        Decide(Signers.Decision(item, "ada"));
        _pipeline.Publish(Signers.Workbook(rule));

        Decide(Signers.Decision(item, "bob"));

        Assert.True(_pipeline.Journal.IsEmpty);
        Assert.Equal(("bob", DecisionOutcome.Lapsed), _told[^1]);
        var next = Last();
        Assert.Equal((ReviewStatus.Open, item.Effect), (next.Status, next.Effect));
        Assert.NotEqual(item.ItemId, next.ItemId);
        Decide(Signers.Decision(item, "ada"));
        Assert.True(_pipeline.Journal.IsEmpty);
    }

    [Fact]
    public void A_period_that_closes_between_two_approvals_shows_the_item_anew_with_the_period_that_it_would_go_to()
    {
        _pipeline.Calendar.PipeInput(Sample.Ledger, Sample.Calendar("May-26"));
        var item = Held();
        Assert.Equal("Jun-26", item.After[0].Period);
        Decide(Signers.Decision(item, "ada"));
        _pipeline.Calendar.PipeInput(Sample.Ledger, Sample.Calendar("May-26", "Jun-26"));

        Decide(Signers.Decision(item, "bob"));

        var next = Last();
        Assert.Equal(("Jul-26", ReviewStatus.Open), (next.After[0].Period, next.Status));
        Decide(Signers.Decision(next, "ada"));
        Assert.True(_pipeline.Journal.IsEmpty);
        Decide(Signers.Decision(next, "bob"));
        Assert.All(Assert.Single(_pipeline.Journal.ReadAll()).Value.Lines, l => Assert.Equal("Jul-26", l.Period));
    }

    [Fact]
    public void An_account_that_the_workbook_moves_meanwhile_shows_the_item_anew_with_the_new_account()
    {
        var item = Held();
        Decide(Signers.Decision(item, "ada"));
        var workbook = Signers.Workbook(HoldAll);
        _pipeline.Publish(workbook with
        {
            Entries = [.. workbook.Entries.Select(e => e.Table == "charge-code" ? e with { Rows = [.. e.Rows.Select(r => r with { Values = new Dictionary<string, string>(r.Values) { ["natural_account"] = "49999" } })] } : e)],
        });

        Decide(Signers.Decision(item, "bob"));

        Assert.True(_pipeline.Journal.IsEmpty);
        Assert.Contains(Last().After, l => l.Segments.Contains("49999"));
    }

    private ReviewItem Held()
    {
        _pipeline.Receive(Sample.Raw("5001"));
        _pipeline.Answer(_pipeline.Journal.ReadRecord().Value);
        _pipeline.Receive(Sample.Raw("5001", 2).WithAmount(90m));
        Assert.True(_pipeline.Journal.IsEmpty);
        return Last();
    }

    private ReviewItem Last() => _pipeline.Reviews.ReadAll() is { Count: > 0 } items ? items[^1].Value : throw new InvalidOperationException("No item was shown.");

    private void Decide(ReviewDecision decision) => _pipeline.Decisions.PipeInput(decision.RecordId, decision);
}
