using System.Net.Http.Json;
using Syntra.Contracts;
using Syntra.Fusion.Balances;

namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>The ledger's period in Fusion: its trial balance over REST, and the close, which is a person's click in a pod and a control of the sandbox.</summary>
internal sealed class PeriodBooks(DemoSystem system, string ledger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>Every account of the period with its activity, as Fusion's balances report it.</summary>
    internal async Task<IReadOnlyList<TrialRow>> TrialBalanceAsync(string period, CancellationToken cancellation)
    {
        var chart = system.Parts!.Ledgers.Chart(ledger);
        string all = string.Join(chart.Separator, chart.Segments.Select(_ => "%"));
        var rows = await new BalanceReader(system.Runtime.Fusion!).ReadAsync(chart, period, all, cancellation).ConfigureAwait(false);
        return [.. rows.Select(row => new TrialRow(row.Account, row.Activity)).OrderBy(row => row.Account, StringComparer.Ordinal)];
    }

    /// <summary>Closes the period and returns when the streamed calendar says so.</summary>
    internal async Task CloseAsync(string period, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = system.Parts!.Endpoints.Fusion!.BaseUrl };
        var change = new { ledgerId = system.Parts.Ledgers.Id(ledger), period, status = "C" };
        using var answer = await http.PostAsJsonAsync(new Uri("/sandbox/periods", UriKind.Relative), change, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        while (StatusOf(period, cancellation) == PeriodStatus.Open)
        {
            system.Runtime.ThrowIfStopped();
            await Task.Delay(Look, system.Parts.Time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The period that contains a day, and the first open one after it; null where either is missing.</summary>
    internal (string Period, string Next)? PeriodsAt(DateOnly day, CancellationToken cancellation)
    {
        var periods = Periods(cancellation);
        var own = periods.FirstOrDefault(p => p.StartDate <= day && day <= p.EndDate);
        var next = own is null ? null : periods.Where(p => p.StartDate > own.EndDate && p.Status == PeriodStatus.Open).MinBy(p => p.StartDate);
        return own is { Status: PeriodStatus.Open } && next is not null ? (own.Name, next.Name) : null;
    }

    private PeriodStatus StatusOf(string period, CancellationToken cancellation) => Periods(cancellation).First(p => p.Name == period).Status;

    private List<FiscalPeriod> Periods(CancellationToken cancellation) =>
        [.. system.Tables.Calendars(cancellation).Where(c => c.Ledger == ledger).SelectMany(c => c.Periods).Where(p => !p.Adjustment)];
}
