using System.Globalization;

namespace Syntra.Cerner.Millennium;

/// <summary>SQLite with date-times as text <c>yyyy-MM-dd HH:mm:ss</c> UTC, as the sandbox keeps them.</summary>
/// <param name="clockSql">Expression of the clock; the default is SQLite's own.</param>
public sealed class SqliteDialect(string clockSql = "datetime('now')") : IMillenniumDialect
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    /// <inheritdoc/>
    public string ClockSql { get; } = clockSql;

    // As plain statements: ADO.NET's BeginTransaction would take SQLite's write lock, and a read-only file refuses that.

    /// <inheritdoc/>
    public string BeginSnapshotSql => "BEGIN DEFERRED";

    /// <inheritdoc/>
    public string EndSnapshotSql => "ROLLBACK";

    /// <inheritdoc/>
    public string After(string timeColumn, string idColumn, string timeParameter, string idParameter) =>
        $"({timeColumn}, {idColumn}) > ({timeParameter}, {idParameter})";

    /// <inheritdoc/>
    public string Limit(string select, string countParameter) => $"{select} LIMIT {countParameter}";

    /// <inheritdoc/>
    public object ToParameter(DateTime utc) => utc.ToString(Format, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool TryReadUtc(object value, out DateTime utc) => DateTime.TryParseExact(
        value as string,
        Format,
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out utc);
}
