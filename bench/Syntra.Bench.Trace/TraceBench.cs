using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Syntra.Avro.Registry;
using Syntra.Cli;
using Syntra.Cli.Configuration;
using Syntra.Cli.Protection;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Kafka.Embedded;

namespace Syntra.Bench.Trace;

/// <summary>What was measured. Seconds of a trace are those of the whole program, from its start, on a stopped state folder whose broker it starts.</summary>
/// <param name="Charges">Charges in the raw topic.</param>
/// <param name="Records">Records in the topics of a trace.</param>
/// <param name="FirstSeconds">The first trace, which makes the index of all of them; a running instance has made it by then.</param>
/// <param name="TraceMedianSeconds">A trace by token.</param>
/// <param name="TraceMaxSeconds">The slowest of them.</param>
/// <param name="LineMedianSeconds">A trace backwards from a journal line.</param>
/// <param name="LineMaxSeconds">The slowest of them.</param>
/// <param name="RecordsPerTrace">Records that a trace read.</param>
/// <param name="WhatIfSeconds">What-if over the last day.</param>
/// <param name="WhatIfRecords">Records that it read.</param>
/// <param name="IndexMebibytes">Size of the index.</param>
internal sealed record TraceBenchResult(
    int Charges, long Records, double FirstSeconds, double TraceMedianSeconds, double TraceMaxSeconds, double LineMedianSeconds, double LineMaxSeconds, double RecordsPerTrace,
    double WhatIfSeconds, long WhatIfRecords, double IndexMebibytes);

/// <summary>Traces in a state folder of many charges, each a process of its own, as an operator would ask. The first one is the peer: it reads all of the topics.</summary>
internal static class TraceBench
{
    private const int BatchSize = 100;
    private const int PerDay = 500;
    private const int Questions = 9;

