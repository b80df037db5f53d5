using Syntra.Cli.Review;
using Syntra.Contracts;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Tests.Review;

/// <summary>What an approver reads before deciding about money.</summary>
public sealed class ReviewTextTests
{
    private static readonly ItemOutlook Lapsing = new(
        ForecastCourse.HeldAnew, Lapses: true, [ChangedFact.Rule, ChangedFact.Period], "CHG-US/2", Needed: 1, ["tom.okafor"], ["old.hand"], new DateTimeOffset(2025, 4, 3, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_list_names_item_kind_period_money_rule_and_how_many_have_approved() => Assert.Equal(
        """
        item              status    kind               facility  period    before     after    effect       rule      approved  decided now           charge
        00000000000000aa  open      closed-correction    589723  Mar-25  2,210.07  3,710.07  1,500.00  USD  CHG-US/1  1 of 2    lapses: rule, period  t1charge
        00000000000000bb  approved  late-charge          589723  Mar-25  2,210.07  3,710.07  1,500.00  USD  CHG-US/1  0 of 1                          t1charge
        """,
        Text(ReviewText.List([Items.Open, Items.Open with { ItemId = "00000000000000bb", Status = ReviewStatus.Approved, Kind = CorrectionKind.LateCharge, TwoPersons = false }], new Dictionary<string, ItemOutlook> { [Items.Open.ItemId] = Lapsing })));

    [Fact]
    public void An_empty_list_says_so() => Assert.Equal("nothing is held for review", Text(ReviewText.List([], new Dictionary<string, ItemOutlook>())));

    [Fact]
    public void An_item_shows_before_and_after_line_by_line_the_rule_the_chain_and_who_said_what() => Assert.Equal(
        """
        item 00000000000000aa: open
        Rule CHG-US/1 holds corrections of closed periods above 1000.00 USD; this one moves 1500.00 USD.
        charge t1charge, version 7, facility 589723, ledger Lakeside
        receivable 2,210.07 -> 3,710.07 USD; effect 1,500.00; rule CHG-US/1
        who may decide: finance-manager, controller; two different people
        facts beef
        decided now it would LAPSE: another rule is in force, or another version of it; its lines would go to another period or day
          it would be held again with a new item, by rule CHG-US/2
          1 more to approve; who can: tom.okafor; not today: old.hand; periods as Fusion had them at 2025-04-03 08:00:00Z
          what to do: decide all the same: the decision is recorded as LAPSED, moves nothing and issues the item anew; look at the new one with 'syntra review show' and decide about that
        what this charge has in the ledger by account and period, debits less credits
          account         period    stands  would stand    change
          101-0000-12000  Mar-25  2,210.07     2,210.07      0.00
          101-0000-12000  Apr-25      0.00     1,500.00  1,500.00
        stands now
          role        account         period  original  date           debit  credit
          RECEIVABLE  101-0000-12000  Mar-25  Mar-25    2025-03-31  2,210.07
        leaves when approved
          role                account         period  original  date           debit    credit
          REVERSE-RECEIVABLE  101-0000-12000  Apr-25  Mar-25    2025-04-01            2,210.07
          RECEIVABLE          101-0000-12000  Apr-25  Mar-25    2025-04-01  3,710.07
        where it comes from
          record t.raw.millennium.charge/1/162
        2025-04-03 09:00:00Z  approve by ines.moreau as finance-manager: counted
        """,
        Text(ReviewText.Show(Items.Open, Lapsing)));

    [Theory]
    [InlineData("ACTED", "00000000000000aa: rejected; what stands stays, and the version is a dead letter (review-rejected)")]
    [InlineData("COUNTED", "00000000000000aa: counted; a second person has to approve before anything leaves")]
    [InlineData("REPEATED_PERSON", "00000000000000aa: the same person has approved before; somebody else has to")]
    [InlineData("ROLE_REFUSED", "00000000000000aa: the role may not decide here; finance-manager, controller may")]
    [InlineData("SIGNATURE_REFUSED", "00000000000000aa: the signature is not that of the person whom the workbook in force has under this name; check --key, and that the workbook with the key is published")]
    [InlineData("LAPSED", "00000000000000aa: the facts have changed since; look at it again: syntra review show 't1charge'")]
    [InlineData("PASSED_OVER", "00000000000000aa: the item had ended before the decision came (open)")]
    [InlineData("ALREADY-APPROVED", "00000000000000aa: nothing was written, the item is open already")]
    public void Every_outcome_has_a_sentence_of_its_own(string outcome, string sentence) =>
        Assert.Equal(sentence, ReviewText.Answer(new DecisionAnswer(Items.Open, outcome, Taken: false, Sent: true)));

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines);
}
