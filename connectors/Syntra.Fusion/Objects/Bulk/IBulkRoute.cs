using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>One kind's way by file. Failures of calls are <see cref="Rest.FusionException"/>s, as everywhere.</summary>
internal interface IBulkRoute
{
    ObjectKind Kind { get; }

    /// <summary>Whether Fusion's own words may stand in a receipt.</summary>
    bool MayQuote { get; }

    /// <summary>Whether a file can say it; what it cannot say goes by REST.</summary>
    bool Takes(ObjectInstruction instruction);

    /// <summary>
    /// Those of many, by idempotency key, that a file cannot say, given the others and what stands: they go by REST, before the file. Members of a batch that is
    /// under way are not asked about again.
    /// </summary>
    Task<IReadOnlySet<string>> BesideAsync(IReadOnlyList<ObjectInstruction> instructions, CancellationToken ct) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>(StringComparer.Ordinal));

    /// <summary>Whether rows that lie loaded are gone on with; else they are left behind, and the file is loaded again under another id.</summary>
    bool KeepsLoaded => false;

    /// <summary>What may lie in one file: a job takes one group at a time.</summary>
    string Group(ObjectInstruction instruction) => "";

    /// <summary>The row's content, opened where it is sealed.</summary>
    /// <exception cref="ObjectRefusedException">It cannot go.</exception>
    ValueTask<BulkRow> ReadAsync(ObjectInstruction instruction, CancellationToken ct);

    /// <summary>What Fusion knows of a batch; asked before anything of it is sent again.</summary>
    Task<BulkSight> FindAsync(long id, CancellationToken ct);

    /// <summary>Brings the file to Fusion. Nothing of it has an effect yet.</summary>
    /// <returns>What the job knows the file by.</returns>
    /// <exception cref="BulkRowsRefusedException">Nothing of the file stayed, because of these rows.</exception>
    Task<string> PrepareAsync(long id, IReadOnlyList<BulkRow> rows, CancellationToken ct);

    /// <summary>Asks for the job that gives it effect.</summary>
    /// <returns>Its request.</returns>
    Task<long> SubmitAsync(long id, string handle, CancellationToken ct);

    /// <summary>How far it is.</summary>
    Task<BulkLook> LookAsync(BulkBatch batch, CancellationToken ct);
}

/// <summary>One object of a batch.</summary>
/// <param name="Instruction">What it shall be.</param>
/// <param name="Content">What the file says beside it, such as an opened name; never in a log.</param>
internal sealed record BulkRow(ObjectInstruction Instruction, string? Content = null)
{
    /// <summary>Says which and not what.</summary>
    public override string ToString() => nameof(BulkRow);
}

/// <summary>What Fusion knows of a batch id.</summary>
internal enum BulkState
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its rows lie there, and no job has taken them.</summary>
    Loaded,

    /// <summary>A job has taken it.</summary>
    Taken,
}

/// <summary>What Fusion knows of a batch, and its request where that can be seen.</summary>
internal readonly record struct BulkSight(BulkState State, long? RequestId = null);

/// <summary>How far a batch is.</summary>
internal abstract record BulkLook
{
    private BulkLook()
    {
    }

    /// <summary>Not at its end; a job that has succeeded is not the end either.</summary>
    public sealed record Running : BulkLook;

    /// <summary>The job failed and took nothing.</summary>
    public sealed record Failed(long? RequestId) : BulkLook;

    /// <summary>The end, row by row.</summary>
    /// <param name="Results">By object key.</param>
    /// <param name="Otherwise">Of a row that is not named.</param>
    public sealed record Ended(IReadOnlyDictionary<string, ObjectResult> Results, ObjectResult Otherwise) : BulkLook
    {
        /// <summary>What an object is called in the results, where that is not its key.</summary>
        public Func<string, string> Reference { get; init; } = static key => key;

        public ObjectResult Of(string objectKey) => Results.GetValueOrDefault(Reference(objectKey), Otherwise);
    }
}

/// <summary>The load refused the file and kept nothing of it.</summary>
/// <param name="rows">Rows that are named, by position, with their codes; none where the log names none.</param>
internal sealed class BulkRowsRefusedException(IReadOnlyDictionary<int, string> rows) : Exception("The load refused the file.")
{
    public IReadOnlyDictionary<int, string> Rows { get; } = rows;
}
