using Syntra.Cli.Operating;
using Syntra.Governance.Keys;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.WhatIf;

/// <summary>Plays a tenant's past under another workbook. Reads topics only; writes to none, and asks Fusion nothing.</summary>
internal static class WhatIfRun
{
    /// <summary>Plays it and compares.</summary>
    internal static async Task<WhatIfReport> ExecuteAsync(OperatorSession session, CompiledWorkbook workbook, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var access = session.Protection.Accesses(session.Protection.Routes.WhatIf);
        var past = new PastReader(session, access).Read(from, to, cancellation);
        using var scratch = await VolatileProtection.CreateAsync(session.Tenant.Tenant, OperatorSession.Time).ConfigureAwait(false);
        var start = past.Events.Count == 0 ? DateTimeOffset.UnixEpoch : past.Events[0].At;
        using var replay = new Replay(session.Tenant.Tenant, session.Protection.Tokens, scratch.Sealer, workbook, session.Tenant.Workbook.Shapes, past.Refused, start);
        replay.Play(past);
        return WhatIfReport.Compare(workbook.Version, past, replay);
    }
}
