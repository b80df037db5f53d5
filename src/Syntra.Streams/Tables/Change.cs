namespace Syntra.Streams.Tables;

/// <summary>A change of a table's row: what it was and what it is. "Has" tells a missing row from a default value.</summary>
internal readonly record struct Change<TValue>(TValue? New, bool HasNew, TValue? Old, bool HasOld)
{
    public static Change<TValue> Of(bool hasNew, TValue? now, bool hasOld, TValue? old) => new(now, hasNew, old, hasOld);
}
