using Syntra.Cli.Tests.Review;
using Syntra.Cli.Tracing;
using Syntra.Contracts;

namespace Syntra.Cli.Tests.Tracing;

/// <summary>One charge's life, and the way back to it from a line of a file.</summary>
public sealed class TraceTests
{
    private static readonly DateTimeOffset At = new(2025, 4, 3, 9, 0, 0, TimeSpan.Zero);
    private static readonly string Token = "t1" + new string('a', 26);

    [Fact]
    public void What_was_typed_is_an_id_a_token_a_key_or_a_line_of_a_batch()
    {
        Assert.IsType<TraceQuestion.Id>(TraceQuestion.Of("5300000001", null, null, null));
        Assert.IsType<TraceQuestion.Token>(TraceQuestion.Of(Token, null, null, null));
        Assert.IsType<TraceQuestion.Key>(TraceQuestion.Of(new string('b', 64), null, null, null));
        Assert.Equal(new TraceQuestion.BatchLine(null, 12, 3), TraceQuestion.Of(null, null, 12, 3));
        Assert.Throws<CommandException>(() => TraceQuestion.Of("no id", null, null, null));
        Assert.Throws<CommandException>(() => TraceQuestion.Of(null, null, null, 3));
        Assert.Throws<CommandException>(() => TraceQuestion.Of("5300000001", "batch", null, 3));
    }

    [Fact]
    public void A_file_holds_what_Fusion_had_not_refused_before_its_attempt()
    {
        var batch = Batch("one", "two", "three");
        var status = new DeliveryStatus
        {
            BatchId = "b", State = DeliveryState.Done, SealedAt = At, ChangedAt = At, ImportedGroup = 12,
            Attempts = [new DeliveryAttempt { GroupId = 11, RefusedBefore = 0 }, new DeliveryAttempt { GroupId = 12, RefusedBefore = 1 }],
            Refused = [new RefusedInstruction { IdempotencyKey = "two", Code = "EF04", Reason = "" }],
        };

        Assert.Equal(["one", "three"], TraceBatches.Open(batch, status).Select(i => i.IdempotencyKey));
        Assert.Equal(["one", "two", "three"], TraceBatches.Open(batch, status, group: 11).Select(i => i.IdempotencyKey));
        var records = new TraceDelivery([batch], new Dictionary<string, DeliveryStatus> { ["b"] = status });
        Assert.Equal(3, TraceBatches.Of(records, "three")!.FirstLine);
        Assert.Null(TraceBatches.Of(records, "two")!.FirstLine);
    }

    [Fact]
    public void A_trace_reads_from_the_source_row_to_Fusions_answer()
    {
        var line = new TracedLine("0123456789abcdef", "RECEIVABLE", "101-0000-12000", "Apr-25", "Mar-25", new DateOnly(2025, 4, 1), "CHG-US/1", 3710.07m, null);
        var decision = Items.Open.Decisions[0];
        var trace = new ChargeTrace(
            Token,
            new ChargeNow(ChargeStatus.Posted, "589723", "Mar-25", 3710.07m, true, 7, 2, 1, 1, 0, 0, null, null, 3710.07m, [new MovedAmount("101-0000-12000", "Apr-25", 3710.07m)]),
            [new TracedVersion(7, "raw/1/2", At, At.AddSeconds(1)) { Active = true, ProcessFlag = "999", Facility = "589723", Department = "4103", ChargeCode = "61030330", Quantity = "1", UnitPrice = "3710.07", Amount = "3710.07", Encounter = "t1enc" }],
            [new TracedInstruction("feed", 7, "journal/1/3", "Lakeside", "589723", "map", [line], new TracedBatch("b", "SYNTRA-b", DeliveryState.Done, [12], 1, "80003", 1, 2, 3), new TracedAnswer(ReceiptOutcome.Accepted, null, null, "SYNTRA-b", 12, At, "receipt/1/4"))],
            [new TracedReview("aa", 7, ReviewStatus.Approved, "CHG-US/1", "Held.", 1500m, 2210.07m, 3710.07m, [decision], "review/1/5")],
            [],
            [new TracedLetter(7, "intake", "no-encounter", "It names none.", "dlq/1/6")]);

        Assert.Equal(
            $"""
            charge {Token}
            now posted: facility 589723, period Mar-25, due 3,710.07, standing 3,710.07
            records: 2 received = 1 applied + 1 zero-delta + 0 stale + 0 dead-lettered + 0 open
              moved 3,710.07 on 101-0000-12000 in Apr-25
            version 7
              row: amount 3710.07 = 1 x 3710.07, code 61030330, department 4103, facility 589723, flag 999, active, encounter t1enc; updated 2025-04-03 09:00:00Z, read 2025-04-03 09:00:01Z  [raw/1/2]
              refused by intake: no-encounter. It names none.  [dlq/1/6]
              held as aa, approved: Held. 2,210.07 -> 3,710.07  [review/1/5]
                2025-04-03 09:00:00Z approve by ines.moreau as finance-manager: counted
              instruction feed, mapping map  [journal/1/3]
                line        account         period  original  date        rule         debit  credit  key
                RECEIVABLE  101-0000-12000  Apr-25  Mar-25    2025-04-01  CHG-US/1  3,710.07          0123456789ab
                batch SYNTRA-b, from line 1, group 12: done; document 80003, load 1, import 2, post 3
                Fusion: accepted, batch SYNTRA-b, group 12, 2025-04-03 09:00:00Z  [receipt/1/4]
            """,
            string.Join('\n', TraceText.Of(trace)));
    }

    private static DeliveryBatch Batch(params string[] keys) => new()
    {
        BatchId = "b", BatchName = "SYNTRA-b", FamilyName = "SYNTRA-b", Ledger = "Lakeside", LedgerId = "1", Facility = "589723", Period = "Mar-25", Currency = "USD", CreatedAt = At,
        Instructions =
        [
            .. keys.Select(key => new JournalInstruction
            {
                IdempotencyKey = key, RecordId = Token, SourceVersion = 7, Ledger = "Lakeside", LedgerId = "1", Facility = "589723", BusinessUnit = "BU", Currency = "USD", MappingVersion = "map",
                SourceUpdatedAt = At, Lines = [Items.Line("RECEIVABLE", "Mar-25", new DateOnly(2025, 3, 31), 1m, null), Items.Line("REVENUE", "Mar-25", new DateOnly(2025, 3, 31), null, 1m)],
            }),
        ],
    };
}
