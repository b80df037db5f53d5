using System.Globalization;

namespace Syntra.Cerner.Millennium;

/// <summary>SERVICE_DT_TM as the raw record and the control totals carry it.</summary>
internal static class ServiceTime
{
    /// <summary><c>yyyy-MM-ddTHH:mm:ssZ</c>; the text as read when it is no date-time; null stays null.</summary>
    internal static string? Of(object value, IMillenniumDialect dialect) => dialect.TryReadUtc(value, out var utc)
        ? utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : ExactText.Of(value);
}
