using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Syntra.Sandbox.Cerner.Fhir.Store;

namespace Syntra.Sandbox.Cerner.Fhir.Hooks;

/// <summary>
/// Sends notifications until they are answered with 2xx, several at once, those of one resource in order; begins subscriptions by a handshake
/// and keeps them alive by heartbeats. What is to be sent is in the file, so a killed sender sends on (and repeats what was answered just then).
/// </summary>
internal sealed class HookSender : IAsyncDisposable
{
    private const int Batch = 256;
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly FhirSandboxOptions _options;
    private readonly ResourceStore _resources;
    private readonly SubscriptionStore _subscriptions;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, DateTimeOffset> _lastSent = new(StringComparer.Ordinal);
    private readonly Lock _drawing = new();
    private long _lost;
    private HookFaults _faults = new();
    private Random _random = new(1);
    private Task _loop = Task.CompletedTask;

    internal HookSender(FhirSandboxOptions options, ResourceStore resources, SubscriptionStore subscriptions)
    {
        (_options, _resources, _subscriptions) = (options, resources, subscriptions);
        resources.Changed = Wake;
    }

    internal long Posted { get; private set; }

    internal long Lost => Interlocked.Read(ref _lost);

    internal HookFaults Faults
    {
        get => _faults;
        set
        {
            lock (_drawing)
            {
                (_faults, _random) = (value, new Random(value.Seed));
            }
        }
    }

    internal void Start(string root) => _loop = Task.Run(() => RunAsync(root));

    internal void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _http.Dispose();
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(string root)
    {
        try
        {
            while (true)
            {
                var sent = 0;
                foreach (var subscription in _subscriptions.All())
                {
                    sent += await ServeAsync(subscription, root);
                }

                if (sent == 0)
                {
                    await _wake.WaitAsync(Idle, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What is not sent is in the file.
        }
    }

    private async Task<int> ServeAsync(StoredSubscription subscription, string root)
    {
        if (Faults.Silent)
        {
            return 0;
        }

        if (subscription.Status == "requested")
        {
            var begun = await PostAsync(subscription, "handshake", [], root);
            _subscriptions.SetStatus(subscription.Id, begun ? "active" : "error");
            return 1;
        }

        var waiting = subscription.Status == "active" ? _subscriptions.Waiting(subscription.Id, Batch) : [];
        if (waiting.Count == 0)
        {
            await BeatAsync(subscription, root);
            return 0;
        }

        // One lane a resource, so that its states arrive in order unless a fault wants otherwise.
        var lanes = waiting.GroupBy(e => e.Type + "/" + e.Id).Select(g => g.ToList());
        var failed = 0;
        await Parallel.ForEachAsync(lanes, new ParallelOptions { MaxDegreeOfParallelism = _options.Senders, CancellationToken = _stop.Token }, async (lane, _) =>
        {
            foreach (var happened in lane)
            {
                if (!await SendAsync(subscription, happened, root))
                {
                    Interlocked.Increment(ref failed);
                    return;
                }
            }
        });
        if (failed > 0)
        {
            await Task.Delay(Pause, _options.TimeProvider, _stop.Token);
        }

        return waiting.Count;
    }

    private async Task<bool> SendAsync(StoredSubscription subscription, StoredEvent happened, string root)
    {
        var (lose, repeat, wait) = Draw();
        if (lose)
        {
            // Lanes lose side by side.
            Interlocked.Increment(ref _lost);
            _subscriptions.Sent([happened.Sequence]);
            return true;
        }

        if (wait)
        {
            return true;
        }

        var state = _resources.Version(happened.Type, happened.Id, happened.Version);
        if (!await PostAsync(subscription, "event-notification", [(happened, state)], root))
        {
            return false;
        }

        if (repeat)
        {
            await PostAsync(subscription, "event-notification", [(happened, state)], root);
        }

        _subscriptions.Sent([happened.Sequence]);
        return true;
    }

    private (bool Lose, bool Repeat, bool Wait) Draw()
    {
        lock (_drawing)
        {
            bool Hit(int perMille) => perMille > 0 && _random.Next(1000) < perMille;
            return (Hit(_faults.LosePerMille), Hit(_faults.RepeatPerMille), Hit(_faults.ReorderPerMille));
        }
    }

    private async Task BeatAsync(StoredSubscription subscription, string root)
    {
        var now = _options.TimeProvider.GetUtcNow();
        if (subscription is { Status: "active", HeartbeatSeconds: { } seconds }
            && now - _lastSent.GetValueOrDefault(subscription.Id, DateTimeOffset.MinValue) >= TimeSpan.FromSeconds(seconds))
        {
            await PostAsync(subscription, "heartbeat", [], root);
        }
    }

    private async Task<bool> PostAsync(StoredSubscription subscription, string kind, IReadOnlyList<(StoredEvent Event, StoredResource? State)> events, string root)
    {
        var now = _options.TimeProvider.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(Notice.Of(kind, subscription, events, root, content: null, now).ToJsonString());
        var number = events.Count > 0 ? events[0].Event.Number : now.ToUnixTimeMilliseconds();
        var id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{subscription.Id}-{subscription.Generation}-{number}");
        if (events.Count > 0)
        {
            // The body's own time would make a repetition another message.
            body = Encoding.UTF8.GetBytes(Notice.Of(kind, subscription, events, root, content: null, events[^1].Event.At).ToJsonString());
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        foreach (var header in subscription.Headers.Select(h => h.Split(':', 2)).Where(h => h.Length == 2))
        {
            request.Headers.TryAddWithoutValidation(header[0].Trim(), header[1].Trim());
        }

        foreach (var (name, value) in MessageSignature.Headers(_options.SigningSecrets, id, now, body))
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var answer = await _http.SendAsync(request, _stop.Token);
            lock (_drawing)
            {
                Posted++;
                _lastSent[subscription.Id] = now;
            }

            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or TaskCanceledException && !_stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
