using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Calls;

/// <summary>
/// An attempt begins by asking Fusion what stands under the source reference, and takes step after step until nothing differs. So
/// the answer to a lost answer, a crash or a changed object is always the same: begin again. An object that nobody has tried to bring
/// before is not asked for where Fusion would find or refuse a double; a refusal then leads to asking.
/// </summary>
internal abstract class StepConnector<TState>(ObjectCalls calls) : IObjectConnector
    where TState : class
{
    private const int MostSteps = 12;
    private const int MostConflicts = 5;

    public abstract ObjectKind Kind { get; }

    public virtual int MostTogether => Calls.MostParts;

    protected ObjectCalls Calls { get; } = calls;

    /// <summary>Whether Fusion's own words may stand in a receipt.</summary>
    protected virtual bool MayQuote => true;

    /// <summary>What is known before anything was asked.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="isFirst">Whether the object may be taken for new: only where Fusion upserts it or refuses a second one.</param>
    /// <param name="ct">Cancels.</param>
    protected abstract ValueTask<TState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct);

    /// <summary>Pure: from what shall be and what is known to the next step.</summary>
    protected abstract ObjectStep<TState> Next(ObjectInstruction instruction, TState state);

    /// <summary>Called before a request leaves.</summary>
    protected virtual ValueTask LeavingAsync(ObjectInstruction instruction, ObjectStep<TState>.Call call, CancellationToken ct) => ValueTask.CompletedTask;

    public async Task<IReadOnlyList<ObjectResult>> DeliverAsync(IReadOnlyList<ObjectAttempt> attempts, ICallPlaces places, CancellationToken ct)
    {
        var runs = attempts.Select(a => new ObjectRun<TState>(a)).ToList();
        foreach (var run in runs)
        {
            await BeginAsync(run, ct);
        }

        while (runs.Exists(r => r.Result is null))
        {
            await RoundAsync(runs.Where(r => r.Result is null), places, ct);
        }

        return [.. runs.Select(r => r.Result!)];
    }

    /// <summary>One step of each: those that may go together do.</summary>
    private async Task RoundAsync(IEnumerable<ObjectRun<TState>> runs, ICallPlaces places, CancellationToken ct)
    {
        var calls = new List<(ObjectRun<TState> Run, ObjectStep<TState>.Call Call)>();
        foreach (var run in runs)
        {
            if (NextCall(run) is { } call)
            {
                await LeavingAsync(run.Instruction, call, ct);
                calls.Add((run, call));
            }
        }

        if (calls is [var only])
        {
            await AloneAsync(only.Run, only.Call, ct);
            return;
        }

        foreach (var group in calls.GroupBy(c => (c.Call.Part?.Root, IsRead: c.Call.Effect == StepEffect.None)))
        {
            var together = group.ToList();
            if (group.Key.Root is { } root && together.Count > 1)
            {
                await TogetherAsync(root, together, ct);
                continue;
            }

            await EachAloneAsync(together, places, ct);
        }
    }

    /// <summary>Each by itself: one after the other in the attempt's own place, and others beside it in places that are free.</summary>
    private async Task EachAloneAsync(List<(ObjectRun<TState> Run, ObjectStep<TState>.Call Call)> calls, ICallPlaces places, CancellationToken ct)
    {
        var begun = 0;
        var beside = new List<Task>();
        try
        {
            for (int own; (own = Interlocked.Increment(ref begun) - 1) < calls.Count;)
            {
                while (Volatile.Read(ref begun) < calls.Count && places.TryEnter(out var at))
                {
                    beside.Add(BesideAsync(at));
                }

                await AloneAsync(calls[own].Run, calls[own].Call, ct);
            }
        }
        finally
        {
            await Task.WhenAll(beside);
        }

        async Task BesideAsync(DateTimeOffset at)
        {
            do
            {
                var next = Interlocked.Increment(ref begun) - 1;
                if (next >= calls.Count)
                {
                    places.Cancel();
                    return;
                }

                await AloneAsync(calls[next].Run, calls[next].Call, ct);
                places.Exit(at, calls[next].Run.Result);
            }
            while (Volatile.Read(ref begun) < calls.Count && places.TryEnter(out at));
        }
    }

    private ObjectStep<TState>.Call? NextCall(ObjectRun<TState> run)
    {
        if (run.Steps++ >= MostSteps)
        {
            run.Result = new ObjectResult.Refused(ObjectErrorClass.Held, ReasonCodes.DoesNotKeep, null);
            return null;
        }

        switch (Next(run.Instruction, run.State))
        {
            case ObjectStep<TState>.End end:
                run.Result = run.Done(end.Ids);
                return null;
            case ObjectStep<TState>.Refuse refuse:
                run.Result = new ObjectResult.Refused(refuse.Class, refuse.Code, refuse.Reason);
                return null;
            case var step:
                return (ObjectStep<TState>.Call)step;
        }
    }

    private async Task AloneAsync(ObjectRun<TState> run, ObjectStep<TState>.Call call, CancellationToken ct)
    {
        try
        {
            var answer = await Calls.SendAsync(call.Request, ct);
            run.Did(call.Effect);
            run.State = call.Learn(answer);
        }
        catch (FusionException conflict) when (ObjectErrors.IsConflict(conflict))
        {
            await ConflictAsync(run, ct);
        }
        catch (FusionException failure)
        {
            await EndAsync(run, ObjectErrors.Result(failure, MayQuote), ct);
        }
        catch (ObjectRefusedException refusal)
        {
            await EndAsync(run, ObjectErrors.Result(refusal, MayQuote), ct);
        }
    }

    /// <summary>All or none: where a part is refused, it goes on alone, and the others go together once more.</summary>
    private async Task TogetherAsync(string root, List<(ObjectRun<TState> Run, ObjectStep<TState>.Call Call)> parts, CancellationToken ct)
    {
        var request = Calls.Batch(root, BatchBody.Write([.. parts.Select(p => p.Call)]), parts[0].Call.Effect == StepEffect.None);
        try
        {
            var answers = BatchBody.Read(request, await Calls.SendAsync(request, ct), parts.Count);
            for (var i = 0; i < parts.Count; i++)
            {
                Learn(parts[i].Run, parts[i].Call, answers[i]);
            }
        }
        catch (FusionException refused) when (refused.Kind == FusionErrorKind.Poison)
        {
            // The other parts take the same step again in the next round, without these.
            var named = BatchBody.Named(refused);
            for (var i = 0; i < parts.Count; i++)
            {
                if (named.Count == 0 || named.Contains(i))
                {
                    await AloneAsync(parts[i].Run, parts[i].Call, ct);
                }
                else
                {
                    parts[i].Run.Steps--;
                }
            }
        }
        catch (FusionException failure)
        {
            parts.ForEach(p => p.Run.Result = new ObjectResult.Again(failure));
        }
    }

    private void Learn(ObjectRun<TState> run, ObjectStep<TState>.Call call, HttpAnswer answer)
    {
        try
        {
            run.Did(call.Effect);
            run.State = call.Learn(answer);
        }
        catch (FusionException failure)
        {
            run.Result = ObjectErrors.Result(failure, MayQuote);
        }
    }

    private async ValueTask ConflictAsync(ObjectRun<TState> run, CancellationToken ct)
    {
        run.IsUnasked = false;
        if (run.Conflicts++ >= MostConflicts)
        {
            run.Result = new ObjectResult.Refused(ObjectErrorClass.Held, ReasonCodes.AlwaysChanged, null);
            return;
        }

        await BeginAsync(run, ct);
    }

    /// <summary>A no to what was sent unasked may only mean that it is there: then Fusion is asked.</summary>
    private async ValueTask EndAsync(ObjectRun<TState> run, ObjectResult result, CancellationToken ct)
    {
        if (run.IsUnasked && result is ObjectResult.Refused)
        {
            run.IsUnasked = false;
            await BeginAsync(run, ct);
            return;
        }

        run.Result = result;
    }

    private async ValueTask BeginAsync(ObjectRun<TState> run, CancellationToken ct)
    {
        try
        {
            run.State = await StartAsync(run.Instruction, run.IsUnasked, ct);
        }
        catch (ObjectRefusedException refusal)
        {
            run.Result = ObjectErrors.Result(refusal, MayQuote);
        }
    }
}
