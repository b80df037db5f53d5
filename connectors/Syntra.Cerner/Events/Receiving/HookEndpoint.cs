using System.Collections.Frozen;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Events.Signatures;
using Syntra.Fhir;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>
/// Answers one request: address, admission, body, signature over the raw bytes, and only then what it says. Bad input is answered with 4xx,
/// overload and a Kafka that does not acknowledge with 429; 2xx means that every event of the message is kept.
/// </summary>
internal sealed class HookEndpoint(
    FrozenDictionary<(string Tenant, string Sender), HookSender> senders, HookReceiverOptions options, HookMetrics metrics, TimeProvider time, ILogger log)
{
    private readonly BodyReader _bodies = new(options, time);
    private readonly MessageIntake _intake = new();
    private int _inFlight;

    internal async Task HandleAsync(HttpContext http)
    {
        var started = time.GetTimestamp();
        HookSender? sender = null;
        HookAnswer answer;
        var admitted = Interlocked.Increment(ref _inFlight) <= options.MaxConcurrent;
        try
        {
            answer = HookRoute.Of(http.Request.Path) is not { } route || !senders.TryGetValue((route.Tenant, route.Sender), out sender)
                ? new HookAnswer(404, "unknown-address")
                : !admitted ? new HookAnswer(429, "overload")
                : await AnswerAsync(http, route, sender).ConfigureAwait(false);
        }
        catch (HookRefusedException refused)
        {
            answer = refused.Answer;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read the answer; the sender will send again.
            answer = new HookAnswer(400, "aborted");
        }
        // The boundary to the world: the fault is ours, so the sender is asked to come back, and only the kind of fault is logged.
        catch (Exception fault)
        {
            log.LogError("A webhook could not be worked on: {Fault}", fault.GetType().FullName);
            answer = new HookAnswer(503, "fault");
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }

        metrics.Answered(sender?.Tenant, sender?.Settings.Name, answer, time.GetElapsedTime(started));
        await WriteAsync(http, answer).ConfigureAwait(false);
    }

    private async Task<HookAnswer> AnswerAsync(HttpContext http, HookRoute route, HookSender sender)
    {
        if (!string.Equals(http.Request.Method, route.Verb, StringComparison.Ordinal))
        {
            http.Response.Headers.Allow = route.Verb;
            return new HookAnswer(405, "method");
        }

        if (HookRoute.MediaTypeOf(http.Request) is not { } media)
        {
            return new HookAnswer(415, "content-type", "application/fhir+json or application/json in UTF-8");
        }

        var raw = await _bodies.ReadAsync(http.Request, http.RequestAborted).ConfigureAwait(false);
        var certificate = await http.Connection.GetClientCertificateAsync(http.RequestAborted).ConfigureAwait(false);
        var check = await sender.CheckAsync(new HookRequest(http.Request.Headers, raw, certificate), http.RequestAborted).ConfigureAwait(false);
        if (check.Outcome != CheckOutcome.Passed)
        {
            log.LogWarning("A message to {Tenant}/{Sender} is refused: {Reason}", sender.Tenant, sender.Settings.Name, check.Reason);
            return check.Outcome == CheckOutcome.Unavailable ? new HookAnswer(503, check.Reason) : new HookAnswer(401, "signature");
        }

        var body = await _bodies.UnpackAsync(raw, http.Request.Headers.ContentEncoding.ToString().ToLowerInvariant(), http.RequestAborted).ConfigureAwait(false);
        var context = new Notifications.MessageContext(sender.Settings.Name, time.GetUtcNow(), TraceId(http.Request), media, check.MessageId);
        return await TakeAsync(sender, route, raw, body, context).ConfigureAwait(false);
    }

    private async Task<HookAnswer> TakeAsync(
        HookSender sender, HookRoute route, ReadOnlyMemory<byte> raw, ReadOnlyMemory<byte> body, Notifications.MessageContext context)
    {
        try
        {
            return await _intake.TakeAsync(sender, route, raw, body, context).ConfigureAwait(false);
        }
        catch (FhirException e)
        {
            return new HookAnswer(422, "content", $"{e.Path} {e.Expected}");
        }
        catch (PublishException e)
        {
            log.LogWarning("Events of {Tenant}/{Sender} are not acknowledged: {Reason}", sender.Tenant, sender.Settings.Name, e.Message);
            return e.Fault == PublishFault.TooLarge ? new HookAnswer(413, "too-large") : new HookAnswer(429, "not-acknowledged");
        }
    }

    private async Task WriteAsync(HttpContext http, HookAnswer answer)
    {
        if (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        http.Response.StatusCode = answer.Status;
        if (answer.AsksToRetry)
        {
            http.Response.Headers.RetryAfter = ((int)Math.Ceiling(options.RetryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (answer.Status >= 400)
        {
            await OutcomeBody.WriteAsync(http.Response, answer).ConfigureAwait(false);
        }
    }

    // The sender's trace goes on where it gives one; else a new one begins.
    private static string TraceId(HttpRequest request) =>
        ActivityContext.TryParse(request.Headers.TraceParent.ToString(), null, out var parent) ? parent.TraceId.ToHexString() : ActivityTraceId.CreateRandom().ToHexString();
}
