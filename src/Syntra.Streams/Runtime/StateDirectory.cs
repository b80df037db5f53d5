using System.Security.Cryptography;
using Syntra.Streams.Errors;
using Syntra.Streams.Processors;

namespace Syntra.Streams.Runtime;

/// <summary>
/// The folder of an application's stores on disk. Held by one process at a time through a lock file, which also keeps the
/// process id that the transactional ids are made of, so that a restart aborts at once what the process before it left open.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly string? _root;
    private readonly FileStream? _lock;

    public StateDirectory(StreamsConfig config)
    {
        if (config.StateDirectory is null)
        {
            ProcessId = NewId();
            return;
        }

        _root = Path.Combine(config.StateDirectory, config.ApplicationId);
        Directory.CreateDirectory(_root);
        try
        {
            _lock = new FileStream(Path.Combine(_root, "process.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StreamsException($"Another process uses the state directory {_root}. Give each instance its own.", e);
        }

        ProcessId = ReadOrMakeId(_lock);
    }

    /// <summary>Different for every process that runs at the same time, and the same after a restart with the same directory.</summary>
    public string ProcessId { get; }

    public bool Exists => _root is not null;

    public string FileOf(TaskId task, string store)
    {
        var folder = Path.Combine(_root ?? throw new StreamsException("Stores on disk need a StateDirectory in the configuration."), task.ToString());
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{store}.db");
    }

    public void Dispose() => _lock?.Dispose();

    private static string ReadOrMakeId(FileStream file)
    {
        var bytes = new byte[16];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read == bytes.Length)
        {
            return System.Text.Encoding.ASCII.GetString(bytes);
        }

        // A file that was cut short belongs to no process any more.
        var id = NewId();
        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(id));
        file.Flush();
        return id;
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
