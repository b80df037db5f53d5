using System.Diagnostics;
using Syntra.Kafka.Embedded.Tests.Conformance;

namespace Syntra.Kafka.Embedded.Tests.Interop;

/// <summary>
/// Clients of other hands and other years, as their packages come: kcat (librdkafka), python3-kafka, and kafkajs, @platformatic/kafka and
/// kafka-node (in artifacts/npm, or where SYNTRA_NPM points). Each is skipped, with the reason, where it is not installed.
/// </summary>
public sealed class InteropTests(Cluster cluster)
{
    private static readonly TimeSpan Limit = Hang.Limit;

    [Fact]
    public async Task Kcat_produces_consumes_and_joins_a_group()
    {
        Assert.SkipUnless(OnPath("kcat"), "kcat is not installed (apt-get install kcat)");
        var topic = await cluster.CreateTopicAsync(1);
        var lines = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"k{i}:v{i}"));
        await RunAsync("kcat", ["-b", cluster.Bootstrap, "-t", topic, "-P", "-K:", "-z", "lz4", "-X", "enable.idempotence=true"], lines);
        var consumed = await RunAsync("kcat", ["-b", cluster.Bootstrap, "-t", topic, "-C", "-o", "beginning", "-e", "-q", "-f", "%k:%s\\n"]);
        Assert.Equal(lines, consumed.TrimEnd());
        var joined = await RunAsync(
            "kcat", ["-b", cluster.Bootstrap, "-q", "-X", "auto.offset.reset=earliest", "-f", "%k:%s\\n", "-c", "100", "-G", Cluster.NewName("kcat"), topic]);
        Assert.Equal(lines, joined.TrimEnd());
        Assert.Contains(topic, await RunAsync("kcat", ["-b", cluster.Bootstrap, "-L"]), StringComparison.Ordinal);
    }

    /// <summary>As librdkafka speaks to brokers of 2015: no question about versions, Produce v1 and Fetch v1 with messages of format v0.</summary>
    [Fact]
    public async Task Kcat_produces_and_consumes_in_the_message_format_of_kafka_0_9()
    {
        Assert.SkipUnless(OnPath("kcat"), "kcat is not installed (apt-get install kcat)");
        Assert.SkipWhen(Cluster.External is not null, "Kafka 4 no longer speaks these versions");
        var topic = await cluster.CreateTopicAsync(1);
        string[] old = ["-b", cluster.Bootstrap, "-t", topic, "-X", "api.version.request=false", "-X", "broker.version.fallback=0.9.0.1"];
        var expected = new List<string>();
        foreach (var codec in new[] { "none", "gzip", "snappy", "lz4" })
        {
            var lines = Enumerable.Range(0, 500).Select(i => $"k{i}:{codec} {i}").ToArray();
            await RunAsync("kcat", [.. old, "-P", "-K:", "-z", codec], string.Join('\n', lines));
            await RunAsync("kcat", ["-b", cluster.Bootstrap, "-t", topic, "-P", "-K:", "-z", codec], string.Join('\n', lines));
            expected.AddRange([.. lines, .. lines]);
        }

        string[] reading = ["-C", "-o", "beginning", "-e", "-q", "-f", "%k:%s\\n"];
        Assert.Equal(expected, Lines(await RunAsync("kcat", [.. old, .. reading])));
        Assert.Equal(expected, Lines(await RunAsync("kcat", ["-b", cluster.Bootstrap, "-t", topic, .. reading])));
    }

    [Fact]
    public async Task Python3_kafka_produces_joins_a_group_commits_and_looks_up_by_time()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python) && await SucceedsAsync(Python, "-c", "import kafka"), "python3-kafka is not installed (apt-get install python3-kafka)");
        var output = await RunAsync(Python, [Script("kafka_python.py"), cluster.Bootstrap, Cluster.NewName("python")]);
        Assert.Equal(["consumed 200", "committed 200", "by time 0", "listed 200", "done"], Lines(output));
    }

    [Fact]
    public async Task Kafkajs_produces_runs_transactions_and_joins_a_group() =>
        Assert.Equal(["transaction offset 7", "consumed committed and the rest", "group 0", "done"], await NodeAsync("kafkajs", "kafkajs.js"));

    [Fact]
    public async Task Platformatic_kafka_speaks_the_newest_versions_and_shares_a_group() =>
        Assert.Equal(
            ["consumed committed,gzip,lz4,none,snappy", "state 2 members", "state EMPTY", "retention 100000", "done"],
            await NodeAsync("@platformatic/kafka", "platformatic.js"));

    [Fact]
    public async Task Kafka_node_speaks_the_message_formats_of_its_day()
    {
        Assert.SkipWhen(Cluster.External is not null, "Kafka 4 no longer speaks these versions");
        Assert.Equal(
            ["sent at 0", "sent at 2", "consumed -:a,k:b,-:a,k:b", "latest 4", "committed 4", "group Empty", "done"],
            await NodeAsync("kafka-node", "kafka_node.js"));
    }

    /// <summary>Runs a script of this folder with the package that it needs, and returns the lines that it prints.</summary>
    private async Task<string[]> NodeAsync(string package, string script)
    {
        Assert.SkipUnless(OnPath("node"), "node is not installed");
        var modules = NodeModules(package);
        Assert.SkipWhen(modules is null, $"{package} is not installed (npm install {package} --prefix artifacts/npm, or set SYNTRA_NPM)");
        return Lines(await RunAsync("node", [Script(script), cluster.Bootstrap, Cluster.NewName("js")], environment: ("NODE_PATH", modules!)));
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Interop", name);

    private static bool OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string? NodeModules(string package)
    {
        var candidates = new List<string>();
        if (Environment.GetEnvironmentVariable("SYNTRA_NPM") is { Length: > 0 } set)
        {
            candidates.Add(Path.Combine(set, "node_modules"));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            candidates.Add(Path.Combine(folder.FullName, "artifacts", "npm", "node_modules"));
        }

        return candidates.FirstOrDefault(c => Directory.Exists(Path.Combine(c, package)));
    }

    private static async Task<bool> SucceedsAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string? input = null, (string Name, string Value)? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environment is { } variable)
        {
            start.Environment[variable.Name] = variable.Value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await errors}\n{await output}");
        return await output;
    }
}
