using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Millennium;

namespace Syntra.Cerner.Sources;

/// <summary>What keeps every polling source going: poll, wait, wait longer after a failure, stop where no waiting helps. Not thread safe.</summary>
/// <param name="name">The source in messages, with its tenant.</param>
/// <param name="pace">Its pauses.</param>
/// <param name="changed">Told of every new state, on the source's own thread.</param>
/// <param name="time">Only for pauses.</param>
/// <param name="log">Where counts and codes are logged; never values.</param>
internal sealed class SourceLoop(string name, SourcePace pace, Action<SourceState> changed, TimeProvider time, ILogger log)
{
    // Seeded by the id, so that the sources of many tenants before one system do not come back in step.
    private readonly Backoff _backoff = new(pace.BackoffBase, pace.BackoffCap, new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(pace.Seed)))));

    /// <summary>What the source is doing now.</summary>
    internal SourceState State { get; private set; } = SourceState.Created;

    /// <summary>Code of the last failure, without values; null once a poll went well.</summary>
    internal string? LastError { get; private set; }

    /// <summary>Polls until cancelled. Failures that pass are waited out at the same position.</summary>
    /// <param name="poll">One poll; true where more is to be read at once.</param>
    /// <param name="failed">Told of every failure before it is waited out.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SourceStoppedException">Another instance has taken over, or something is wrong that no waiting mends.</exception>
    internal async Task RunAsync(Func<CancellationToken, Task<bool>> poll, Action failed, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (!await poll(ct).ConfigureAwait(false))
                {
                    MoveTo(SourceState.Waiting);
                    await Task.Delay(pace.PollInterval, time, ct).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not SourceStoppedException)
            {
                failed();
                await WaitOutAsync(e, ct).ConfigureAwait(false);
            }
        }

        MoveTo(SourceState.Stopped);
    }

    /// <summary>A poll went well: the next failure is the first one again.</summary>
    internal void Succeeded()
    {
        _backoff.Reset();
        LastError = null;
    }

    /// <summary>Goes to another state, where the table allows that.</summary>
    internal void MoveTo(SourceState next)
    {
        if (State == next)
        {
            return;
        }

        if (!SourceTransitions.Allows(State, next))
        {
            throw new InvalidOperationException($"The source cannot go from {State} to {next}.");
        }

        State = next;
        changed(next);
    }

    /// <summary>Whether the session is of no more use after this failure: the producer's state is unknown or lost, and what Kafka holds is the truth.</summary>
    internal static bool MustStartOver(Exception e) => SourceErrors.KindOf(e) is not (SourceErrorKind.Aborted or SourceErrorKind.DatabaseRetriable);

    private async Task WaitOutAsync(Exception e, CancellationToken ct)
    {
        var kind = SourceErrors.KindOf(e);
        LastError = SourceErrors.CodeOf(e);
        if (kind is SourceErrorKind.Fenced or SourceErrorKind.Fatal)
        {
            Stop(e, kind == SourceErrorKind.Fenced);
        }

        MoveTo(SourceState.BackingOff);
        var own = _backoff.Next();
        var pause = e is FhirFaultException { RetryAfter: { } asked } && asked > own ? asked : own;
        log.LogWarning(
            "Poll of the {Source} failed ({Kind}, {Code}); attempt {Attempt} in {Milliseconds} ms from the same position",
            name, kind, LastError, _backoff.Failures + 1, (long)pause.TotalMilliseconds);
        try
        {
            await Task.Delay(pause, time, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends at its condition.
        }
    }

    private void Stop(Exception e, bool fenced)
    {
        MoveTo(fenced ? SourceState.Fenced : SourceState.Failed);
        var message = fenced
            ? $"Another instance of the {name} has taken over; this one stops."
            : $"The {name} stops: {LastError}. Mend the cause and start it again; it goes on where it was.";
        log.LogError("{Message}", message);
        throw new SourceStoppedException(message, fenced, e);
    }
}

/// <summary>The pauses of a source.</summary>
/// <param name="PollInterval">Between two polls that leave nothing unread.</param>
/// <param name="BackoffBase">After the first failure; doubled with each further one.</param>
/// <param name="BackoffCap">The longest.</param>
/// <param name="Seed">What the draw of pauses starts from.</param>
internal sealed record SourcePace(TimeSpan PollInterval, TimeSpan BackoffBase, TimeSpan BackoffCap, string Seed);
