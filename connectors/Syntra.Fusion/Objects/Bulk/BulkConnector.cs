using System.Globalization;
using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Bulk;

/// <summary>
/// Many objects in one file. The batch is written down before each step that could be done twice; every attempt begins by asking Fusion what became of
/// the batch, so a lost answer or a crash costs a question. Rows stand or fall by themselves; what a file cannot say goes by REST.
/// </summary>
internal sealed class BulkConnector(IBulkRoute route, IObjectConnector byRest, BulkSettings settings, TimeSpan poll, TimeProvider time) : IObjectConnector
{
    /// <summary>A job that took nothing is asked for this often before a person has to look.</summary>
    private const int MostSubmissions = 3;

    /// <summary>A batch has this long in one attempt; then the next attempt goes on looking.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private IBulkLog _log = new MemoryBulkLog();

    public ObjectKind Kind => route.Kind;

    public int MostTogether => settings.Rows;

    public BulkSettings Settings => settings;

    /// <summary>From now on batches are written there.</summary>
    public void Open(IBulkLog log) => _log = log;

    /// <summary>
    /// What came of the batch that a former life left, by idempotency key: finished first, so that nothing newer can pass it. Empty where nothing of it can have
    /// an effect.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, ObjectResult>> FinishAsync(CancellationToken ct)
    {
        if (_log.Current is not { Stage: not BulkStage.Loading } batch)
        {
            return new Dictionary<string, ObjectResult>(StringComparer.Ordinal);
        }

        var results = new Dictionary<string, ObjectResult>(StringComparer.Ordinal);
        try
        {
            var end = await CompleteAsync(batch, asked: false, ct);
            foreach (var member in batch.Members)
            {
                results[member.IdempotencyKey] = end.Of(member.ObjectKey);
            }
        }
        catch (ObjectRefusedException refusal)
        {
            foreach (var member in batch.Members)
            {
                results[member.IdempotencyKey] = ObjectErrors.Result(refusal, route.MayQuote);
            }
        }

        return results;
    }

    public async Task<IReadOnlyList<ObjectResult>> DeliverAsync(IReadOnlyList<ObjectAttempt> attempts, ICallPlaces places, CancellationToken ct)
    {
        List<ObjectInstruction> instructions = [.. attempts.Select(static a => a.Instruction)];
        var run = new BulkRun(instructions);
        foreach (var group in (await ReadAsync(run, instructions, ct)).GroupBy(r => route.Group(r.Row.Instruction), StringComparer.Ordinal).Reverse())
        {
            run.Begin([.. group]);
        }

        while (run.IsOpen)
        {
            var piece = run.Take();
            try
            {
                await DeliverAsync(run, piece, ct);
            }
            catch (BulkRowsRefusedException refused)
            {
                run.Refuse(piece, refused.Rows, static code => new ObjectResult.Refused(ObjectErrorClass.Poison, code, null));
            }
            catch (FusionException refused) when (refused.Kind == FusionErrorKind.Poison && !ObjectErrors.IsConflict(refused) && piece.Count > 1)
            {
                run.Refuse(piece, new Dictionary<int, string>(), static code => new ObjectResult.Refused(ObjectErrorClass.Poison, code, null));
            }
            catch (FusionException failure)
            {
                run.SettleRest(piece, ObjectErrors.Result(failure, route.MayQuote));
            }
            catch (ObjectRefusedException refusal)
            {
                run.Settle(piece, _ => ObjectErrors.Result(refusal, route.MayQuote));
            }
        }

        return run.Results;
    }

    private async Task<List<(int Index, BulkRow Row)>> ReadAsync(BulkRun run, IReadOnlyList<ObjectInstruction> instructions, CancellationToken ct)
    {
        var rows = new List<(int Index, BulkRow Row)>();
        IReadOnlySet<string> beside;
        try
        {
            beside = await BesideAsync(instructions, ct);
        }
        catch (FusionException failure)
        {
            // Nothing is known of what stands: all of it is tried again.
            Enumerable.Range(0, instructions.Count).ToList().ForEach(i => run.Settle(i, ObjectErrors.Result(failure, route.MayQuote)));
            return rows;
        }

        for (var i = 0; i < instructions.Count; i++)
        {
            try
            {
                if (route.Takes(instructions[i]) && !beside.Contains(instructions[i].IdempotencyKey))
                {
                    rows.Add((i, await route.ReadAsync(instructions[i], ct)));
                    continue;
                }

                run.Settle(i, (await byRest.DeliverAsync([new ObjectAttempt(instructions[i], IsFirst: false)], ct))[0]);
            }
            catch (ObjectRefusedException refusal)
            {
                run.Settle(i, ObjectErrors.Result(refusal, route.MayQuote));
            }
        }

        return rows;
    }

    // What a batch under way holds is in a file already and stays there, whatever stands by now.
    private Task<IReadOnlySet<string>> BesideAsync(IReadOnlyList<ObjectInstruction> instructions, CancellationToken ct)
    {
        var underWay = _log.Current is { Stage: not BulkStage.Loading } batch ? batch.Members.Select(m => m.IdempotencyKey).ToHashSet(StringComparer.Ordinal) : [];
        return route.BesideAsync([.. instructions.Where(i => route.Takes(i) && !underWay.Contains(i.IdempotencyKey))], ct);
    }