    /// <summary>Writes the folder and asks.</summary>
    internal static async Task<TraceBenchResult> RunAsync(int charges, Action<string> say, CancellationToken cancellation)
    {
        string directory = Directory.CreateTempSubdirectory("syntra-trace-").FullName;
        try
        {
            var (tokens, lines, lastDay) = await WriteAsync(directory, charges, say, cancellation).ConfigureAwait(false);
            var (first, cold) = await AskAsync(directory, ["trace", tokens[0]], cancellation).ConfigureAwait(false);
            say(string.Create(CultureInfo.InvariantCulture, $"first trace, with the index: {first:0.00} s, {cold.GetProperty("cost").GetProperty("indexed").GetInt64()} records indexed"));
            var (byToken, read) = await AskEachAsync(directory, tokens, cancellation).ConfigureAwait(false);
            var (byLine, _) = await AskEachAsync(directory, lines, cancellation).ConfigureAwait(false);
            var (whatIf, report) = await AskAsync(directory, ["whatif", "--workbook", Path.Combine(directory, "tenant"), "--from", lastDay], cancellation).ConfigureAwait(false);
            return new TraceBenchResult(
                charges, cold.GetProperty("cost").GetProperty("indexed").GetInt64(), first, byToken[byToken.Count / 2], byToken[^1], byLine[byLine.Count / 2], byLine[^1], read, whatIf,
                report.GetProperty("read").EnumerateArray().Sum(r => r.GetProperty("read").GetInt64()),
                Math.Round(Directory.EnumerateFiles(Path.Combine(directory, "index")).Sum(f => new FileInfo(f).Length) / 1048576.0, 1));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<string> Tokens, IReadOnlyList<string> Lines, string LastDay)> WriteAsync(string directory, int charges, Action<string> say, CancellationToken cancellation)
    {
        string tenantFolder = Path.Combine(directory, "tenant");
        Directory.CreateDirectory(tenantFolder);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "workbook")))
        {
            File.Copy(file, Path.Combine(tenantFolder, Path.GetFileName(file)));
        }
        var (tenant, _) = TenantFolder.Load(tenantFolder);
        var kafka = await EmbeddedKafka.StartAsync(new EmbeddedKafkaOptions { DataDirectory = Path.Combine(directory, "kafka") }, cancellation).ConfigureAwait(false);
        await using var ownedKafka = kafka.ConfigureAwait(false);
        var protection = await TenantProtection.OpenAsync(tenant, ProtectionFolders.Of(tenantFolder, directory, ""), TimeProvider.System, say, cancellation).ConfigureAwait(false);
        await using var ownedProtection = protection.ConfigureAwait(false);
        await protection.Sealer.PrepareAsync(cancellation).ConfigureAwait(false);
        var topics = new TopicNames(tenant.Tenant);
        string changelog = ChargeTopics.PostedChangelog(topics, protection.Tokens.Version);
        await TopicCatalog.EnsureAsync(kafka.BootstrapServers, [.. ChargeTopics.Definitions(topics, tenant.Partitions), new TopicDefinition(changelog, tenant.Partitions, Compacted: true)]).ConfigureAwait(false);
        using var http = new HttpClient { BaseAddress = kafka.RegistryUrl };
        var past = new PastOfCharges(protection, topics, new CachedSchemaRegistryClient(http), PerDay);
        Produce(kafka.BootstrapServers, Enumerable.Range(0, charges).SelectMany(i => past.Records(i, changelog, BatchSize)));
        say(string.Create(CultureInfo.InvariantCulture, $"{charges} charges are in the topics"));
        var asked = Enumerable.Range(1, Questions).Select(i => (int)((long)charges * i / (Questions + 1))).ToList();
        return ([.. asked.Select(past.Token)], [.. asked.Select(i => past.Instruction(i).Lines[1].Key)], past.ReadAt(charges - 1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static void Produce(string bootstrapServers, IEnumerable<(string Topic, string Key, byte[] Value, DateTimeOffset At)> records)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers, LingerMs = 20, EnableDeliveryReports = false, QueueBufferingMaxKbytes = 262_144, Partitioner = Partitioner.Murmur2Random,
        }).Build();
        foreach (var (topic, key, value, at) in records)
        {
            var message = new Message<string, byte[]> { Key = key, Value = value, Timestamp = new Timestamp(at) };
            while (!TryProduce(producer, topic, message))
            {
                producer.Poll(TimeSpan.FromMilliseconds(20));
            }
        }
        producer.Flush(TimeSpan.FromMinutes(2));
    }

    private static bool TryProduce(IProducer<string, byte[]> producer, string topic, Message<string, byte[]> message)
    {
        try
        {
            producer.Produce(topic, message);
            return true;
        }
        catch (ProduceException<string, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private static async Task<(IReadOnlyList<double> Seconds, double Records)> AskEachAsync(string directory, IReadOnlyList<string> questions, CancellationToken cancellation)
    {
        var answers = new List<(double Seconds, long Records)>();
        foreach (string question in questions)
        {
            var (seconds, answer) = await AskAsync(directory, ["trace", question], cancellation).ConfigureAwait(false);
            answers.Add((seconds, answer.GetProperty("cost").GetProperty("records").GetInt64()));
        }
        return ([.. answers.Select(a => a.Seconds).Order()], answers.Average(a => a.Records));
    }

    // The wall clock around the process: set-up of the runtime and the broker, and its end, are in it.
    private static async Task<(double Seconds, JsonElement Answer)> AskAsync(string directory, IReadOnlyList<string> verb, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Syntra.Cli.dll"), .. verb, "--dir", directory, "--json"])
        {
            start.ArgumentList.Add(argument);
        }
        long since = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var (output, talk) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        double seconds = Math.Round(Stopwatch.GetElapsedTime(since).TotalSeconds, 2);
        return process.ExitCode == ExitCodes.Done
            ? (seconds, JsonDocument.Parse(await output.ConfigureAwait(false)).RootElement)
            : throw new CommandException($"{verb[0]} failed: {await talk.ConfigureAwait(false)}");
    }
}
