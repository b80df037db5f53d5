namespace Syntra.Cerner.Millennium;

/// <summary>Lists of ids as parameters of a fixed number, so that every query of a kind has one text and is prepared once.</summary>
internal static class IdBatches
{
    internal const int Size = 64;

    /// <summary>"@i0, @i1, ..." for an IN list.</summary>
    internal static readonly string Placeholders = string.Join(", ", Enumerable.Range(0, Size).Select(i => $"@i{i}"));

    /// <summary>The ids in batches; the last is filled up by repeating its last id.</summary>
    internal static IEnumerable<IEnumerable<(string Name, object Value)>> Of(IReadOnlyCollection<object> ids)
    {
        foreach (var chunk in ids.Chunk(Size))
        {
            yield return Enumerable.Range(0, Size).Select(i => ($"@i{i}", chunk[Math.Min(i, chunk.Length - 1)]));
        }
    }
}