    private async Task DeliverAsync(BulkRun run, List<(int Index, BulkRow Row)> piece, CancellationToken ct)
    {
        IReadOnlyList<BulkMember> members = [.. piece.Select(p => new BulkMember { IdempotencyKey = p.Row.Instruction.IdempotencyKey, ObjectKey = p.Row.Instruction.ObjectKey })];
        var known = _log.Current is { } current && BulkBatchId.Family(current.Members) == BulkBatchId.Family(members) ? current : null;
        if (known is { Stage: not BulkStage.Loading })
        {
            var resumed = await CompleteAsync(known, asked: false, ct);
            run.Settle(piece, row => resumed.Of(row.Instruction.ObjectKey));
            return;
        }

        var (batch, there) = await PlaceAsync(members, known, ct);
        if (there is { } sight)
        {
            // Done by a life that nothing is known of: this one changed nothing.
            var ended = await WatchAsync(batch with { Stage = BulkStage.Running, RequestId = sight.RequestId }, ct);
            run.Settle(piece, row => ended.Of(row.Instruction.ObjectKey) is ObjectResult.Done done ? done with { Outcome = ObjectOutcome.Unchanged } : ended.Of(row.Instruction.ObjectKey));
            return;
        }

        await _log.WriteAsync(batch, ct);
        var handle = await route.PrepareAsync(BulkBatchId.Of(batch), [.. piece.Select(p => p.Row)], ct);
        batch = batch with { Stage = BulkStage.Submitting, Handle = handle };
        await _log.WriteAsync(batch, ct);
        var end = await CompleteAsync(batch, asked: true, ct);
        run.Settle(piece, row => end.Of(row.Instruction.ObjectKey));
    }

    /// <summary>The first attempt of which Fusion has no rows that nobody takes, or whose rows can be gone on with; or the one that a job has taken.</summary>
    private async Task<(BulkBatch Batch, BulkSight? There)> PlaceAsync(IReadOnlyList<BulkMember> members, BulkBatch? known, CancellationToken ct)
    {
        var batch = new BulkBatch { Stage = BulkStage.Loading, Attempt = route.KeepsLoaded ? known?.Attempt ?? 1 : (known?.Attempt ?? 0) + 1, Members = members };
        while (true)
        {
            var sight = await route.FindAsync(BulkBatchId.Of(batch), ct);
            if (sight.State != BulkState.Loaded || route.KeepsLoaded)
            {
                return (batch, sight.State == BulkState.Taken ? sight : null);
            }

            batch = batch with { Attempt = batch.Attempt + 1 };
        }
    }

    /// <summary>From SUBMITTING or RUNNING to the end.</summary>
    /// <param name="batch">As written down.</param>
    /// <param name="asked">It is known that no job was asked for yet.</param>
    /// <param name="ct">Cancels.</param>
    private async Task<BulkLook.Ended> CompleteAsync(BulkBatch batch, bool asked, CancellationToken ct)
    {
        var id = BulkBatchId.Of(batch);
        if (batch.Stage == BulkStage.Submitting && !asked && await route.FindAsync(id, ct) is { State: BulkState.Taken } sight)
        {
            batch = batch with { Stage = BulkStage.Running, RequestId = sight.RequestId };
            await _log.WriteAsync(batch, ct);
        }

        if (batch.Stage == BulkStage.Submitting)
        {
            batch = await SubmitAsync(batch, id, ct);
        }

        return await WatchAsync(batch, ct);
    }

    private async Task<BulkBatch> SubmitAsync(BulkBatch batch, long id, CancellationToken ct)
    {
        if (batch.Submissions >= MostSubmissions)
        {
            throw new ObjectRefusedException(ObjectErrorClass.Held, ReasonCodes.BulkJobFailed, null);
        }

        try
        {
            var request = await route.SubmitAsync(id, batch.Handle!, ct);
            batch = batch with { Stage = BulkStage.Running, RequestId = request };
        }
        catch (FusionException refused) when (refused.Kind == FusionErrorKind.Poison && !ObjectErrors.IsConflict(refused))
        {
            // The job itself is refused, and would be for any rows.
            throw new ObjectRefusedException(ObjectErrorClass.Held, ReasonCodes.BulkJobFailed, route.MayQuote ? refused.Detail : null);
        }

        await _log.WriteAsync(batch, ct);
        return batch;
    }

    private async Task<BulkLook.Ended> WatchAsync(BulkBatch batch, CancellationToken ct)
    {
        var until = time.GetUtcNow() + s_patience;
        while (true)
        {
            switch (await route.LookAsync(batch, ct))
            {
                case BulkLook.Ended end:
                    return end;
                case BulkLook.Failed failed:
                    await _log.WriteAsync(batch with { Stage = BulkStage.Submitting, RequestId = null, Submissions = batch.Submissions + 1 }, ct);
                    throw new FusionException(FusionErrorKind.Retriable, "bulk", string.Create(CultureInfo.InvariantCulture, $"request {failed.RequestId} failed and took nothing"));
                default:
                    if (time.GetUtcNow() > until)
                    {
                        throw new FusionException(FusionErrorKind.Retriable, "bulk", "the batch has not ended in time");
                    }

                    await Task.Delay(poll, time, ct);
                    break;
            }
        }
    }
}
