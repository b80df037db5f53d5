using Syntra.Governance.Audit.Checkpoints;
using Syntra.Governance.Audit.Log;
using Syntra.Governance.Audit.Merkle;

namespace Syntra.Governance.Audit.Verify;

/// <summary>
/// Walks all entries once. Linked entries form runs; a checkpoint whose head is an entry of a run proves the run from its beginning to that
/// entry, because each entry holds the hash of the one before. The tree's root is compared as well for as long as no entry is missing.
/// </summary>
internal sealed class ChainWalk(string tenant, IReadOnlyList<AuditCheckpoint> checkpoints, List<AuditRange> findings)
{
    private readonly ILookup<long, AuditCheckpoint> _bySize = checkpoints.ToLookup(c => c.Size);
    private readonly CompactRange _tree = new();
    private readonly byte[] _head = SegmentFormat.Genesis(tenant);
    private long _expected;
    private long _runStart;
    private long _proven;
    private bool _treeWhole = true;

    public long Entries { get; private set; }

    public void Segment(string path, bool last)
    {
        using var reader = SegmentReader.Open(path, tenant);
        if (reader is null)
        {
            findings.Add(new AuditRange(AuditState.Altered, _expected, _expected, $"{Path.GetFileName(path)} has no header of this tenant"));
            return;
        }

        while (true)
        {
            while (reader.Next())
            {
                Entry(reader);
            }

            if (reader.Rest == 0 || (last && !TornTail.IsDamage(path, reader.Position)))
            {
                return;
            }

            // A whole entry whose check bytes do not fit was edited; what cannot even be skipped ends the segment.
            findings.Add(new AuditRange(AuditState.Altered, _expected, _expected, "an entry does not fit its own hash"));
            if (!reader.Skip())
            {
                return;
            }

            EndRun(broken: false);
            (_expected, _runStart, _proven, _treeWhole) = (_expected + 1, _expected + 1, _expected + 1, false);
            _head.AsSpan().Clear();
        }
    }

    public void End()
    {
        EndRun(broken: false);
        var size = checkpoints.Count == 0 ? 0 : checkpoints.Max(c => c.Size);
        if (_expected < size)
        {
            findings.Add(new AuditRange(AuditState.Missing, _expected, size - 1, _expected == 0 ? "the whole chain is gone" : "the end of the chain is gone"));
        }
        else if (Entries == 0 && size == 0 && checkpoints.Count > 0)
        {
            findings.Add(new AuditRange(AuditState.Anchored, 0, -1, "checkpoints prove that there were no entries"));
        }
    }

    private void Entry(SegmentReader entry)
    {
        Entries++;
        var sequence = entry.Sequence;
        if (sequence < _expected)
        {
            OutOfPlace(sequence);
            return;
        }

        if (sequence > _expected)
        {
            EndRun(broken: false);
            findings.Add(new AuditRange(AuditState.Missing, _expected, sequence - 1, "entries are gone"));
            (_runStart, _proven, _treeWhole) = (sequence, sequence, false);
        }
        else if (!entry.Previous.SequenceEqual(_head))
        {
            if (_runStart < sequence)
            {
                EndRun(broken: true);
            }

            (_runStart, _proven) = (sequence, sequence);
        }

        entry.Hash.CopyTo(_head);
        _expected = sequence + 1;
        if (_treeWhole)
        {
            _tree.Add(_head);
        }

        foreach (var checkpoint in _bySize[_expected])
        {
            Compare(checkpoint);
        }
    }

    private void Compare(AuditCheckpoint checkpoint)
    {
        if (!checkpoint.Head.AsSpan().SequenceEqual(_head) || (_treeWhole && _runStart == 0 && !_tree.Root().AsSpan().SequenceEqual(checkpoint.Root)))
        {
            findings.Add(new AuditRange(AuditState.Altered, _proven, _expected - 1, $"not the chain of the checkpoint of {checkpoint.At:yyyy-MM-dd HH:mm}Z"));
            _proven = _expected;
        }
        else if (_proven < _expected)
        {
            findings.Add(new AuditRange(AuditState.Anchored, _proven, _expected - 1, "covered by a checkpoint"));
            _proven = _expected;
        }
    }

    // An entry that comes where its number is already past: it fills a hole that we reported, or it is a second one of its number.
    private void OutOfPlace(long sequence)
    {
        var hole = findings.FindIndex(r => r.State == AuditState.Missing && r.First <= sequence && sequence <= r.Last);
        if (hole < 0)
        {
            findings.Add(new AuditRange(AuditState.Forked, sequence, sequence, "two entries have one number"));
            return;
        }

        var (first, last) = (findings[hole].First, findings[hole].Last);
        findings.RemoveAt(hole);
        findings.Add(new AuditRange(AuditState.Altered, sequence, sequence, "an entry is out of its order"));
        if (first < sequence)
        {
            findings.Add(new AuditRange(AuditState.Missing, first, sequence - 1, "entries are gone"));
        }

        if (sequence < last)
        {
            findings.Add(new AuditRange(AuditState.Missing, sequence + 1, last, "entries are gone"));
        }
    }

    // What of a run no checkpoint proves: the end of an unbroken one is merely not anchored yet; before a broken link something was edited.
    private void EndRun(bool broken)
    {
        if (_proven < _expected)
        {
            findings.Add(broken
                ? new AuditRange(AuditState.Altered, _proven, _expected - 1, "the next entry does not link to these")
                : new AuditRange(AuditState.Unanchored, _proven, _expected - 1, "no checkpoint covers these"));
            _proven = _expected;
        }
        else if (broken && !findings.Exists(r => r.State == AuditState.Altered && r.Last == _expected - 1))
        {
            findings.Add(new AuditRange(AuditState.Altered, _expected, _expected, "an entry does not link to the proven one before"));
        }
    }
}
