using System.Globalization;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>What AutoPost did.</summary>
internal sealed record PostingResult(int Posted, IReadOnlyList<string> Refusals);

/// <summary>A journal line as posting needs it.</summary>
internal sealed record PostingLine(long HeaderId, string Currency, string Account, DateOnly Date, decimal Dr, decimal Cr)
{
    public string BalancingSegment => Account[..Account.IndexOf('-', StringComparison.Ordinal)];
}

/// <summary>Posts unposted batches of a ledger whole: balances move and the status changes, or neither.</summary>
internal static class JournalPosting
{
    public static PostingResult Post(Session session, Ledger ledger, long? groupId, long now)
    {
        var open = LedgerStore.Periods(session, ledger.Id).Where(static p => p.Status == "O").Select(static p => p.Name).ToHashSet(StringComparer.Ordinal);
        var batches = session.Query(
            "SELECT je_batch_id, period_name FROM gl_je_batches WHERE ledger_id = @ledger AND status = 'U' AND (@group IS NULL OR group_id = @group) ORDER BY je_batch_id",
            static r => (Id: r.GetInt64(0), Period: r.GetString(1)), ("@ledger", ledger.Id), ("@group", groupId));
        var refusals = new List<string>();
        foreach (var (id, period) in batches)
        {
            if (PostBatch(session, ledger, id, period, open.Contains(period), now) is { } reason)
            {
                refusals.Add(string.Create(CultureInfo.InvariantCulture, $"Batch {id} was not posted: {reason}"));
            }
        }

        return new(batches.Count - refusals.Count, refusals);
    }

    private static string? PostBatch(Session session, Ledger ledger, long batchId, string period, bool isOpen, long now)
    {
        if (!isOpen)
        {
            return $"period {period} is not open.";
        }

        var lines = Lines(session, batchId);
        foreach (var part in lines.GroupBy(static l => (l.HeaderId, l.BalancingSegment)).ToList())
        {
            var difference = part.Sum(static l => l.Dr - l.Cr);
            if (difference == 0m)
            {
                continue;
            }

            if (ledger.SuspenseAccount is null)
            {
                return $"a journal does not balance for the balancing segment {part.Key.BalancingSegment}.";
            }

            lines.Add(AddSuspenseLine(session, ledger.SuspenseAccount, part.First(), difference));
        }

        foreach (var movement in lines.GroupBy(static l => (l.Currency, l.Account)))
        {
            AddToBalance(session, ledger.Id, movement.Key.Currency, period, movement.Key.Account, movement.Sum(static l => l.Dr), movement.Sum(static l => l.Cr));
        }

        session.Execute("UPDATE gl_je_batches SET status = 'P', posted_at = @now WHERE je_batch_id = @id", ("@now", now), ("@id", batchId));
        return null;
    }

    private static List<PostingLine> Lines(Session session, long batchId) => session.Query(
        """
        SELECT l.je_header_id, h.currency_code, l.account, l.effective_date, l.accounted_dr, l.accounted_cr
        FROM gl_je_lines l JOIN gl_je_headers h USING (je_header_id) WHERE h.je_batch_id = @batch ORDER BY l.je_header_id, l.je_line_num
        """,
        static r => new PostingLine(r.GetInt64(0), r.GetString(1), r.GetString(2), r.Date(3), r.Amount(4) ?? 0m, r.Amount(5) ?? 0m), ("@batch", batchId));

    private static PostingLine AddSuspenseLine(Session session, string suspenseAccount, PostingLine like, decimal difference)
    {
        var account = like.BalancingSegment + suspenseAccount[suspenseAccount.IndexOf('-', StringComparison.Ordinal)..];
        var number = session.Count("SELECT max(je_line_num) + 1 FROM gl_je_lines WHERE je_header_id = @header", ("@header", like.HeaderId));
        decimal? debit = difference < 0m ? -difference : null;
        decimal? credit = difference > 0m ? difference : null;
        session.Execute(
            "INSERT INTO gl_je_lines VALUES (@header, @number, @account, @date, @dr, @cr, @dr, @cr, 'Suspense', NULL, NULL)",
            ("@header", like.HeaderId), ("@number", number), ("@account", account), ("@date", like.Date), ("@dr", debit), ("@cr", credit));
        return like with { Account = account, Dr = debit ?? 0m, Cr = credit ?? 0m };
    }

    private static void AddToBalance(Session session, long ledgerId, string currency, string period, string account, decimal debit, decimal credit)
    {
        (string, object?)[] key = [("@ledger", ledgerId), ("@currency", currency), ("@period", period), ("@account", account)];
        var old = session.First(
            "SELECT period_net_dr, period_net_cr FROM gl_balances WHERE ledger_id = @ledger AND currency_code = @currency AND period_name = @period AND account = @account",
            static r => new { Dr = r.Amount(0) ?? 0m, Cr = r.Amount(1) ?? 0m }, key);
        session.Execute(
            "INSERT OR REPLACE INTO gl_balances (ledger_id, currency_code, period_name, account, period_net_dr, period_net_cr) VALUES (@ledger, @currency, @period, @account, @dr, @cr)",
            [.. key, ("@dr", (old?.Dr ?? 0m) + debit), ("@cr", (old?.Cr ?? 0m) + credit)]);
    }
}
