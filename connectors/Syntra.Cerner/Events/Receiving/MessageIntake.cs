using System.Collections.Concurrent;
using Syntra.Cerner.Events.Gaps;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Notifications;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>
/// Takes a verified message once: what was seen before is acknowledged without a second effect. Noted as seen only after Kafka has it, so
/// that a crash in between makes a duplicate, never a loss.
/// </summary>
internal sealed class MessageIntake
{
    // Two deliveries of one message at the same moment: the second gets the first one's answer.
    private readonly ConcurrentDictionary<SeenKey, Task<HookAnswer>> _underWay = new();

    internal async Task<HookAnswer> TakeAsync(HookSender sender, HookRoute route, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> body, MessageContext context)
    {
        var content = SeenKey.OfBytes(raw.Span);
        SeenEntry? message = context.MessageId is { } id ? new SeenEntry(SeenKey.Of("message", sender.Settings.Name, id), content) : null;
        if (message is { } known && sender.Journal.Find(known.Key) is { } before)
        {
            return before == content ? HookAnswer.Duplicate : new HookAnswer(409, "message-id-reused", "the same webhook-id came with another body");
        }

        var work = new TaskCompletionSource<HookAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var turn = SeenKey.Of(sender.Tenant, sender.Settings.Name, route.Type, route.Id, context.MessageId, raw.IsEmpty ? context.TraceId : content.ToHex());
        var first = _underWay.GetOrAdd(turn, work.Task);
        if (first != work.Task)
        {
            return await first.ConfigureAwait(false);
        }

        try
        {
            var answer = await TakeFirstAsync(sender, route, body, context, message).ConfigureAwait(false);
            work.SetResult(answer);
            return answer;
        }
        catch (Exception e)
        {
            work.SetException(e);
            // Looked at here, so that it does not count as unobserved where nobody else waits.
            _ = work.Task.Exception;
            throw;
        }
        finally
        {
            _underWay.TryRemove(turn, out _);
        }
    }

    private static async Task<HookAnswer> TakeFirstAsync(HookSender sender, HookRoute route, ReadOnlyMemory<byte> body, MessageContext context, SeenEntry? message)
    {
        var notification = sender.Read(body, context, route.Type, route.Id);
        if (notification.Subscription is { } subscription && sender.Settings.PolicyOf(subscription) is null)
        {
            return new HookAnswer(403, "unknown-subscription", "not among the subscriptions of this sender");
        }

        var events = notification.Events.Where(e => sender.Journal.Find(e.Identity.Key) != e.Identity.Content).ToList();
        var requests = notification.Requests.Where(r => sender.Journal.Find(r.Identity.Key) is null).ToList();
        await sender.Publisher.PublishAsync([.. events.Select(e => e.Event)], [.. requests.Select(r => r.Request)], CancellationToken.None).ConfigureAwait(false);

        List<SeenEntry> seen = [.. events.Select(e => e.Identity), .. requests.Select(r => r.Identity)];
        if (message is { } entry)
        {
            seen.Add(entry);
        }

        await RememberAsync(sender, notification, seen).ConfigureAwait(false);
        var answer = events.Count + requests.Count == 0 && notification.Events.Count + notification.Requests.Count > 0 ? HookAnswer.Duplicate : HookAnswer.Accepted;
        return answer with { LeftOut = notification.LeftOut };
    }

    private static Task RememberAsync(HookSender sender, Notification notification, List<SeenEntry> seen)
    {
        if (notification is { Subscription: { } subscription, Observation: { } observation } && sender.Settings.PolicyOf(subscription) is { } policy)
        {
            return sender.Journal.RememberAsync(seen, sender.Settings.Name, subscription, state => GapDetector.Observe(state, observation, policy));
        }

        return seen.Count == 0 ? Task.CompletedTask : sender.Journal.RememberAsync(seen, sender.Settings.Name, null, null);
    }
}
