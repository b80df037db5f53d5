using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Syntra.Bench.Avro;

/// <summary>Apache Avro in a Java process: compiled from our source against the machine's jars, then driven line by line.</summary>
internal sealed class JavaPeer : IAsyncDisposable
{
    private const string JarFolder = "/usr/share/java";
    private static readonly string[] Jars = ["avro.jar", "jackson-core-asl.jar", "jackson-mapper-asl.jar", "slf4j-api.jar", "slf4j-nop.jar"];
    private readonly Process _process;
    private readonly string _folder;

    private JavaPeer(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts the peer, or says why it cannot be had.</summary>
    public static async Task<(JavaPeer? Peer, string? Reason)> StartAsync(string schema, byte[][] records, CancellationToken cancellationToken)
    {
        if (Jars.Where(jar => !File.Exists(Path.Combine(JarFolder, jar))).ToList() is { Count: > 0 } missing)
        {
            return (null, $"{string.Join(", ", missing)} not in {JarFolder}: install libavro-java");
        }

        var folder = Directory.CreateTempSubdirectory("syntra-avro-peer-").FullName;
        var classPath = string.Join(Path.PathSeparator, Jars.Select(jar => Path.Combine(JarFolder, jar)).Append(folder));
        try
        {
            await WriteInputsAsync(folder, schema, records, cancellationToken).ConfigureAwait(false);
            using var compiler = Start("javac", ["-nowarn", "-d", folder, "-cp", classPath, Path.Combine(folder, "AvroPeer.java")]);
            var errors = await compiler.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await compiler.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (compiler.ExitCode != 0)
            {
                throw new InvalidOperationException($"the peer does not compile: {errors}");
            }

            var peer = new JavaPeer(Start("java", ["-Xms1g", "-Xmx1g", "-cp", classPath, "AvroPeer", Path.Combine(folder, "records.bin")]), folder);
            await peer.AnswerAsync(cancellationToken).ConfigureAwait(false);
            return (peer, null);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Directory.Delete(folder, recursive: true);
            return (null, "no javac or java on the PATH: install a JDK");
        }
    }

    /// <summary>Records per second of one round.</summary>
    public async Task<double> MeasureAsync(string direction, string variant, TimeSpan time, CancellationToken cancellationToken)
    {
        var command = string.Create(CultureInfo.InvariantCulture, $"{direction} {variant} {time.TotalSeconds}");
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellationToken).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
        return Math.Round(double.Parse(await AnswerAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task WriteInputsAsync(string folder, string schema, byte[][] records, CancellationToken cancellationToken)
    {
        await using var source = typeof(JavaPeer).Assembly.GetManifestResourceStream("AvroPeer.java")!;
        await using var target = File.Create(Path.Combine(folder, "AvroPeer.java"));
        await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        await using var data = File.Create(Path.Combine(folder, "records.bin"));
        WriteBlock(data, Encoding.UTF8.GetBytes(schema));
        WriteNumber(data, records.Length);
        foreach (var record in records)
        {
            WriteBlock(data, record);
        }
    }

    private static void WriteBlock(Stream stream, byte[] bytes)
    {
        WriteNumber(stream, bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteNumber(Stream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        stream.Write(bytes);
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = program == "javac",
    })!;

    private async Task<string> AnswerAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("the peer ended; see its output above");
}
