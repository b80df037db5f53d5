using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Syntra.Kafka.Embedded.Api;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Net;

/// <summary>
/// One client connection: requests are carried out one at a time, in order, as Kafka does. Whatever is wrong with a frame closes this
/// connection and no other.
/// </summary>
internal sealed class Connection(Socket socket, KafkaServer server) : IDisposable
{
    private const int ChunkSize = 256 * 1024;
    private readonly FrameClock clock = new(server.Options.FrameTimeout, server.Options.IdleTimeout, server.Options.TimeProvider);
    private readonly WireReader reader = new();
    private readonly byte[] peeked = new byte[1];
    private readonly string host = "/" + ((socket.RemoteEndPoint as IPEndPoint)?.Address.ToString() ?? "?");

    public async Task RunAsync(CancellationToken stopping)
    {
        using var frames = new FrameBuffer(socket, server.Options.MaxFrameBytes, server.Budget, clock);
        using var response = new WireWriter();
        await using var stop = stopping.Register(clock.Stop);
        try
        {
            while (await frames.NextAsync(clock.Token) is { } frame)
            {
                if (!await AnswerAsync(frame, response, stopping))
                {
                    return;
                }
            }
        }
        catch (MalformedFrameException e)
        {
            server.Logger.LogWarning("connection from {Host} closed: {Reason}", host, e.Message);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            server.Logger.LogDebug("connection from {Host} ended: {Reason}", host, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The boundary between one client and the rest: a fault in one request must not take the broker down.
            server.Logger.LogError(e, "connection from {Host} closed after an unexpected fault", host);
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        clock.Dispose();
    }

    private async ValueTask<bool> AnswerAsync(Memory<byte> frame, WireWriter response, CancellationToken stopping)
    {
        reader.Reset(frame);
        var (rawKey, version, correlationId) = (reader.Int16(), reader.Int16(), reader.Int32());
        var key = (ApiKey)rawKey;
        if (!server.Handlers.TryGetValue(key, out var handler))
        {
            throw new MalformedFrameException($"request kind {rawKey} is not spoken here");
        }

        response.Reset();
        response.Int32(0);
        response.Int32(correlationId);
        if (version < handler.MinVersion || version > handler.MaxVersion)
        {
            return await RefuseVersionAsync(handler, version, response);
        }

        var flexible = handler.IsFlexible(version);
        var clientId = reader.PlainNullableString() ?? "";
        reader.Flexible = flexible;
        reader.Tags();
        response.Flexible = flexible;
        if (key != ApiKey.ApiVersions)
        {
            response.Tags();
        }

        var hook = server.Hooks.Take(key, clientId);
        if (hook is not null && !await BeforeAsync(hook, response, stopping))
        {
            return false;
        }

        await HandleAsync(handler, new Request(reader, key, version, clientId, host), response, stopping);
        return hook?.Action != RequestHookAction.DropAnswer && (response.Suppressed || await SendAsync(response));
    }

    /// <summary>A request that waits (a fetch, a join) is given up when its client goes away, however long it was to wait.</summary>
    private async ValueTask HandleAsync(ApiHandler handler, Request request, WireWriter response, CancellationToken stopping)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var work = handler.HandleAsync(request, response, given.Token);
        if (work.IsCompleted)
        {
            await work;
            return;
        }

        using var answered = new CancellationTokenSource();
        var watch = WatchForCloseAsync(given, answered.Token);
        try
        {
            await work;
        }
        finally
        {
            await answered.CancelAsync();
            await watch;
        }
    }

    private async Task WatchForCloseAsync(CancellationTokenSource given, CancellationToken answered)
    {
        try
        {
            // A look at one byte, left where it is: only a closed connection gives none. (A read of no bytes also ends on stale readiness.)
            if (await socket.ReceiveAsync(peeked, SocketFlags.Peek, answered) == 0)
            {
                await given.CancelAsync();
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            if (!answered.IsCancellationRequested)
            {
                await given.CancelAsync();
            }
        }
    }

    private async ValueTask<bool> RefuseVersionAsync(ApiHandler handler, short version, WireWriter response)
    {
        if (handler is not ApiVersionsHandler versions)
        {
            throw new MalformedFrameException($"{handler.Key} version {version} is not spoken here");
        }

        versions.WriteUnsupported(response);
        return await SendAsync(response);
    }

    private async ValueTask<bool> BeforeAsync(RequestHook hook, WireWriter response, CancellationToken stopping)
    {
        if (hook.Action == RequestHookAction.Delay)
        {
            await Task.Delay(hook.Delay, server.Options.TimeProvider, stopping);
        }

        response.ForcedError = hook.Action == RequestHookAction.AnswerError ? (ErrorCode)hook.ErrorCode : ErrorCode.None;
        return hook.Action != RequestHookAction.DropRequest;
    }

    private async ValueTask<bool> SendAsync(WireWriter response)
    {
        response.PatchInt32(0, (int)(response.TotalLength - 4));
        clock.Arm(frameStarted: true);
        var sent = 0;
        foreach (var (at, slice) in response.Slices)
        {
            await SendAllAsync(response.Written[sent..at]);
            sent = at;
            await SendSliceAsync(slice);
        }

        await SendAllAsync(response.Written[sent..]);
        clock.Disarm();
        response.Reset();
        return true;
    }

    private async ValueTask SendSliceAsync(Storage.LogSlice slice)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            for (var from = 0; from < slice.Length;)
            {
                var count = Math.Min(ChunkSize, slice.Length - from);
                slice.CopyTo(from, chunk.AsSpan(0, count));
                await SendAllAsync(chunk.AsMemory(0, count));
                from += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, clock.Token)..];
        }
    }
}
