using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Syntra.Cerner.Events.Signatures;

/// <summary>
/// The keys of one issuer, from a file or an address. Read again when they are old, and at most once a minute when a token names a key that
/// is not among them. An address is asked without following redirects.
/// </summary>
internal sealed class JwksSource(Func<CancellationToken, Task<ReadOnlyMemory<byte>>> read, TimeProvider time, ILogger log) : IDisposable
{
    private const int Largest = 256 << 10;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile IReadOnlyList<JwksKey> _keys = [];
    private DateTimeOffset? _triedAt;
    private DateTimeOffset? _readAt;

    internal static JwksSource OfFile(string path, TimeProvider time, ILogger log) =>
        new(async ct => await File.ReadAllBytesAsync(path, ct).ConfigureAwait(false), time, log);

    internal static JwksSource OfAddress(Uri address, HttpClient http, TimeProvider time, ILogger log) => new(ct => DownloadAsync(address, http, ct), time, log);

    /// <summary>Keys that a token may be checked with; none where they cannot be had.</summary>
    internal async ValueTask<IReadOnlyList<JwksKey>> FindAsync(string? keyId, string algorithm, CancellationToken ct)
    {
        if (_readAt is not { } at || time.GetUtcNow() - at > MaxAge || !Matching(keyId, algorithm).Any())
        {
            await RefreshAsync(ct).ConfigureAwait(false);
        }

        return [.. Matching(keyId, algorithm)];
    }

    /// <summary>Whether keys have ever been read.</summary>
    internal bool HasKeys => _keys.Count > 0;

    public void Dispose() => _gate.Dispose();

    private IEnumerable<JwksKey> Matching(string? keyId, string algorithm) =>
        _keys.Where(k => k.Algorithm == algorithm && (keyId is null || k.KeyId is null || k.KeyId == keyId));

    private async Task RefreshAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            if (_triedAt is { } tried && now - tried < LeastInterval)
            {
                return;
            }

            _triedAt = now;
            var keys = Jwks.Parse(await read(ct).ConfigureAwait(false));
            if (keys.Count > 0)
            {
                (_keys, _readAt) = (keys, now);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or SocketException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            // The old keys go on: an issuer that cannot be reached for a while has not changed its keys.
            log.LogWarning("A key set cannot be read ({Code}); {Count} keys are kept", e.GetType().Name, _keys.Count);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<ReadOnlyMemory<byte>> DownloadAsync(Uri address, HttpClient http, CancellationToken ct)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        var stream = await answer.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        await using var closing = stream.ConfigureAwait(false);
        var buffer = new byte[Largest];
        var length = await stream.ReadAtLeastAsync(buffer, Largest, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        return buffer.AsMemory(0, length);
    }
}
