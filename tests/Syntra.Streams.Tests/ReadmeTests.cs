using Syntra.Streams.Dsl;
using Syntra.Streams.Serialization;
using Syntra.Streams.Testing;

namespace Syntra.Streams.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void The_word_count_of_the_readme_is_this_one_and_counts()
    {
        // <sample>
        var builder = new StreamsBuilder();
        builder.Stream("lines", Consumed.With(Serdes.String, Serdes.String))
            .FlatMapValues(line => line.ToLowerInvariant().Split(' '))
            .GroupBy((_, word) => word, Grouped.As("words", Serdes.String, Serdes.String))
            .Count(Materialized.As<string, long>("counts"))
            .ToStream()
            .To("word-counts", Produced.With(Serdes.String, Serdes.Int64));
        // </sample>
        using var driver = new TopologyTestDriver(builder.Build());
        driver.CreateInputTopic("lines", Serdes.String, Serdes.String).PipeInput("", "One two ONE");
        Assert.Equal(
            ["one=1", "two=1", "one=2"],
            driver.CreateOutputTopic("word-counts", Serdes.String, Serdes.Int64).ReadAll().Select(r => $"{r.Key}={r.Value}"));
        Assert.Equal(Lines(SampleInReadme()), Lines(SampleHere()));
    }

    private static string SampleInReadme()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "StreamsReadme.md"));
        var code = text.Split("```csharp")[1].Split("```")[0];
        Assert.Equal(12, code.Trim().Split('\n').Length);
        return code.Split("var config")[0];
    }

    private static string SampleHere([System.Runtime.CompilerServices.CallerFilePath] string path = "")
    {
        Assert.SkipUnless(File.Exists(path), "The sources are not beside the tests.");
        return File.ReadAllText(path).Split("// <sample>")[1].Split("// </sample>")[0];
    }

    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0);
}
