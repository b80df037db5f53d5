using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>One attempt at many instructions: what is open still, in pieces that go one after another, and what has its result.</summary>
internal sealed class BulkRun(IReadOnlyList<ObjectInstruction> instructions)
{
    private readonly ObjectResult?[] _results = new ObjectResult?[instructions.Count];
    private readonly Stack<List<(int Index, BulkRow Row)>> _pieces = new();

    public IReadOnlyList<ObjectResult> Results => [.. _results.Select(r => r ?? throw new InvalidOperationException("An instruction has no result."))];

    public bool IsOpen => _pieces.Count > 0;

    public void Begin(List<(int Index, BulkRow Row)> rows) => Push(rows);

    public List<(int Index, BulkRow Row)> Take() => _pieces.Pop();

    public void Settle(int index, ObjectResult result) => _results[index] = result;

    public void Settle(List<(int Index, BulkRow Row)> piece, Func<BulkRow, ObjectResult> result)
    {
        foreach (var (index, row) in piece)
        {
            _results[index] = result(row);
        }
    }

    /// <summary>Everything that is open ends so.</summary>
    public void SettleRest(List<(int Index, BulkRow Row)> piece, ObjectResult result)
    {
        Settle(piece, _ => result);
        while (_pieces.TryPop(out var other))
        {
            Settle(other, _ => result);
        }
    }

    /// <summary>Named rows are refused and the others go again; where none is named, the halves go one by one, down to a row alone.</summary>
    public void Refuse(List<(int Index, BulkRow Row)> piece, IReadOnlyDictionary<int, string> named, Func<string, ObjectResult> refusal)
    {
        var rest = new List<(int Index, BulkRow Row)>();
        for (var i = 0; i < piece.Count; i++)
        {
            if (named.TryGetValue(i, out var code) || (named.Count == 0 && piece.Count == 1 && (code = ReasonCodes.LoadRefused) is not null))
            {
                _results[piece[i].Index] = refusal(code);
            }
            else
            {
                rest.Add(piece[i]);
            }
        }

        var half = rest.Count == piece.Count ? rest.Count / 2 : 0;
        Push(rest[half..]);
        Push(rest[..half]);
    }

    private void Push(List<(int Index, BulkRow Row)> piece)
    {
        if (piece.Count > 0)
        {
            _pieces.Push(piece);
        }
    }
}
