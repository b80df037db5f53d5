using System.Text;
using Confluent.Kafka;
using Syntra.Avro.Registry;
using Syntra.Cli.Configuration;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.EndToEnd.Tests.InProcess;
using Syntra.EndToEnd.Tests.Program;
using Syntra.Sandbox.Cerner.Feeds;
using Syntra.Topology.Topics;

namespace Syntra.EndToEnd.Tests.Canaries;

/// <summary>What is planted in the hospital's database is found nowhere but inside sealed payloads, whatever becomes of its rows.</summary>
public sealed class CanaryTests(FinishedDay day)
{
    private static readonly HospitalDayOptions Day = new() { Charges = 60, Waves = 3 };

    // What Fusion says of itself, and only Fusion may hold.
    private static readonly string[] Echoes = ["Echovogel", "611-47-2093", "MRN55512399", "1944-11-23"];

    [Fact]
    public async Task Nothing_of_a_person_is_found_outside_of_sealed_payloads()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        Directory.CreateDirectory(state);
        using var overheard = new Overheard();
        CanarySearch search;
        var echoes = new CanarySearch(Echoes);
        using (var loggers = FileLog.Open(Path.Combine(state, "syntra.log")))
        {
            await using var rig = await FlowRig.StartAsync(state, Day, WithoutReceiver, Trouble, loggers: loggers);
            await rig.FeedRestAsync();
            await rig.DrainAsync();
            search = new CanarySearch(CanaryNest.Plant(rig.CernerDatabase));
            long before = rig.Runtime.Source!.LastPoll!.TotalWritten;
            await rig.UntilAsync(() => Task.FromResult(rig.Runtime.Source!.LastPoll!.TotalWritten >= before + Day.Charges), "the planted rows are read");
            var (report, _) = await rig.DrainAsync();
            Assert.True(report.Totals.DeadLetterCount >= 10, report.Totals.ToString());
            Assert.True(report.Totals.ParkedCount > 0, report.Totals.ToString());
            search.Look("the reconciliation", report.Rows.Aggregate("", (text, row) => text + row));
            LookInTopics(search, rig.Servers);
            LookAtCopy(rig);
            LookInTopics(echoes, rig.Servers);
            Assert.True(await rig.Fusion.StruckAsync("report-echoes") > 0, "Fusion echoed nothing");
        }
        search.Look("metrics and traces", overheard.Text);
        search.LookInFolder(folder.Path, except: name => name.StartsWith("millennium.db", StringComparison.Ordinal));
        echoes.LookInFolder(folder.Path, except: name => name.StartsWith("fusion.db", StringComparison.Ordinal));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(state, "spool"), "*", SearchOption.AllDirectories));

        Assert.Empty(search.Found);
        Assert.Empty(echoes.Found);
    }

    [Fact]
    public async Task Neither_output_nor_errors_nor_files_of_the_program_itself_hold_any()
    {
        using var folder = new TemporaryFolder();
        string state = folder.Sub("state");
        await day.CopyToAsync(state);
        var search = new CanarySearch(CanaryNest.Plant(Path.Combine(state, "millennium.db")));

        var outcome = await DemoProcess.RunAsync([.. FinishedDay.Arguments, "--dir", state]);

        Assert.True(outcome.Count("deadLetterCount") >= 5, outcome.Output);
        search.Look("stdout", outcome.Output);
        search.Look("stderr", outcome.Talk);
        search.LookInFolder(folder.Path, except: name => name.StartsWith("millennium.db", StringComparison.Ordinal));
        Assert.Empty(search.Found);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("utf16")]
    [InlineData("base64")]
    [InlineData("zip")]
    [InlineData("name")]
    public void The_search_finds_what_lies_in_the_clear(string form)
    {
        using var folder = new TemporaryFolder();
        string directory = folder.Sub("leak");
        Directory.CreateDirectory(directory);
        const string leak = "patient Kanarivogel, seen today";
        string file = Path.Combine(directory, form == "name" ? "Kanarivogel.txt" : "x");
        if (form == "zip")
        {
            using var zip = System.IO.Compression.ZipFile.Open(file, System.IO.Compression.ZipArchiveMode.Create);
            using var writer = new StreamWriter(zip.CreateEntry("lines.csv").Open());
            writer.Write(leak);
        }
        else
        {
            File.WriteAllBytes(file, form switch
            {
                "utf16" => Encoding.Unicode.GetBytes(leak),
                "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(leak))),
                "name" => [1],
                _ => Encoding.UTF8.GetBytes(leak),
            });
        }
        var search = new CanarySearch(CanaryNest.Canaries);

        search.LookInFolder(directory, except: _ => false);

        Assert.NotEmpty(search.Found);
    }

    // Nobody listens there: every message to the SIEM stays in the spool, where it can be searched.
    private static void WithoutReceiver(TenantConfiguration tenant) => (tenant.Governance.Siem.Host, tenant.Governance.Siem.Port, tenant.Governance.Siem.Body) = ("localhost", 1, "fhir");

    private static Task Trouble(FusionControl fusion) => fusion.SetAsync(
    [
        new PlannedFault("uploadFileToUCM", "status", 503),
        new PlannedFault("submitESSJobRequest", "status", 429, RetryAfter: 1),
        // Fusion that knows patients by other ways and quotes them: in an error of HTTP and in every line that it rejects.
        new PlannedFault("importBulkData", "status", 500, Body: """{"title":"Echovogel","o:errorDetails":[{"detail":"MRN55512399 of 1944-11-23 is not valid"}]}"""),
        new PlannedFault("uploadFileToUCM", "status", 500, Body: """{"title":"Echovogel","o:errorDetails":[{"detail":"MRN55512399 of 1944-11-23 is not valid"}]}"""),
        new PlannedFault("JournalImport", "report-echoes", Times: 1000, Body: "patient Echovogel 611-47-2093, MRN55512399, born 1944-11-23"),
    ]);

    // The copy for analytics was searched with all topics; here: that there was one, and that it says no more than Safe Harbor may.
    private static void LookAtCopy(FlowRig rig)
    {
        var serde = new AvroSerde<AnalyticsCharge>(new CachedSchemaRegistryClient(new HttpClient { BaseAddress = rig.Registry }));
        using var consumer = new ConsumerBuilder<string, byte[]>(new ConsumerConfig
        {
            BootstrapServers = rig.Servers, GroupId = "copy", EnablePartitionEof = true, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted,
        }).Build();
        consumer.Assign(Enumerable.Range(0, rig.Partitions).Select(p => new TopicPartitionOffset(rig.Topics.AnalyticsCharge, p, Offset.Beginning)));
        var rows = new List<AnalyticsCharge>();
        var open = Enumerable.Range(0, rig.Partitions).ToHashSet();
        while (open.Count > 0)
        {
            var result = consumer.Consume(Hang.Limit) ?? throw new TimeoutException("no end of the copy");
            if (result.IsPartitionEOF)
            {
                open.Remove(result.Partition.Value);
                continue;
            }
            var row = serde.Deserialize(result.Topic, result.Message.Value);
            rows.Add(row);
            Assert.Equal(("-", 0), (result.Message.Key, result.Message.Headers?.Count ?? 0));
            Assert.Equal(row.ServiceDate is null ? 1 : new DateTimeOffset(int.Parse(row.ServiceDate, System.Globalization.CultureInfo.InvariantCulture), 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), result.Message.Timestamp.UnixTimestampMs);
        }
        Assert.True(rows.Count > Day.Charges, $"only {rows.Count} rows were copied");
        Assert.All(rows, row => Assert.Equal((null, null, null, "safe-harbor"), (row.ChargeToken, row.EncounterToken, row.PatientToken, row.Mode)));
        Assert.Contains(rows, row => row.Count == -1);
    }

    private static void LookInTopics(CanarySearch search, string servers)
    {
        int records = CanaryTopics.Look(search, servers);
        Assert.True(records > 300, $"only {records} records were looked at");
    }
}
