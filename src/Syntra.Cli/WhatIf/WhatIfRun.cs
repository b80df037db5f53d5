using Syntra.Cli.Operating;
using Syntra.Governance.Keys;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.WhatIf;

/// <summary>Plays a tenant's past under another workbook. Reads topics only; writes to none, and asks Fusion nothing.</summary>
internal static class WhatIfRun
{
    /// <summary>How far back charges are compared where nobody says it: a month-end and the corrections of the month before it.</summary>
    internal const int DefaultDays = 31;

    /// <summary>The first day, UTC: as asked for, or so many days before the last one.</summary>
    internal static DateOnly From(DateOnly? from, DateOnly? to) =>
        from ?? (to ?? DateOnly.FromDateTime(OperatorSession.Time.GetUtcNow().UtcDateTime)).AddDays(-DefaultDays);

    /// <summary>Plays it and compares.</summary>
    /// <param name="session">The tenant's data.</param>
    /// <param name="workbook">The workbook to try.</param>
    /// <param name="from">Only charges with a row read on this UTC day or later; null for all, which reads the topics whole.</param>
    /// <param name="to">The last UTC day of the past; null for no end.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<WhatIfReport> ExecuteAsync(OperatorSession session, CompiledWorkbook workbook, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var access = session.Protection.Accesses(session.Protection.Routes.WhatIf);
        var past = new PastReader(session, access).Read(from, to, cancellation);
        using var scratch = await VolatileProtection.CreateAsync(session.Tenant.Tenant, OperatorSession.Time).ConfigureAwait(false);
        var start = past.Events.Count == 0 ? DateTimeOffset.UnixEpoch : past.Events[0].At;
        using var replay = new Replay(session.Tenant.Tenant, session.Protection.Tokens, scratch.Sealer, workbook, session.Tenant.Workbook.Shapes, past.Refused, start);
        replay.Play(past);
        return WhatIfReport.Compare(workbook.Version, past, replay) with { From = from, To = to };
    }
}
