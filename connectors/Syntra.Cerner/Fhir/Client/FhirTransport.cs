using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Syntra.Cerner.Fhir.Smart;
using Syntra.Cerner.Millennium;

namespace Syntra.Cerner.Fhir.Client;

/// <summary>One GET until it succeeds or its fault is one that waiting does not mend: token, time limit, size limit, pauses.</summary>
internal sealed class FhirTransport(HttpClient http, FhirClientOptions options, ITokenSource? tokens, TimeProvider time, Random random, ILogger log)
{
    private readonly Lock _drawing = new();

    /// <summary>The body of a success.</summary>
    /// <exception cref="FhirFaultException">Anything else, after the attempts that it deserves.</exception>
    internal async Task<BodyBuffer> GetAsync(Uri address, string what, CancellationToken ct)
    {
        var backoff = new Backoff(options.BackoffBase, options.BackoffCap, random);
        var renewed = false;
        while (true)
        {
            var token = tokens is null ? null : await tokens.GetAsync(ct).ConfigureAwait(false);
            TimeSpan pause;
            try
            {
                return await OnceAsync(address, token, what, ct).ConfigureAwait(false);
            }
            catch (FhirFaultException fault) when (fault.Kind == FhirFaultKind.Unauthorized && token is not null && !renewed)
            {
                // Withdrawn, or the server's clock is ahead: one new token, and no second.
                renewed = true;
                tokens!.Forget(token);
                continue;
            }
            catch (FhirFaultException fault) when (fault.IsRetriable && backoff.Failures + 1 < options.MaxAttempts && !(fault.RetryAfter > options.BackoffCap))
            {
                var own = Draw(backoff);
                pause = fault.RetryAfter > own ? fault.RetryAfter.Value : own;
                log.LogDebug("FHIR call failed ({Kind}, {Status}); again in {Milliseconds} ms", fault.Kind, fault.Status, (long)pause.TotalMilliseconds);
            }

            await Task.Delay(pause, time, ct).ConfigureAwait(false);
        }
    }

    private TimeSpan Draw(Backoff backoff)
    {
        lock (_drawing)
        {
            return backoff.Next();
        }
    }

    private async Task<BodyBuffer> OnceAsync(Uri address, string? token, string what, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.CallTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/fhir+json"));
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            return await ReadAsync(answer, what, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new FhirFaultException(FhirFaultKind.Unreachable, what + ": no answer in time");
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as FhirFaultException ?? new FhirFaultException(FhirFaultKind.Unreachable, $"{what}: {e.HttpRequestError}", inner: e);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new FhirFaultException(FhirFaultKind.Unreachable, $"{what}: {e.GetType().Name}", inner: e);
        }
    }

    private async Task<BodyBuffer> ReadAsync(HttpResponseMessage answer, string what, CancellationToken ct)
    {
        var body = new BodyBuffer { ServerTime = answer.Headers.Date, Headers = answer.Headers };
        try
        {
            var stream = await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await body.FillAsync(stream, answer.Content.Headers.ContentLength, options.MaxBodyBytes, ct).ConfigureAwait(false);
            }

            if (!answer.IsSuccessStatusCode)
            {
                throw FaultMapper.Of((int)answer.StatusCode, body.Memory, FaultMapper.RetryAfter(answer.Headers.RetryAfter, time.GetUtcNow()), what);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
