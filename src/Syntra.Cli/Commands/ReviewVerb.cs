using System.CommandLine;
using Syntra.Cli.Operating;
using Syntra.Cli.Output;
using Syntra.Cli.Review;
using Syntra.Contracts;

namespace Syntra.Cli.Commands;

/// <summary>`syntra review ...`: what is held, what it would do to the books, and what people decide.</summary>
internal static class ReviewVerb
{
    private const string UserVariable = "SYNTRA_USER";
    private const string DecidedNow = "decidedNow";

    internal static Command Create() => new("review", "Corrections that wait for a person, and dead letters that get another try")
    {
        List(), Show(), Decide("approve", "Let a held correction leave for Fusion", DecisionKind.Approve),
        Decide("reject", "Leave the books as they stand; the version becomes a dead letter", DecisionKind.Reject), RedriveIt(), ReviewKeyVerb.Create(),
    };

    private static Command List()
    {
        var place = new OperatorArguments();
        var all = new Option<bool>("--all") { Description = "Also those that were decided, lapsed or superseded" };
        var json = Json();
        var verb = place.AddTo(new Command("ls", "List what waits, the largest effect first, and whether a decision would count now or lapse") { all, json });
        verb.SetAction((parsed, cancellation) => WithBoardAsync(place.Of(parsed), (session, board) =>
        {
            var items = board.Items(cancellation).Where(i => parsed.GetValue(all) || i.Status == ReviewStatus.Open).ToList();
            var outlooks = new OutlookReader(session).Of(items, cancellation);
            Print(parsed.GetValue(json) ? [JsonText.Of(items.Select(i => JsonText.With(i, DecidedNow, outlooks.GetValueOrDefault(i.ItemId))))] : ReviewText.List(items, outlooks));
            return Task.FromResult(ExitCodes.Done);
        }, cancellation));
        return verb;
    }

    private static Command Show()
    {
        var place = new OperatorArguments();
        var (item, json) = (Item(), Json());
        var verb = place.AddTo(new Command("show", "Show one item: before and after, rule, chain of sources, decisions") { item, json });
        verb.SetAction((parsed, cancellation) => WithBoardAsync(place.Of(parsed), (session, board) =>
        {
            var found = board.Find(parsed.GetValue(item)!, cancellation);
            var outlook = new OutlookReader(session).Of([found], cancellation).GetValueOrDefault(found.ItemId);
            Print(parsed.GetValue(json) ? [JsonText.Of(JsonText.With(found, DecidedNow, outlook))] : ReviewText.Show(found, outlook));
            return Task.FromResult(ExitCodes.Done);
        }, cancellation));
        return verb;
    }

    private static Command Decide(string name, string description, DecisionKind kind)
    {
        var place = new OperatorArguments();
        var (item, json, user, reason, key) = (Item(), Json(), User(), Reason(), Key());
        var role = new Option<string?>("--role") { Description = "In which of their roles; the default is the first one that the item takes" };
        var facts = new Option<string?>("--facts") { Description = "The facts hash that they saw; the default is the item as it is" };
        var verb = place.AddTo(new Command(name, description + "; exit code 5 when the decision was not taken") { item, user, key, role, reason, facts, json });
        verb.SetAction((parsed, cancellation) => WithBoardAsync(place.Of(parsed), async (session, board) =>
        {
            var found = board.Find(parsed.GetValue(item)!, cancellation);
            using var own = ReviewerKey.Read(parsed.GetValue(key));
            var request = new DecisionRequest(kind, parsed.GetValue(user)!, parsed.GetValue(role), parsed.GetValue(reason)!, own, parsed.GetValue(facts));
            if (found.Status == ReviewStatus.Open)
            {
                await session.RunStreamsAsync(cancellation).ConfigureAwait(false);
            }
            var answer = await Desk(session, board).DecideAsync(found, request, session.ThrowIfStopped, cancellation).ConfigureAwait(false);
            Print([parsed.GetValue(json) ? JsonText.Of(new { answer.Item.ItemId, Charge = answer.Item.RecordId, answer.Outcome, answer.Item.Status, answer.Taken, answer.Sent }) : ReviewText.Answer(answer)]);
            return answer.Taken ? ExitCodes.Done : ExitCodes.NotTaken;
        }, cancellation));
        return verb;
    }

    private static Command RedriveIt()
    {
        var place = new OperatorArguments();
        var charge = new Argument<string>("charge") { Description = "Token of the dead-lettered charge" };
        var (json, user, reason, key) = (Json(), User(), Reason(), Key());
        var verb = place.AddTo(new Command("redrive", "Take a dead letter up again, under today's workbook, rules and calendar") { charge, user, key, reason, json });
        verb.SetAction((parsed, cancellation) => WithBoardAsync(place.Of(parsed), async (session, board) =>
        {
            using var own = ReviewerKey.Read(parsed.GetValue(key));
            var answer = await new Redrive(session, Desk(session, board))
                .RunAsync(parsed.GetValue(charge)!, parsed.GetValue(user)!, parsed.GetValue(reason)!, own, cancellation).ConfigureAwait(false);
            Print([parsed.GetValue(json) ? JsonText.Of(answer) : answer.Text]);
            return answer.Status == ChargeStatus.DeadLettered ? ExitCodes.NotTaken : ExitCodes.Done;
        }, cancellation));
        return verb;
    }

    private static async Task<int> WithBoardAsync(OperatorOptions options, Func<OperatorSession, ReviewBoard, Task<int>> work, CancellationToken cancellation)
    {
        var session = await OperatorSession.OpenAsync(options, cancellation).ConfigureAwait(false);
        await using var owned = session.ConfigureAwait(false);
        using var board = new ReviewBoard(session.BootstrapServers, session.Topics, session.Tenant.Partitions, session.Registry, session.Log<ReviewBoard>());
        return await work(session, board).ConfigureAwait(false);
    }

    private static ReviewDesk Desk(OperatorSession session, ReviewBoard board) => new(
        new DeskParts(session.BootstrapServers, session.Topics, session.Registry, session.Approvers, session.Protection.Audit, OperatorSession.Time), board);

    private static void Print(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Console.Out.WriteLine(line);
        }
    }

    private static Argument<string> Item() => new("item") { Description = "Id of the item or the beginning of it, or token of the charge" };

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON value on stdout and nothing else there" };

    private static Option<string> User() => new("--user")
    {
        Description = $"Who decides, by the user name in the workbook's approvers.csv; the default is {UserVariable}, else the login name",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(UserVariable) is { Length: > 0 } user ? user : Environment.UserName,
    };

    private static Option<string?> Key() => new("--key") { Description = $"Their private key, which signs the decision; the default is the file that {ReviewerKey.Variable} names" };

    private static Option<string> Reason() => new("--reason") { Description = "Why, in a sentence that names no patient", Required = true };
}
