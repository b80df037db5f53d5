using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Syntra.Kafka.Embedded.Api;
using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Net;

/// <summary>Listens on loopback, and runs one <see cref="Connection"/> per client up to the limit.</summary>
internal sealed class KafkaServer(EmbeddedKafkaOptions options, IReadOnlyDictionary<ApiKey, ApiHandler> handlers, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Connection, Task> connections = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Task accepting = Task.CompletedTask;

    public EmbeddedKafkaOptions Options => options;

    public IReadOnlyDictionary<ApiKey, ApiHandler> Handlers => handlers;

    public ILogger Logger => logger;

    public RequestHooks Hooks { get; } = new();

    public MemoryBudget Budget { get; } = new(options.MaxRequestMemory);

    public int ConnectionCount => connections.Count;

    /// <summary>Binds, and returns the port.</summary>
    public int Bind()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, options.Port));
        listener.Listen(512);
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    public void Start() => accepting = Task.Run(AcceptAsync);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections.Values);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(stopping.Token);
                Serve(socket);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                logger.LogWarning("a connection could not be accepted: {Reason}", e.Message);
            }
        }
    }

    private void Serve(Socket socket)
    {
        if (connections.Count >= options.MaxConnections)
        {
            logger.LogWarning("connection refused: {Limit} are open", options.MaxConnections);
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        var connection = new Connection(socket, this);
        var started = new TaskCompletionSource();
        connections[connection] = RunAsync(connection, started.Task);
        started.SetResult();
    }

    private async Task RunAsync(Connection connection, Task started)
    {
        await started.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await connection.RunAsync(stopping.Token);
        connection.Dispose();
        connections.TryRemove(connection, out _);
    }
}
