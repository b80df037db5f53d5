using Syntra.Cli.Configuration;
using Syntra.Cli.Runtime;
using Syntra.Contracts;
using Syntra.Topology.Topics;
using Syntra.Topology.Workbook;

namespace Syntra.Cli.Tests.Runtime;

/// <summary>Publishing a workbook writes what differs, in one transaction, and nothing else.</summary>
public sealed class WorkbookPublisherTests(Broker broker)
{
    [Fact]
    public async Task The_same_workbook_a_second_time_writes_nothing()
    {
        var (topics, publisher) = await PublisherAsync("same");
        var workbook = Compile(Sample());

        Assert.Equal(workbook.Entries.Count, publisher.Publish(workbook, CancellationToken.None));
        long end = broker.End(topics.Crosswalk, 0);

        Assert.Equal(0, publisher.Publish(workbook, CancellationToken.None));
        Assert.Equal(end, broker.End(topics.Crosswalk, 0));
    }

    [Fact]
    public async Task A_row_that_was_taken_out_is_tombstoned_and_one_that_changed_is_written_again()
    {
        var (topics, publisher) = await PublisherAsync("removed");
        publisher.Publish(Compile(Sample()), CancellationToken.None);
        var changed = Sample();
        string table = changed["charge-codes.csv"];
        string removed = table.Split('\n').First(line => line.StartsWith("12070001,", StringComparison.Ordinal));
        string altered = table.Split('\n').First(line => line.StartsWith("45010010,", StringComparison.Ordinal));
        changed["charge-codes.csv"] = table
            .Replace(removed + "\n", "", StringComparison.Ordinal)
            .Replace(altered, altered.Replace(altered.Split(',')[1], "49998", StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(2, publisher.Publish(Compile(changed), CancellationToken.None));

        using var view = new TableView<CrosswalkEntry>(broker.Servers, topics.Crosswalk, new AvroSerde<CrosswalkEntry>(broker.Registry));
        var codes = view.ReadToEnd([0], CancellationToken.None).Where(entry => entry.Table == "charge-code").ToDictionary(entry => entry.Code);
        Assert.DoesNotContain("12070001", codes.Keys);
        Assert.Equal("49998", codes["45010010"].Rows[0].Values["natural_account"]);
        Assert.Equal(0, publisher.Publish(Compile(changed), CancellationToken.None));
    }

    private async Task<(TopicNames Topics, WorkbookPublisher Publisher)> PublisherAsync(string tenant)
    {
        var topics = new TopicNames(tenant);
        await broker.CreateAsync(topics.Crosswalk, 1);
        return (topics, new WorkbookPublisher(broker.Servers, topics, broker.Registry));
    }

    private static Dictionary<string, string> Sample() =>
        TenantFolder.ReadWorkbook(Path.Combine(AppContext.BaseDirectory, "workbook")).ToDictionary(file => file.Name, file => file.Text.ReplaceLineEndings("\n"));

    private static CompiledWorkbook Compile(Dictionary<string, string> files)
    {
        var result = WorkbookCompiler.Compile([.. files.Select(file => new WorkbookFile(file.Key, file.Value))]);
        Assert.Empty(result.Errors);
        return result.Workbook!;
    }
}
