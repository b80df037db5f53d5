namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>GL_PERIOD_STATUSES.CLOSING_STATUS.</summary>
public enum FusionPeriodStatus
{
    /// <summary>N.</summary>
    NeverOpened,

    /// <summary>F: journals can be entered, not posted.</summary>
    FutureEnterable,

    /// <summary>O.</summary>
    Open,

    /// <summary>C: can be opened again.</summary>
    Closed,

    /// <summary>P.</summary>
    PermanentlyClosed,
}

internal static class FusionPeriodStatusCode
{
    public static string ToCode(this FusionPeriodStatus status) => status switch
    {
        FusionPeriodStatus.NeverOpened => "N",
        FusionPeriodStatus.FutureEnterable => "F",
        FusionPeriodStatus.Open => "O",
        FusionPeriodStatus.Closed => "C",
        FusionPeriodStatus.PermanentlyClosed => "P",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such closing status."),
    };

    public static bool IsCode(string? code) => code is "N" or "F" or "O" or "C" or "P";
}
