using Syntra.Governance.Audit;
using Syntra.Governance.Siem;

namespace Syntra.Governance.Tests.Siem;

internal static class SiemSamples
{
    public static readonly SiemSource Source = new() { Host = "ehr-1.north.example", ProcessId = "77" };

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero);

    public static readonly AuditEvent Disclosure = new()
    {
        Kind = AuditKind.Disclosed, Tenant = "north", At = At, Actor = "svc-export", Patient = "t1" + new string('a', 26), Object = "charge lines with service dates",
        Purpose = "PUBHLTH", Recipient = "State registry | 1 Main St", Code = "public-health",
    };

    public static readonly AuditEvent Awkward = new()
    {
        Kind = AuditKind.Reidentified, Outcome = AuditOutcome.Refused, Tenant = "north", At = At, Actor = "dr|ch\\en=\r\n<\"&]>", Patient = "t1" + new string('b', 26),
        Purpose = "PATRQT", Ticket = "INC-7", Code = "NotJustified",
    };

    public static readonly AuditEvent Change = new()
    {
        Kind = AuditKind.RegisterChanged, Tenant = "north", At = At, Actor = "register-gate", Object = "phi-register", OldHash = "aa11", NewHash = "bb22", Count = 3,
    };

    public static IReadOnlyList<AuditEvent> All => [Disclosure, Awkward, Change];

    public static AuditEvent Numbered(int number) => Change with { Object = $"event-{number:D6}" };
}
