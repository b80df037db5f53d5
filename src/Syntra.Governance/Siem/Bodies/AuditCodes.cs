using Syntra.Governance.Audit;

namespace Syntra.Governance.Siem.Bodies;

/// <summary>A DICOM code (coding scheme DCM).</summary>
internal readonly record struct DcmCode(string Code, string Text);

/// <summary>Our kinds in DICOM's terms: event id, action, and for security alerts their type.</summary>
internal static class AuditCodes
{
    public static readonly DcmCode SourceRole = new("110153", "Source Role ID");
    public static readonly DcmCode DestinationRole = new("110152", "Destination Role ID");

    private static readonly DcmCode PatientRecord = new("110110", "Patient Record");
    private static readonly DcmCode SecurityAlert = new("110113", "Security Alert");
    private static readonly DcmCode ApplicationActivity = new("110100", "Application Activity");

    public static (DcmCode Event, char Action, DcmCode? Type) Of(AuditKind kind) => kind switch
    {
        AuditKind.Disclosed or AuditKind.Exported => (new DcmCode("110106", "Export"), 'R', null),
        AuditKind.Read or AuditKind.Reidentified => (PatientRecord, 'R', null),
        AuditKind.AuditRead => (new DcmCode("110101", "Audit Log Used"), 'R', null),
        AuditKind.Denied => (SecurityAlert, 'E', new DcmCode("110132", "Use of Restricted Function")),
        AuditKind.RuleChanged or AuditKind.MappingChanged or AuditKind.RegisterChanged => (SecurityAlert, 'U', new DcmCode("110129", "Security Configuration")),
        AuditKind.KeyGenerated or AuditKind.KeyUnwrapped or AuditKind.KeyUsedStale or AuditKind.KeyRefused or AuditKind.KeyRotated or AuditKind.KeysShredded =>
            (SecurityAlert, 'E', new DcmCode("110135", "Object Security Attributes Changed")),
        _ => (ApplicationActivity, 'E', null),
    };
}
