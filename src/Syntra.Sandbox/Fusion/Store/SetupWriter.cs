using System.Text.Json;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Store;

/// <summary>Brings the options' set-up into the database without undoing what was changed there since.</summary>
internal static class SetupWriter
{
    public const int GeneralLedger = 101;

    /// <summary>Payables: its periods stand open beside General Ledger's, so a look-up without ApplicationId finds the wrong status.</summary>
    public const int Payables = 200;

    public static int Apply(Session session, FusionSandboxOptions options)
    {
        foreach (var ledger in options.Ledgers)
        {
            WriteLedger(session, ledger);
            var calendar = options.Calendars.FirstOrDefault(c => c.Name == ledger.Calendar)
                ?? throw new ArgumentException($"Ledger {ledger.Name} names the calendar {ledger.Calendar}, which is not among the calendars.", nameof(options));
            foreach (var period in calendar.Periods)
            {
                WritePeriod(session, ledger.Id, GeneralLedger, period, period.Status);
                WritePeriod(session, ledger.Id, Payables, period, FusionPeriodStatus.Open);
            }
        }

        foreach (var value in options.SegmentValues)
        {
            session.Execute("INSERT OR IGNORE INTO segment_values VALUES (@segment, @value, @enabled)",
                ("@segment", value.Segment), ("@value", value.Value), ("@enabled", value.Enabled));
        }

        foreach (var source in options.JournalSources)
        {
            session.Execute("INSERT INTO gl_je_sources VALUES (@name, @key) ON CONFLICT DO UPDATE SET key = excluded.key", ("@name", source.DisplayName), ("@key", source.Key));
        }

        foreach (var category in options.JournalCategories)
        {
            session.Execute("INSERT OR IGNORE INTO gl_je_categories VALUES (@name)", ("@name", category));
        }

        return options.Ledgers.Count;
    }

    private static void WriteLedger(Session session, FusionLedger ledger)
    {
        if (ledger.AllowSuspense && ledger.SuspenseAccount is null)
        {
            throw new ArgumentException($"Ledger {ledger.Name} allows suspense and names no suspense account.", nameof(ledger));
        }

        session.Execute(
            """
            INSERT INTO gl_ledgers VALUES (@id, @name, @currency, @segments, @das, @suspense, @account)
            ON CONFLICT (ledger_id) DO UPDATE SET name = excluded.name, currency = excluded.currency, segments = excluded.segments,
              data_access_set_id = excluded.data_access_set_id, allow_suspense = excluded.allow_suspense, suspense_account = excluded.suspense_account
            """,
            ("@id", ledger.Id), ("@name", ledger.Name), ("@currency", ledger.Currency), ("@segments", JsonSerializer.Serialize(ledger.Segments)),
            ("@das", ledger.DataAccessSetId), ("@suspense", ledger.AllowSuspense), ("@account", ledger.SuspenseAccount));
    }

    private static void WritePeriod(Session session, long ledgerId, int application, FusionPeriod period, FusionPeriodStatus status) =>
        session.Execute(
            "INSERT OR IGNORE INTO gl_period_statuses VALUES (@ledger, @application, @name, @start, @end, @year, @number, @adjustment, @status)",
            ("@ledger", ledgerId), ("@application", application), ("@name", period.Name), ("@start", period.Start), ("@end", period.End),
            ("@year", period.Year), ("@number", period.Number), ("@adjustment", period.Adjustment), ("@status", status.ToCode()));
}
