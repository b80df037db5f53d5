namespace Syntra.Cerner.Millennium;

/// <summary>
/// What differs between the databases that a Millennium schema may live in. Everything else that the source sends is plain SQL with
/// named parameters and explicit column lists.
/// </summary>
public interface IMillenniumDialect
{
    /// <summary>SQL expression of the database's own clock; its value is read by <see cref="TryReadUtc"/>.</summary>
    string ClockSql { get; }

    /// <summary>Statement that starts a read-only transaction whose reads all see one moment.</summary>
    string BeginSnapshotSql { get; }

    /// <summary>Statement that ends it.</summary>
    string EndSnapshotSql { get; }

    /// <summary>Condition that (time column, id column) comes after the two parameters in index order, such that an index serves it.</summary>
    string After(string timeColumn, string idColumn, string timeParameter, string idParameter);

    /// <summary>The select limited to as many rows as the parameter says.</summary>
    string Limit(string select, string countParameter);

    /// <summary>A UTC moment as a parameter to compare a *_DT_TM column with; whole seconds.</summary>
    object ToParameter(DateTime utc);

    /// <summary>The value of a *_DT_TM column as UTC; false for what is no date-time.</summary>
    bool TryReadUtc(object value, out DateTime utc);
}
