using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Syntra.Avro.Tests.Interop;

/// <summary>Another Avro implementation in its own process, asked line by line.</summary>
internal sealed class InteropPeer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly string _folder;

    private InteropPeer(Process process, string folder)
    {
        _process = process;
        _folder = folder;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Debian's python3-avro; skips the test where it is absent.</summary>
    public static InteropPeer Python()
    {
        // Debian's module belongs to Debian's interpreter, whatever else is first on the PATH.
        var python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(program => Succeeds(program, ["-c", "import avro.io"], null));
        Assert.SkipWhen(python is null, "python3 with the module avro is not installed (Debian: python3-avro)");
        return Start(python!, "peer.py", null);
    }

    /// <summary>avsc on node; skips the test where either is absent.</summary>
    public static InteropPeer Avsc()
    {
        var modules = NodeModules();
        Assert.SkipWhen(modules is null, "avsc is found neither under SYNTRA_NPM nor in artifacts/npm/node_modules (npm install avsc)");
        Assert.SkipUnless(Succeeds("node", ["-e", "require('avsc')"], modules), "node cannot load avsc");
        return Start("node", "peer.js", modules);
    }

    public async Task<JsonObject> AskAsync(Schema writer, Schema reader, byte[] data)
    {
        var request = new JsonObject { ["writer"] = writer.ToJson(), ["reader"] = reader.ToJson(), ["data"] = Convert.ToHexString(data) };
        await _process.StandardInput.WriteLineAsync(request.ToJsonString());
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the peer ended: " + await _errors);
        return (JsonObject)JsonNode.Parse(line, documentOptions: new JsonDocumentOptions { MaxDepth = 256 })!;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? NodeModules()
    {
        var given = Environment.GetEnvironmentVariable("SYNTRA_NPM");
        var candidates = new[] { given, given is null ? null : Path.Combine(given, "node_modules"), RepositoryFiles.Find("artifacts/npm/node_modules") };
        return candidates.FirstOrDefault(folder => folder is not null && Directory.Exists(Path.Combine(folder, "avsc")));
    }

    private static InteropPeer Start(string program, string script, string? modules)
    {
        var folder = Directory.CreateTempSubdirectory("syntra-avro-interop-").FullName;
        var path = Path.Combine(folder, script);
        using (var source = typeof(InteropPeer).Assembly.GetManifestResourceStream(script)!)
        using (var target = File.Create(path))
        {
            source.CopyTo(target);
        }

        return new InteropPeer(Process.Start(Info(program, [path], modules))!, folder);
    }

    private static bool Succeeds(string program, string[] arguments, string? modules)
    {
        try
        {
            using var process = Process.Start(Info(program, arguments, modules))!;
            process.StandardInput.Close();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo Info(string program, string[] arguments, string? modules)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (modules is not null)
        {
            info.Environment["NODE_PATH"] = modules;
        }

        return info;
    }
}
