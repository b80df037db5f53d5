namespace Syntra.Fusion.Duplicates;

/// <summary>A line key that stands more than once in the general ledger.</summary>
/// <param name="LineKey">REFERENCE21.</param>
/// <param name="Lines">How often.</param>
public sealed record DuplicateLine(string LineKey, long Lines);

/// <summary>
/// Where line keys can be read back from. Fusion's REST shows no reference columns of a journal line (journalBatches, journalHeaders and
/// journalLines were looked through), so against a pod this must be a BI Publisher report over GL_JE_LINES, which an administrator
/// installs: <c>select reference_1, count(*) from gl_je_lines where reference_1 is not null group by reference_1 having count(*) &gt; 1</c>,
/// run through ExternalReportWSSService. A replica may be hours behind, so such a report proves nothing about the last hours.
/// No such source ships with this connector yet.
/// </summary>
public interface ILineKeySource
{
    /// <summary>Line keys that stand more than once.</summary>
    Task<IReadOnlyList<DuplicateLine>> FindDuplicatesAsync(CancellationToken ct);
}

/// <summary>Whether any line was posted twice, as the books themselves say: part of reconciliation, apart from the delivery that it checks.</summary>
public sealed class DuplicateCheck(ILineKeySource source)
{
    /// <summary>Lines beyond the first of their key; 0 is what must be.</summary>
    public async Task<long> CountAsync(CancellationToken ct)
    {
        var duplicates = await source.FindDuplicatesAsync(ct);
        return duplicates.Sum(d => d.Lines - 1);
    }
}
