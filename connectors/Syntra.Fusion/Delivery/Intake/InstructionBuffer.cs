using Syntra.Contracts;

namespace Syntra.Fusion.Delivery.Intake;

/// <summary>One instruction with where it was read and how large it is on the wire.</summary>
internal sealed record BufferedInstruction(JournalInstruction Instruction, int Partition, long Offset, int Bytes);

/// <summary>
/// Instructions that are read and not in a batch yet. All of them are sealed at once, so that the committed offset of a partition
/// never passes an instruction that no batch holds.
/// </summary>
internal sealed class InstructionBuffer(JournalDeliveryOptions options, TimeProvider time)
{
    private readonly List<BufferedInstruction> _items = [];
    private readonly Dictionary<string, string> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<BatchGroup, int> _groups = [];
    private readonly Dictionary<int, long> _next = [];
    private int _largest;
    private long _since;

    public int Count => _items.Count;

    public IReadOnlyList<BufferedInstruction> Items => _items;

    /// <summary>Next offset to read, by partition; what a seal commits.</summary>
    public IReadOnlyDictionary<int, long> Next => _next;

    public bool IsEmpty => _next.Count == 0;

    /// <summary>Idempotency key of the buffered instruction of a record, or null.</summary>
    public string? KeyOf(string recordId) => _records.GetValueOrDefault(recordId);

    public void Add(BufferedInstruction item)
    {
        Pass(item.Partition, item.Offset);
        _items.Add(item);
        _records[item.Instruction.RecordId] = item.Instruction.IdempotencyKey;
        var group = BatchGroup.Of(item.Instruction, options);
        var size = _groups[group] = _groups.GetValueOrDefault(group) + 1;
        _largest = Math.Max(_largest, size);
    }

    /// <summary>Read, and nothing to deliver.</summary>
    public void Pass(int partition, long offset)
    {
        if (IsEmpty)
        {
            _since = time.GetTimestamp();
        }

        _next[partition] = offset + 1;
    }

    public bool IsDue() => !IsEmpty && (time.GetElapsedTime(_since) >= options.MaximumAge || _largest >= options.MaximumInstructions);

    public bool IsFull() => _items.Count >= options.MaximumBuffered;

    public void Clear()
    {
        _items.Clear();
        _records.Clear();
        _groups.Clear();
        _next.Clear();
        _largest = 0;
    }
}
