using Syntra.Sandbox.Fusion.Control;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Setup;
using Syntra.Sandbox.Fusion.Store;

namespace Syntra.Sandbox.Fusion.Ess;

/// <summary>One transition of one request, within the caller's transaction.</summary>
internal sealed class EssStepper(ObjectStore objects, FusionLatencies latencies)
{
    private readonly long _step = (long)latencies.Step.TotalMilliseconds;
    private readonly long _run = (long)latencies.Run.TotalMilliseconds;

    /// <summary>Looks again at a blocked request no more often than this, so that zero latencies do not spin.</summary>
    private const long BlockedRetry = 5;

    public EssState Step(Session session, long id, long now)
    {
        var request = EssStore.Find(session, id) ?? throw new InvalidOperationException($"No request {id}.");
        return request.State switch
        {
            EssState.Wait => StepFromWait(session, request, now),
            EssState.Ready => StepFromReady(session, request, now),
            EssState.Blocked => EssStore.Move(session, request, EssState.Ready, now + _step, now).State,
            EssState.Paused => EssStore.Move(session, request, EssState.Running, now + _step, now).State,
            EssState.Running => Run(session, request, now),
            EssState.Completed => Complete(session, request, now),
            EssState.Cancelling => End(session, request, EssState.Cancelled, now),
            _ => Rest(session, request),
        };
    }

    /// <summary>Ends a request in ERROR because its job threw.</summary>
    public EssState Fail(Session session, long id, long now, string reason)
    {
        var request = EssStore.Find(session, id) ?? throw new InvalidOperationException($"No request {id}.");
        new EssJobContext(session, objects, request, FusionLatencies.None, now).WriteLog($"ESS-07033 Job logic indicated a system error occurred.\n{reason}\n");
        if (!EssTransitions.Allows(request.State, EssState.Error))
        {
            return Rest(session, request);
        }

        return End(session, request, EssState.Error, now);
    }

    private EssState StepFromWait(Session session, EssRequest request, long now)
    {
        if (FaultBoard.TakeForJob(session, FaultKind.JobWaits, request.Submission.Definition) is { } fault)
        {
            EssStore.Reschedule(session, request.Id, now + (long)(fault.Seconds * 1000));
            return request.State;
        }

        return FaultBoard.TakeForJob(session, FaultKind.JobExpires, request.Submission.Definition) is not null
            ? End(session, request, EssState.Expired, now)
            : EssStore.Move(session, request, EssState.Ready, now + _step, now).State;
    }

    private EssState StepFromReady(Session session, EssRequest request, long now)
    {
        if (FaultBoard.TakeForJob(session, FaultKind.JobBlocked, request.Submission.Definition) is { } fault)
        {
            return EssStore.Move(session, request, EssState.Blocked, now + (long)(fault.Seconds * 1000), now).State;
        }

        return EssIncompatibility.Blocks(session, request)
            ? EssStore.Move(session, request, EssState.Blocked, now + Math.Max(BlockedRetry, _step), now).State
            : EssStore.Move(session, request, EssState.Running, now + _run, now).State;
    }

    private EssState Run(Session session, EssRequest request, long now)
    {
        var context = new EssJobContext(session, objects, request, latencies, now);
        if (FaultBoard.TakeForJob(session, FaultKind.JobFails, request.Submission.Definition) is not null)
        {
            context.WriteLog("ESS-07033 Job logic indicated a system error occurred.\n");
            return End(session, request, EssState.Error, now);
        }

        switch (EssJobs.Find(request.Submission.Definition).Run(context))
        {
            case EssStep.Finish(var outcome):
                return EssStore.Move(session, request, EssState.Completed, now + _step, now, outcome).State;
            case EssStep.AwaitChildren(var stage):
                EssStore.SetStage(session, request.Id, stage);
                return EssStore.Move(session, request, EssState.Paused, dueAt: null, now).State;
            case var step:
                throw new InvalidOperationException($"Unknown step {step}.");
        }
    }

    private static EssState Complete(Session session, EssRequest request, long now)
    {
        var fails = FaultBoard.TakeForJob(session, FaultKind.JobFailsAfterWork, request.Submission.Definition) is not null;
        return End(session, request, fails ? EssState.Error : request.Outcome ?? EssState.Error, now);
    }

    private static EssState End(Session session, EssRequest request, EssState state, long now)
    {
        EssStore.Move(session, request, state, dueAt: null, now);
        if (request.ParentId is { } parentId && EssStore.Find(session, parentId) is { State: EssState.Paused }
            && EssStore.Children(session, parentId).TrueForAll(static c => c.State.IsTerminal()))
        {
            EssStore.Reschedule(session, parentId, now);
        }

        return state;
    }

    private static EssState Rest(Session session, EssRequest request)
    {
        EssStore.Reschedule(session, request.Id, dueAt: null);
        return request.State;
    }
}
