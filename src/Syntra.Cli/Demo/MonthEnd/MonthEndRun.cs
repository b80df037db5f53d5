using Syntra.Cli.Review;
using Syntra.Cli.Workbooks;
using Syntra.Contracts;
using Syntra.Topology.Posting.Review;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>
/// The month-end: a period is closed in Fusion, then three charges of it are corrected in Millennium. Two go straight into the first open
/// period, one is held and approved by the people whom the rule names. The closed period's trial balance is read before and after. What
/// was done stays done: a demo that was killed goes on, a later run only looks.
/// </summary>
internal sealed class MonthEndRun(DemoSystem system, DrainWatch watch, DemoTalk talk, string directory, ILateCharges charges)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly PeriodBooks books = new(system, system.Parts!.Ledgers.Names.First());

    /// <summary>Carries out what is left of it; null where the data have too few charges, or no period that can be closed, which is said.</summary>
    internal async Task<MonthEndResult?> ExecuteAsync(CancellationToken cancellation)
    {
        if ((MonthEndState.Read(directory) ?? await PlanAsync(cancellation).ConfigureAwait(false)) is not { } state)
        {
            return null;
        }
        bool corrects = !state.Done;
        var chosen = await charges.FindAsync(state.Plan, cancellation).ConfigureAwait(false);
        if (corrects)
        {
            await CorrectAsync(state, chosen, cancellation).ConfigureAwait(false);
            state = state with { Done = true };
            state.Write(directory);
        }
        return await ResultAsync(state, chosen, settle: !corrects, cancellation).ConfigureAwait(false);
    }

    private async Task<MonthEndState?> PlanAsync(CancellationToken cancellation)
    {
        if (await charges.PlanAsync(cancellation).ConfigureAwait(false) is not { } plan)
        {
            talk.Say("no month-end: no month of the data has three charges of one unit, one of them above 1,000.00, and a second department; './syntra demo' without --data shows one");
            return null;
        }
        await watch.UntilDrainedAsync(cancellation, settle: false).ConfigureAwait(false);
        if (books.PeriodsAt(charges.DayOf(plan), cancellation) is not { } periods)
        {
            talk.Say("no month-end: the period of the latest charges is not open, or none after it; './syntra demo' without --data shows one");
            return null;
        }
        var state = new MonthEndState(
            system.Parts!.Ledgers.Names.First(), periods.Period, periods.Next, plan, await books.TrialBalanceAsync(periods.Period, cancellation).ConfigureAwait(false), Done: false);
        state.Write(directory);
        return state;
    }

    private async Task CorrectAsync(MonthEndState state, IReadOnlyList<LateCharge> chosen, CancellationToken cancellation)
    {
        talk.Say($"month-end: closing {state.Period} in Fusion, then correcting three of its charges in Millennium");
        await books.CloseAsync(state.Period, cancellation).ConfigureAwait(false);
        await charges.CorrectAsync(state.Plan, cancellation).ConfigureAwait(false);
        await watch.UntilReadAsync(cancellation).ConfigureAwait(false);
        foreach (var held in chosen.Where(c => c.Held))
        {
            await ApproveAsync(Token(held.Id), cancellation).ConfigureAwait(false);
        }
    }

    private string KeyOf(Approver person) => SampleApprovers.KeyOf(Path.Combine(directory, SampleApprovers.Folder), person.User);

    // The people of the workbook whom the item takes, one after the other, until it is decided: by the topic and desk of `syntra review approve`.
    private async Task ApproveAsync(string token, CancellationToken cancellation)
    {
        var parts = system.Parts!;
        using var board = Board();
        var people = Approver.Of(system.Workbook!.Entries, DateOnly.FromDateTime(parts.Time.GetUtcNow().UtcDateTime));
        var desk = new ReviewDesk(new DeskParts(system.BootstrapServers, parts.Topics, parts.Registry, people, parts.Protection.Audit, parts.Time), board);
        var item = await HeldAsync(board, token, cancellation).ConfigureAwait(false);
        foreach (var person in people.Where(p => p.PublicKey is not null && p.Roles.Any(item.ApproverRoles.Contains) && File.Exists(KeyOf(p))))
        {
            if (item.Status != ReviewStatus.Open)
            {
                return;
            }
            using var key = ReviewerKey.Read(KeyOf(person));
            var request = new DecisionRequest(DecisionKind.Approve, person.User, Role: null, "month-end of the demo", key);
            var answer = await desk.DecideAsync(item, request, system.Runtime.ThrowIfStopped, cancellation).ConfigureAwait(false);
            talk.Say($"{person.User}: {ReviewText.Answer(answer)}");
            item = answer.Item;
        }
        if (item.Status == ReviewStatus.Open)
        {
            talk.Say("the held correction stays held: approvers.csv names too few whose keys are in this folder");
        }
    }

    private async Task<ReviewItem> HeldAsync(ReviewBoard board, string token, CancellationToken cancellation)
    {
        while (true)
        {
            system.Runtime.ThrowIfStopped();
            if (board.Items(cancellation).LastOrDefault(i => i.RecordId == token && i.Status is ReviewStatus.Open or ReviewStatus.Approved) is { } item)
            {
                return item;
            }
            await Task.Delay(Look, system.Parts!.Time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<MonthEndResult> ResultAsync(MonthEndState state, IReadOnlyList<LateCharge> chosen, bool settle, CancellationToken cancellation)
    {
        // What was parked at the close has been looked at again since; only a later run has to wait for that.
        await watch.UntilDrainedAsync(cancellation, settle).ConfigureAwait(false);
        var after = await books.TrialBalanceAsync(state.Period, cancellation).ConfigureAwait(false);
        var posted = system.Tables.Charges(cancellation).ToDictionary(charge => charge.RecordId, StringComparer.Ordinal);
        using var board = Board();
        var items = board.Items(cancellation);
        return new MonthEndResult(
            state.Period, state.Next, after.Count, Debits(state.Before), Debits(after), -after.Where(row => row.Activity < 0).Sum(row => row.Activity),
            state.Before.SequenceEqual(after), [.. chosen.Select(c => Correction(c.Kind, posted.GetValueOrDefault(Token(c.Id)), items))]);
    }

    private static LateCorrection Correction(string kind, PostedCharge? charge, IReadOnlyList<ReviewItem> items)
    {
        var decided = items.Where(i => i.RecordId == charge?.RecordId).SelectMany(i => i.Decisions);
        return new LateCorrection(
            kind,
            charge?.Standing?.Lines[0].Rule ?? "-",
            [.. decided.Select(d => $"{d.Who} as {d.Role}: {d.Outcome.ToString().ToLowerInvariant()}")],
            [.. (charge?.Effects ?? []).Select(e => new PeriodEffect(e.Period, e.Amount))]);
    }

    private static decimal Debits(IReadOnlyList<TrialRow> rows) => rows.Where(row => row.Activity > 0).Sum(row => row.Activity);

    private string Token(long id) => system.Parts!.Protection.Tokens.Token(TokenSpaces.Charge, id.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private ReviewBoard Board() => new(system.BootstrapServers, system.Topics, system.Parts!.Tenant.Partitions, system.Parts.Registry);
}
