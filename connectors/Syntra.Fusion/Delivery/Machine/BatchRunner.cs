using Microsoft.Extensions.Logging;
using Syntra.Contracts;
using Syntra.Fusion.Delivery.Log;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Delivery.Machine;

/// <summary>Takes a batch from its state to the end: step, commit, step. Trouble is waited out; nothing is given up.</summary>
internal sealed class BatchRunner(
    BatchSteps steps,
    BatchCommits commits,
    PauseGate gate,
    JournalDeliveryOptions options,
    TimeProvider time,
    ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaximumInFlight);

    public void Dispose() => _slots.Dispose();

    /// <summary>Ends when the batch has ended.</summary>
    /// <returns>The halves, where the batch was split; else none.</returns>
    public async Task<IReadOnlyList<BatchWork>> RunAsync(BatchWork work, CancellationToken ct)
    {
        await _slots.WaitAsync(ct);
        try
        {
            while (!DeliveryTransitions.IsEnd(work.Status.State))
            {
                await gate.EnterAsync(ct);
                if (await TryStepAsync(work, ct) is not { } result)
                {
                    continue;
                }

                if (await ApplyAsync(work, result, ct) is { } halves)
                {
                    return halves;
                }
            }

            return [];
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Null where Fusion was in trouble; the pause for it is over then.</summary>
    private async Task<StepResult?> TryStepAsync(BatchWork work, CancellationToken ct)
    {
        var state = work.Status.State;
        try
        {
            var result = await steps.NextAsync(work, ct);
            Answered(state);
            work.Failures = 0;
            return result;
        }
        catch (FusionException failure) when (failure.Kind == FusionErrorKind.FatalConfiguration)
        {
            var reason = $"Fusion refuses the service user ({failure.Message}). Check its password or client secret and its roles; delivery goes on by itself when that works.";
            if (gate.Reason is null)
            {
                log.LogError("Delivery paused: {Reason}", reason);
            }

            gate.Close(reason);
        }
        catch (FusionException failure) when (failure.Kind == FusionErrorKind.Poison)
        {
            gate.Yield();

            // A job's record can be purged while its journals stay: the ledger is asked before the job again.
            work.Unsure |= state == DeliveryState.Importing;
            await HoldAsync(work, $"Fusion refuses the request itself ({failure.Message}); nothing of it was done. Check ledger and job settings.", BackOff(work, null), ct);
        }
        catch (FusionException failure)
        {
            gate.Yield();
            log.LogWarning("Batch {Batch} in {State}: {Failure}; trying again", work.Batch.BatchId, work.Status.State, failure.Message);
            work.Reason = failure.Message;
            await Task.Delay(BackOff(work, failure.RetryAfter), time, ct);
        }
        catch (BatchHeldException held)
        {
            gate.Yield();
            await HoldAsync(work, held.Message, BackOff(work, null), ct);
        }

        return null;
    }

    /// <summary>A step without a call to Fusion says nothing about its doors.</summary>
    private void Answered(DeliveryState state)
    {
        if (state is DeliveryState.Uploaded or DeliveryState.Loaded or DeliveryState.Rejected or DeliveryState.Posted)
        {
            gate.Yield();
        }
        else
        {
            gate.Open();
        }
    }

    private async Task<IReadOnlyList<BatchWork>?> ApplyAsync(BatchWork work, StepResult result, CancellationToken ct)
    {
        switch (result)
        {
            case StepResult.Move move:
                await commits.MoveAsync(work, move.Status, ct);
                if (move.Hold is { } hold)
                {
                    await HoldAsync(work, hold, options.MaximumBackOff, ct);
                }

                return null;
            case StepResult.Halves:
                return await commits.SplitAsync(work, ct);
            case StepResult.Look { Reason: { } reason }:
                await HoldAsync(work, reason, options.MaximumBackOff, ct);
                return null;
            default:
                await Task.Delay(options.PollInterval, time, ct);
                return null;
        }
    }

    /// <summary>Waits without keeping a place from the others.</summary>
    private async Task HoldAsync(BatchWork work, string reason, TimeSpan wait, CancellationToken ct)
    {
        if (work.Reason != reason)
        {
            log.LogWarning("Batch {Batch} held in {State}: {Reason}", work.Batch.BatchId, work.Status.State, reason);
        }

        work.Reason = reason;
        work.IsHeld = true;
        _slots.Release();
        try
        {
            await Task.Delay(wait, time, ct);
        }
        finally
        {
            // Given back by the caller, whatever ends the wait.
            await _slots.WaitAsync(CancellationToken.None);
            work.IsHeld = false;
        }
    }

    private TimeSpan BackOff(BatchWork work, TimeSpan? atLeast)
    {
        var doublings = Math.Min(work.Failures++, 20);
        var ours = TimeSpan.FromTicks(Math.Min(options.BackOff.Ticks << doublings, options.MaximumBackOff.Ticks));
        return atLeast is { } asked && asked > ours ? asked : ours;
    }
}
