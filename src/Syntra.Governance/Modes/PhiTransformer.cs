using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Syntra.Governance.Modes.Json;

namespace Syntra.Governance.Modes;

/// <summary>
/// Applies one policy to JSON records, streaming from UTF-8 to UTF-8. Thread-safe. Nothing reaches the destination unless the whole record passed.
/// </summary>
public sealed class PhiTransformer
{
    private readonly ConcurrentBag<TransformRun> _runs = [];
    private readonly PhiPolicy _policy;
    private readonly FieldNode _root;
    private readonly FieldNode _anywhere;

    /// <summary>Compiles a policy.</summary>
    /// <exception cref="ArgumentException">The policy lacks something that its mode needs.</exception>
    public PhiTransformer(PhiPolicy policy)
    {
        _policy = policy;
        (_root, _anywhere) = FieldNode.Compile(policy);
    }

    /// <summary>Transforms one record.</summary>
    /// <param name="json">A JSON object in UTF-8.</param>
    /// <param name="context">What must be known besides.</param>
    /// <param name="destination">Takes the result.</param>
    /// <exception cref="PhiRefusedException">It does not pass as a whole.</exception>
    /// <exception cref="Pseudonyms.PseudonymException">An identifier has no token, or dates have no known patient.</exception>
    public PhiCounts Transform(ReadOnlySpan<byte> json, in PhiContext context, IBufferWriter<byte> destination)
    {
        if (_policy.Mode == PhiMode.AggregateOnly)
        {
            throw new PhiRefusedException(PhiRefusal.AggregateOnly, "This domain lets no row out, only aggregates.");
        }

        var run = _runs.TryTake(out var pooled) ? pooled : new TransformRun(_policy, _root, _anywhere);
        try
        {
            var counts = run.Transform(json, context);
            destination.Write(run.Written);
            return counts;
        }
        catch (JsonException e)
        {
            // The reader's message can quote the record; its position cannot.
            throw new PhiRefusedException(PhiRefusal.Malformed, $"Not a JSON record: line {e.LineNumber}, byte {e.BytePositionInLine}.");
        }
        finally
        {
            run.Clear();
            _runs.Add(run);
        }
    }
}
